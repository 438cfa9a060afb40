"""`node.v1.Conversion`: published rules, advice by them, and credit, for the branch's own clients.

Source: proto/node/v1/conversion.proto; DESIGN section 7.
"""

from typing import Any

from federation.rules.outcome import Outcome
from federation.rules.rule_set import RuleSet
from federation.rules.versions import PublishedRules
from federation.rules.wire import encode_rules, rules_message
from node.model.access import Basis
from node.model.credit import CreditLine, Tally
from node.rpc.client_actors import ClientActors
from node.rpc.client_service import ClientService
from node.rpc.freshness_messages import branch_freshness
from node.rpc.requests import named, shown_document
from node.rpc.rules_messages import credit_messages, reasoning, rules_differences
from node.services.crediting.checking import CreditCheck, CreditChecking
from node.services.crediting.viewing import CreditAccount, CreditViews
from node.services.guiding.guidance import Advice, GuidanceService
from node.services.looking.presented import OpenedRecord
from node.services.rulemaking.published import PublishedRulesReader
from node.v1 import conversion_pb2, conversion_pb2_grpc


class ConversionService(ClientService, conversion_pb2_grpc.ConversionServicer):
    """Serves rules, guidance and credit; put it behind a `ClientGate`."""

    descriptor = conversion_pb2.DESCRIPTOR.services_by_name["Conversion"]
    add = staticmethod(conversion_pb2_grpc.add_ConversionServicer_to_server)

    def __init__(
        self,
        rules: PublishedRulesReader,
        guidance: GuidanceService,
        credit: CreditViews,
        checking: CreditChecking,
        actors: ClientActors,
    ) -> None:
        super().__init__(actors)
        self._rules = rules
        self._guidance = guidance
        self._credit = credit
        self._checking = checking

    async def ListRules(  # noqa: N802 - the name is the protocol's
        self, request: conversion_pb2.ListRulesRequest, context: Any
    ) -> conversion_pb2.ListRulesResponse:
        """A branch's versions that count."""
        versions = await self._rules.versions(request.branch)
        return conversion_pb2.ListRulesResponse(versions=[_version(one) for one in reversed(versions)])

    async def ShowRules(  # noqa: N802
        self, request: conversion_pb2.ShowRulesRequest, context: Any
    ) -> conversion_pb2.ShowRulesResponse:
        """One version, whole."""
        found = (
            await self._rules.find(request.branch, request.version)
            if request.version
            else await self._rules.in_force(request.branch)
        )
        return conversion_pb2.ShowRulesResponse(
            version=_version(found.published),
            body=encode_rules(found.published.rules),
            held_as_of="" if found.held_as_of is None else found.held_as_of.isoformat(),
            is_quarantined=found.is_quarantined,
            rules=rules_message(found.published.rules),
        )

    async def CompareRules(  # noqa: N802
        self, request: conversion_pb2.CompareRulesRequest, context: Any
    ) -> conversion_pb2.RulesDifferences:
        """Two versions of a branch."""
        before = (await self._rules.find(request.branch, request.before)).published.rules
        newest = request.after or (await self._rules.versions(request.branch))[-1].rules.version
        return rules_differences(before, (await self._rules.find(request.branch, newest)).published.rules)

    async def Guide(  # noqa: N802
        self, request: conversion_pb2.GuideRequest, context: Any
    ) -> conversion_pb2.GuideResponse:
        """What branches would grant; no commitment."""
        found = await self._guidance.advise(
            shown_document(request),
            purpose=request.purpose,
            basis=named(Basis, request.basis, "basis"),
            actor=await self._actors.looking(request.actor),
            branches=list(request.branches),
        )
        return conversion_pb2.GuideResponse(
            on=found.on.isoformat(),
            freshness=[branch_freshness(one) for one in found.branches],
            advice=[_advice(one) for one in found.advice],
        )

    async def Credit(  # noqa: N802
        self, request: conversion_pb2.CreditRequest, context: Any
    ) -> conversion_pb2.CreditResponse:
        """A person's credit at this branch."""
        account = await self._credit.of_person(
            shown_document(request),
            purpose=request.purpose,
            basis=named(Basis, request.basis, "basis"),
            actor=await self._actors.looking(request.actor),
        )
        return conversion_pb2.CreditResponse(
            lines=[_line(one, account) for one in account.lines],
            schemes=[
                _tally(one, scheme, account.scheme_names.newest(scheme))
                for scheme, one in sorted(account.in_all.items())
            ],
        )

    async def CheckCredit(  # noqa: N802
        self, request: conversion_pb2.CheckCreditRequest, context: Any
    ) -> conversion_pb2.CheckedCredit:
        """Whether all that was booked adds up."""
        return _checked(await self._checking.check(actor=await self._actors.acting(request.actor)))


