"""How applications for transfer are told: for machines in codes, for people in words."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from federation.error_catalogue.case_words import STATES, STEPS
from federation.error_catalogue.phrases import Phrase
from federation.error_catalogue.transfer_words import (
    ENDING_REASONS,
    HOLD_VERDICTS,
    OTHER_VERDICT,
    STEP_VERDICTS,
    TRANSFER_ENTRIES,
    TRANSFER_STATUSES,
)
from federation.rules.outcome import Verdict
from node.cli.console.actor_words import actor_word, set_off
from node.cli.console.amounts import hundredths
from node.cli.console.option_values import BASES
from node.cli.console.options import SHOWN_DIGITS
from node.cli.console.terminal import Terminal
from node.cli.console.times import shown_time
from node.cli.console.transfer_names import place_text
from node.cli.conversion.crediting import STATES as CREDIT_STATES
from node.cli.conversion.rule_files import outcome_as_json, tell_outcome

if TYPE_CHECKING:
    from federation.transfer.notes import ItemDecision
    from federation.transfer.states import Side
    from node.services.rulemaking.scheme_names import SchemeNames
    from node.services.transfers.views import ApplicationView, EntryView, ItemView, TransferView


def summary_as_json(view: "ApplicationView") -> dict[str, object]:
    """An application in a list."""
    return {
        "case": view.case.case_id,
        "state": view.case.state,
        "unit": view.place.code,
        "filed_by": view.application.filed_by,
        "filed_at": view.case.created_at.isoformat(timespec="seconds"),
        "updated_at": view.case.updated_at.isoformat(timespec="seconds"),
        "achievements": len(view.statuses),
        "statuses": [str(one) for one in view.statuses],
        "references": [one.reference for one in view.transfers],
    }


def application_as_json(view: "ApplicationView", terminal: Terminal) -> dict[str, object]:
    """The whole of it."""
    consent, ended = view.application.consent, view.application.consent_ended_at
    return {
        **summary_as_json(view),
        "reviewed_by": view.application.reviewed_by,
        "opened": view.was_opened,
        "consent": {
            "what": list(consent.what),
            "to_whom": list(consent.to_whom),
            "purpose": consent.purpose,
            "until": consent.until.isoformat(),
            "basis": consent.basis,
            "given_at": consent.given_at.isoformat(timespec="seconds"),
            "recorded_by": consent.recorded_by,
            "ended_at": None if ended is None else ended.isoformat(timespec="seconds"),
        },
        "transfers": [_transfer_as_json(one, view.scheme_names, terminal) for one in view.transfers],
        "steps": [
            {
                "at": one.at.isoformat(timespec="seconds"),
                "actor": one.actor,
                "step": one.step,
                "state": one.state,
                "reason": one.reason,
            }
            for one in view.steps
        ],
    }


def tell_application(view: "ApplicationView", terminal: Terminal) -> None:
    """The whole of it for people."""
    application, consent = view.application, view.application.consent
    state = _state_word(view, terminal)
    filed_by, reviewed_by, recorded_by = (
        actor_word(one, terminal) for one in (application.filed_by, application.reviewed_by, consent.recorded_by)
    )
    terminal.say(
        f"转换申请 {view.case.case_id}：{state}；受理机构：{view.place.name}；经办：{filed_by}"
        f"{f'；审核：{reviewed_by}' if reviewed_by else ''}。",
        f"Application {view.case.case_id}: {state}; filed at {view.place.name} by {filed_by}"
        f"{f'; reviewed by {reviewed_by}' if reviewed_by else ''}.",
    )
    terminal.say(
        f"授权：为“{consent.purpose}”，向{set_off('、'.join(consent.to_whom))}提供，至 {consent.until.isoformat()}；"
        f"依据：{BASES.word(consent.basis)}；{shown_time(consent.given_at, terminal)} 由{set_off(recorded_by)}登记。",
        f"Consent: for {consent.purpose}, to {', '.join(consent.to_whom)}, until {consent.until.isoformat()}; "
        f"basis: {consent.basis}; recorded at {shown_time(consent.given_at, terminal)} by {recorded_by}.",
    )
    if application.consent_ended_at is not None:
        at = shown_time(application.consent_ended_at, terminal)
        terminal.say(f"授权已于 {at} 撤回。", f"The consent was taken back at {at}.")
    for one in view.transfers:
        _tell_transfer(one, view.scheme_names, terminal)
    if view.steps:
        terminal.table(
            (("时间", "At"), ("经办人", "Who"), ("事项", "Step"), ("理由", "Reason")),
            [
                (
                    shown_time(one.at, terminal),
                    actor_word(one.actor, terminal),
                    coded(STEPS, one.step, terminal),
                    coded(ENDING_REASONS, one.reason, terminal),
                )
                for one in view.steps
            ],
        )


def tell_applications(views: "list[ApplicationView]", terminal: Terminal) -> None:
    """A list for people."""
    terminal.table(
        (
            ("办件编号", "Case"),
            ("状态", "State"),
            ("转换编号", "Transfers"),
            ("学习成果", "Achievements"),
            ("受理机构", "Filed at"),
            ("更新时间", "Updated"),
        ),
        [
            (
                one.case.case_id[:SHOWN_DIGITS],
                _state_word(one, terminal),
                " ".join(transfer.reference for transfer in one.transfers),
                "；".join(
                    f"{item.title}：{coded(TRANSFER_STATUSES, str(item.status), terminal)}"
                    for transfer in one.transfers
                    for item in transfer.items
                ),
                one.place.name,
                shown_time(one.case.updated_at, terminal),
            )
            for one in views
        ],
    )


def _state_word(view: "ApplicationView", terminal: Terminal) -> str:
    if view.is_being_reversed:
        return terminal.choose("冲回待办结", "credit taken back, to be closed")
    return coded(STATES, view.case.state, terminal)


def coded(words: Mapping[str, Phrase], code: str, terminal: Terminal) -> str:
    """A code in words; one of a later version as it is."""
    phrase = words.get(code)
    return code if phrase is None else terminal.choose(phrase.zh, phrase.en)


def declined_words(code: int, terminal: Terminal) -> str:
    """Why a sending branch declined an achievement."""
    phrase = HOLD_VERDICTS.get(code, OTHER_VERDICT)
    return terminal.choose(phrase.zh, phrase.en)


def _tell_transfer(one: "TransferView", names: "SchemeNames", terminal: Terminal) -> None:
    terminal.say(
        f"\n转换 {one.reference}（{one.sending} 分行的成果），{shown_time(one.requested_at, terminal)} 申请，"
        f"须在 {one.expires_on.isoformat()} 前认定"
        f"{'' if one.rules_version is None else f'；依据第 {one.rules_version} 版规则认定'}：",
        f"\nTransfer {one.reference} (from branch {one.sending}), asked for {shown_time(one.requested_at, terminal)}, "
        f"to be decided by {one.expires_on.isoformat()}"
        f"{'' if one.rules_version is None else f'; decided by version {one.rules_version} of the rules'}:",
    )
    if one.contests is not None:
        terminal.say(
            f"  本申请对本行日志第 {one.contests.index} 条所载认定提出异议。",
            f"  It contests the decision at index {one.contests.index} of the own log.",
        )
    for item in one.items:
        place = place_text(one.request_index, item.item)
        status = coded(TRANSFER_STATUSES, str(item.status), terminal)
        why = f"（{declined_words(item.declined, terminal)}）" if item.declined else ""
        owing = _owing(item.owed_by, one)
        terminal.say(
            f"  [{place}] {item.title}（{one.sending}:{item.index}）：{status}{why}"
            f"{f'；下一步：{owing} 分行' if owing else ''}",
            f"  [{place}] {item.title} ({one.sending}:{item.index}): {status}{why}"
            f"{f'; next: branch {owing}' if owing else ''}",
        )
        for line in item.credit:
            amount, grant = hundredths(line.grant.credits), line.grant
            state = terminal.choose(*CREDIT_STATES[str(line.state)])
            scheme = names.said(grant.scheme, grant.rules_version)
            course = f" {grant.course}" if grant.course else ""
            terminal.say(
                f"    学分 {amount}（{scheme}{course}），{state}", f"    {amount} credits ({scheme}{course}), {state}"
            )
        if item.decision is not None and item.decision.words:
            terminal.say(f"    审核意见：{item.decision.words}", f"    reviewer: {item.decision.words}")
        if item.decision is not None and item.decision.outcome is not None:
            if item.decision.outcome.verdict is Verdict.TO_REVIEWER:
                terminal.say(
                    "    以上为审核人员的决定；以下为认定时规则的建议，仅供对照：",
                    "    So the reviewer decided; what the rules had proposed, to compare with:",
                )
            tell_outcome(item.decision.outcome, terminal, indent="    ")
    terminal.table(
        (("分行", "Branch"), ("日志序号", "Index"), ("事项", "Entry"), ("效力", "Effect"), ("理由", "Reason")),
        [
            (
                entry.branch,
                entry.index,
                terminal.choose(*TRANSFER_ENTRIES[int(entry.kind)]),
                terminal.choose(*STEP_VERDICTS[int(entry.counted)]),
                coded(ENDING_REASONS, entry.reason, terminal),
            )
            for entry in one.entries
        ],
    )


def _transfer_as_json(one: "TransferView", names: "SchemeNames", terminal: Terminal) -> dict[str, object]:
    return {
        "reference": one.reference,
        "sending": one.sending,
        "request": one.request_index,
        "requested_at": one.requested_at.isoformat(timespec="seconds"),
        "expires_on": one.expires_on.isoformat(),
        "contests": None if one.contests is None else one.contests.index,
        "rules_version": one.rules_version,
        "items": [_item_as_json(item, one, names, terminal) for item in one.items],
        "entries": [entry_as_json(entry) for entry in one.entries],
    }


def _item_as_json(item: "ItemView", one: "TransferView", names: "SchemeNames", terminal: Terminal) -> dict[str, object]:
    return {
        "place": place_text(one.request_index, item.item),
        "title": item.title,
        "index": item.index,
        "status": str(item.status),
        "message": coded(TRANSFER_STATUSES, str(item.status), terminal),
        "owed_by": _owing(item.owed_by, one) or None,
        "declined": declined_words(item.declined, terminal) if item.declined else None,
        "decision": None if item.decision is None else _decision_as_json(item.decision, terminal),
        "credit": [
            {
                "scheme": line.grant.scheme,
                "scheme_name": names.said(line.grant.scheme, line.grant.rules_version),
                "course": line.grant.course,
                "credits": hundredths(line.grant.credits),
                "state": str(line.state),
            }
            for line in item.credit
        ],
    }


def _decision_as_json(one: "ItemDecision", terminal: Terminal) -> dict[str, object]:
    return {
        "accepted": one.accepted,
        "credits": [
            {"scheme": credit.scheme, "course": credit.course, "credits": hundredths(credit.credits)}
            for credit in one.credits
        ],
        "words": one.words,
        "outcome": None if one.outcome is None else outcome_as_json(one.outcome, terminal),
    }


def entry_as_json(one: "EntryView") -> dict[str, object]:
    """An entry of a transfer."""
    return {
        "branch": one.branch,
        "index": one.index,
        "kind": one.kind.name.lower().replace("_", "-"),
        "counted": one.counted.name.lower(),
        "verdicts": list(one.verdicts),
        "reason": one.reason,
    }


def _owing(side: "Side | None", one: "TransferView") -> str:
    return "" if side is None else {"receiving": one.receiving, "sending": one.sending}[str(side)]
