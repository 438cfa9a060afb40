"""`node.v1.RuleMaking`: this branch's conversion rules from draft to signed entry, by the operators who make them.

Source: proto/node/v1/rulemaking.proto; DESIGN section 7 (Rules; adopted by the expert committee).
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from federation.errors import NotHere
from federation.rules.case_files import parse_cases, run_case
from federation.rules.reading import examine_rules, parse_rules
from federation.rules.rule_set import RuleSet
from federation.rules.wire import rules_message
from node.model.access import Actor
from node.model.rulemaking import RulesDraft
from node.rpc.case_messages import case_state, case_steps
from node.rpc.client_actors import ClientActors
from node.rpc.client_service import ClientService
from node.rpc.requests import day
from node.rpc.rules_messages import checked_case, rules_differences, rules_fault
from node.rpc.uploads import check_file_name
from node.services.rulemaking.making import RuleMaking, RulesCase
from node.services.rulemaking.published import PublishedRulesReader
from node.v1 import conversion_pb2, rulemaking_pb2, rulemaking_pb2_grpc

BYTE_ORDER_MARK = "\ufeff"


class RuleMakingService(ClientService, rulemaking_pb2_grpc.RuleMakingServicer):
    """Serves the making of rules; put it behind a `ClientGate`."""

    descriptor = rulemaking_pb2.DESCRIPTOR.services_by_name["RuleMaking"]
    add = staticmethod(rulemaking_pb2_grpc.add_RuleMakingServicer_to_server)

    def __init__(self, rulemaking: RuleMaking, published: PublishedRulesReader, actors: ClientActors) -> None:
        super().__init__(actors)
        self._rulemaking = rulemaking
        self._published = published

    async def Check(  # noqa: N802 - the names are the protocol's
        self, request: rulemaking_pb2.CheckRulesRequest, context: Any
    ) -> rulemaking_pb2.CheckedRules:
        """A file by itself."""
        await self._actors.acting(request.actor)
        # On a thread: a large file must not hold up every other call.
        return await asyncio.to_thread(_checked, _stated(request.draft))

    async def Compare(  # noqa: N802
        self, request: rulemaking_pb2.CompareDraftRequest, context: Any
    ) -> conversion_pb2.RulesDifferences:
        """A file, and what is published."""
        await self._actors.acting(request.actor)
        before, draft = await self._before(request.before), _stated(request.draft)
        after = await asyncio.to_thread(parse_rules, draft.text, file=draft.file)
        return rules_differences(before, after)

    async def Draft(  # noqa: N802
        self, request: rulemaking_pb2.DraftRulesRequest, context: Any
    ) -> rulemaking_pb2.RulesCase:
        """A new draft."""
        actor = await self._actors.acting(request.actor)
        made = await self._rulemaking.draft(_stated(request.draft), actor=actor)
        return await self._shown(made.case.case_id, actor)

    async def Revise(  # noqa: N802
        self, request: rulemaking_pb2.ReviseRulesRequest, context: Any
    ) -> rulemaking_pb2.RulesCase:
        """A draft stated anew."""
        actor = await self._actors.acting(request.actor)
        await self._rulemaking.revise(request.case_id, _stated(request.draft), actor=actor)
        return await self._shown(request.case_id, actor)

    async def Consult(  # noqa: N802
        self, request: rulemaking_pb2.RemarkOnRulesRequest, context: Any
    ) -> rulemaking_pb2.RulesCase:
        """A remark of the consultation."""
        actor = await self._actors.acting(request.actor)
        await self._rulemaking.consult(request.case_id, request.remark, actor=actor)
        return await self._shown(request.case_id, actor)

    async def Return(  # noqa: N802
        self, request: rulemaking_pb2.RemarkOnRulesRequest, context: Any
    ) -> rulemaking_pb2.RulesCase:
        """A draft again."""
        actor = await self._actors.acting(request.actor)
        await self._rulemaking.send_back(request.case_id, request.remark, actor=actor)
        return await self._shown(request.case_id, actor)

    async def Drop(  # noqa: N802
        self, request: rulemaking_pb2.RemarkOnRulesRequest, context: Any
    ) -> rulemaking_pb2.RulesCase:
        """Given up."""
        actor = await self._actors.acting(request.actor)
        await self._rulemaking.drop(request.case_id, request.remark, actor=actor)
        return await self._shown(request.case_id, actor)

    async def Adopt(  # noqa: N802
        self, request: rulemaking_pb2.AdoptRulesRequest, context: Any
    ) -> rulemaking_pb2.RulesCase:
        """One of two signatures."""
        actor = await self._actors.acting(request.actor)
        await self._rulemaking.adopt(request.case_id, day(request.on), actor=actor)
        return await self._shown(request.case_id, actor)

    async def Publish(  # noqa: N802
        self, request: rulemaking_pb2.RulesCaseRequest, context: Any
    ) -> rulemaking_pb2.RulesCase:
        """In the log."""
        actor = await self._actors.acting(request.actor)
        await self._rulemaking.publish(request.case_id, actor=actor)
        return await self._shown(request.case_id, actor)

    async def Show(  # noqa: N802
        self, request: rulemaking_pb2.RulesCaseRequest, context: Any
    ) -> rulemaking_pb2.RulesCase:
        """One in full."""
        return await self._shown(request.case_id, await self._actors.acting(request.actor))

    async def List(  # noqa: N802
        self, request: rulemaking_pb2.ListRulesCasesRequest, context: Any
    ) -> AsyncIterator[rulemaking_pb2.RulesCaseSummary]:
        """The branch's."""
        for one in await self._rulemaking.all(actor=await self._actors.acting(request.actor)):
            yield _summary(one)

    async def _before(self, version: int) -> RuleSet:
        if version:
            return (await self._published.find("", version)).published.rules
        versions = await self._published.versions()
        if not versions:
            raise NotHere(what="rule set")
        return versions[-1].rules

    async def _shown(self, case_id: str, actor: Actor) -> rulemaking_pb2.RulesCase:
        found = await self._rulemaking.show(case_id, actor=actor)
        draft = found.draft
        return rulemaking_pb2.RulesCase(
            summary=_summary(found),
            rules=rules_message(found.rules),
            draft=rulemaking_pb2.RulesDraft(
                file=draft.file, text=draft.text, cases_file=draft.cases_file, cases=draft.cases
            ),
            steps=case_steps(found.steps),
        )