def _version(one: PublishedRules) -> conversion_pb2.RulesVersion:
    rules = one.rules
    return conversion_pb2.RulesVersion(
        branch=rules.branch,
        version=rules.version,
        title=rules.title,
        adopted_on="" if rules.adopted_on is None else rules.adopted_on.isoformat(),
        valid_from=rules.valid_from.isoformat(),
        valid_until="" if rules.valid_until is None else rules.valid_until.isoformat(),
        index=one.index,
    )


def _advice(one: Advice) -> conversion_pb2.BranchAdvice:
    rules = None if one.rules is None else one.rules.published.rules
    return conversion_pb2.BranchAdvice(
        branch=one.branch,
        rules_version=0 if rules is None else rules.version,
        is_usage_known=one.is_usage_known,
        achievements=[_achievement(record, outcome, rules) for record, outcome in one.items],
    )


def _achievement(record: OpenedRecord, outcome: Outcome, rules: RuleSet | None) -> conversion_pb2.AchievementAdvice:
    trace, missing = reasoning(outcome)
    return conversion_pb2.AchievementAdvice(
        branch=record.branch,
        index=record.record.index,
        title=record.body.title,
        verdict=outcome.verdict.value,
        reason=outcome.reason,
        rule=outcome.rule,
        credits=credit_messages(outcome.grants, rules),
        trace=trace,
        missing=missing,
    )


def _line(one: CreditLine, account: CreditAccount) -> conversion_pb2.CreditLine:
    grant, source = one.grant, account.sources.get((one.grant.transfer, one.grant.item))
    return conversion_pb2.CreditLine(
        credits=conversion_pb2.Credits(
            scheme=grant.scheme,
            course=grant.course,
            credits=grant.credits,
            scheme_name=account.scheme_names.said(grant.scheme, grant.rules_version),
        ),
        state=one.state.value,
        transfer=grant.transfer,
        item=grant.item,
        rules_version=grant.rules_version,
        decided_on=grant.on.isoformat(),
        from_branch="" if source is None else source.branch,
        from_index=0 if source is None else source.index,
        from_title="" if source is None else source.title,
        reversed_at="" if one.reversed_at is None else one.reversed_at.isoformat(),
    )


def _tally(one: Tally, scheme: str = "", name: str = "") -> conversion_pb2.SchemeTally:
    return conversion_pb2.SchemeTally(
        scheme=scheme,
        granted=one.granted,
        provisional=one.provisional,
        final=one.final,
        reversed=one.reversed,
        scheme_name=name,
    )


def _checked(found: CreditCheck) -> conversion_pb2.CheckedCredit:
    return conversion_pb2.CheckedCredit(
        holds=found.holds,
        lines=found.lines,
        transfers=found.transfers,
        tally=_tally(found.tally),
        fault_count=found.fault_count,
        faults=[
            conversion_pb2.CreditFault(transfer=one.transfer, item=one.item, part=one.part, reason=one.reason)
            for one in found.faults
        ],
    )
