"""Applications for transfer, proposals, and what is unfinished, as messages."""

from federation.error_catalogue.transfer_words import HOLD_VERDICTS, OTHER_VERDICT
from federation.rules.outcome import Credit, Verdict
from federation.rules.rule_set import RuleSet
from federation.rules.trace_words import trace_words
from federation.transfer.notes import ItemDecision
from node.rpc.case_messages import case_state, case_steps
from node.services.rulemaking.scheme_names import SchemeNames
from node.services.transfers.applications import Filed
from node.services.transfers.pending import Pending
from node.services.transfers.views import ApplicationView, EntryView, ItemView, TransferView
from node.services.transfers.weighing import Place, Weighed
from node.v1 import transfers_pb2


def transfer_summary(view: ApplicationView) -> transfers_pb2.TransferSummary:
    """An application in a list."""
    return transfers_pb2.TransferSummary(
        case=case_state(view.case),
        filed_at=view.place.code,
        filed_by=view.application.filed_by,
        updated_at=view.case.updated_at.isoformat(),
        statuses=[one.value for one in view.statuses],
        references=[one.reference for one in view.transfers],
    )


def transfer_application(view: ApplicationView) -> transfers_pb2.TransferApplication:
    """The whole of it."""
    consent, ended = view.application.consent, view.application.consent_ended_at
    return transfers_pb2.TransferApplication(
        summary=transfer_summary(view),
        consent=transfers_pb2.TransferConsent(
            what=consent.what,
            to_whom=consent.to_whom,
            purpose=consent.purpose,
            until=consent.until.isoformat(),
            basis=consent.basis,
            given_at=consent.given_at.isoformat(),
            recorded_by=consent.recorded_by,
            ended_at="" if ended is None else ended.isoformat(),
        ),
        reviewed_by=view.application.reviewed_by,
        was_opened=view.was_opened,
        transfers=[_transfer(one, view.scheme_names) for one in view.transfers],
        steps=case_steps(view.steps),
    )


def transfer_proposals(filed: Filed, weighed: Weighed) -> transfers_pb2.TransferProposals:
    """What the rules propose."""
    titles = {
        (one.request_index, number): achievement.title
        for one in filed.application.transfers
        for number, achievement in enumerate(one.achievements)
    }
    wanting, rules = set(weighed.wants_reviewer), None if weighed.rules is None else weighed.rules.rules
    return transfers_pb2.TransferProposals(
        case_id=filed.case.case_id,
        rules_version=None if rules is None else rules.version,
        proposals=[
            transfers_pb2.TransferProposal(
                place=_place(place),
                title=titles[place],
                wants_reviewer=place in wanting,
                verdict=(Verdict.TO_REVIEWER if outcome is None else outcome.verdict).value,
                credits=[] if outcome is None or rules is None else [_credit(one, rules) for one in outcome.grants],
                trace=[] if outcome is None else [trace_words(line, "zh") for line in outcome.trace],
            )
            for place, outcome in weighed.outcomes.items()
        ],
    )


def stuck_transfers(found: Pending) -> transfers_pb2.StuckTransfers:
    """What is unfinished, and what conflicts."""
    return transfers_pb2.StuckTransfers(
        unfinished=[
            transfers_pb2.UnfinishedTransfer(
                reference=one.reference,
                sending=one.sending,
                statuses=[status.value for status in one.statuses],
                owed_by=one.owed_by,
                since=one.since.isoformat(),
                next_step=one.next_step.value,
                case_id=one.case_id,
                expires_on=one.expires_on.isoformat() if one.expires_on else "",
            )
            for one in found.unfinished
        ],
        conflicts=[
            transfers_pb2.ConflictingTransfer(
                reference=one.reference,
                sending=one.sending,
                declined=one.declined,
                void=[_entry(entry) for entry in one.void],
                waiting=[_entry(entry) for entry in one.waiting],
            )
            for one in found.conflicts
        ],
    )


def _transfer(one: TransferView, names: SchemeNames) -> transfers_pb2.Transfer:
    return transfers_pb2.Transfer(
        reference=one.reference,
        sending=one.sending,
        request_index=one.request_index,
        requested_at=one.requested_at.isoformat(),
        expires_on=one.expires_on.isoformat(),
        rules_version=one.rules_version,
        items=[_item(item, one.request_index, names) for item in one.items],
        entries=[_entry(entry) for entry in one.entries],
    )


def _item(item: ItemView, request_index: int, names: SchemeNames) -> transfers_pb2.TransferItem:
    decision = item.decision
    return transfers_pb2.TransferItem(
        place=_place((request_index, item.item)),
        title=item.title,
        index=item.index,
        status=item.status.value,
        owed_by="" if item.owed_by is None else item.owed_by.value,
        declined=item.declined,
        declined_because=HOLD_VERDICTS.get(item.declined, OTHER_VERDICT).zh if item.declined else "",
        accepted=None if decision is None else decision.accepted,
        words="" if decision is None else decision.words,
        trace=_trace(decision),
        credit=[
            transfers_pb2.GrantedCredit(
                credit=transfers_pb2.TransferCredit(
                    scheme=line.grant.scheme,
                    course=line.grant.course,
                    credits=line.grant.credits,
                    scheme_name=names.said(line.grant.scheme, line.grant.rules_version),
                ),
                state=line.state.value,
            )
            for line in item.credit
        ],
    )


def _trace(decision: ItemDecision | None) -> list[str]:
    if decision is None or decision.outcome is None:
        return []
    return [trace_words(line, "zh") for line in decision.outcome.trace]


def _entry(one: EntryView) -> transfers_pb2.TransferStep:
    return transfers_pb2.TransferStep(
        branch=one.branch,
        index=one.index,
        kind=int(one.kind),
        counted=one.counted.name.lower(),
        verdicts=one.verdicts,
        reason=one.reason,
    )


def _place(place: Place) -> transfers_pb2.TransferPlace:
    return transfers_pb2.TransferPlace(request_index=place[0], item=place[1])


def _credit(one: Credit, rules: RuleSet) -> transfers_pb2.TransferCredit:
    return transfers_pb2.TransferCredit(
        scheme=one.scheme, course=one.course, credits=one.credits, scheme_name=rules.scheme(one.scheme).name
    )