def _stated(draft: rulemaking_pb2.RulesDraft) -> RulesDraft:
    check_file_name(draft.file)
    if draft.cases or draft.cases_file:
        # Cases without a name would be taken for none, and the draft for one that meets them.
        check_file_name(draft.cases_file)
    text, cases = (one.removeprefix(BYTE_ORDER_MARK) for one in (draft.text, draft.cases))
    return RulesDraft(file=draft.file, text=text, cases_file=draft.cases_file, cases=cases)


def _checked(draft: RulesDraft) -> rulemaking_pb2.CheckedRules:
    rules, faults = examine_rules(draft.text)
    if rules is None:
        return rulemaking_pb2.CheckedRules(faults=[rules_fault(one, draft.file) for one in faults])
    cases = parse_cases(draft.cases, file=draft.cases_file) if draft.cases_file else ()
    return rulemaking_pb2.CheckedRules(
        rules=rules_message(rules), cases=[checked_case(one, *run_case(rules, one)) for one in cases]
    )


def _summary(one: RulesCase) -> rulemaking_pb2.RulesCaseSummary:
    return rulemaking_pb2.RulesCaseSummary(
        case=case_state(one.case),
        version=one.rules.version,
        title=one.rules.title,
        updated_at=one.case.updated_at.isoformat(),
        entry_index=one.case.entry_index,
    )
