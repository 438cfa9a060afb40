"""Making conversion rules: from an official's file to a signed entry, by two people.

A draft must be readable, meet its cases, and fit into an entry: nothing else is consulted on. Publishing names
the version that is due; what was published never changes, and decisions made by it aren't touched.

Source: DESIGN section 7 (Rules; adopted by the expert committee).
"""

from datetime import date

import msgspec

from federation.clock import Clock
from federation.errors import ActorRefused, NotHere, RulesRefused
from federation.model.entry import Entry, Kind, encode_header
from federation.rules.case_files import parse_cases, run_case
from federation.rules.reading import parse_rules
from federation.rules.rule_set import RuleSet
from federation.rules.wire import rules_header
from node.model.access import Actor, Duty, Role
from node.model.case import Case, CaseStep
from node.model.rights import require, require_some_duty
from node.model.rulemaking import (
    ADOPT,
    CONSULT,
    DROP,
    ISSUE,
    RETURN,
    SIGN,
    SIGNED,
    RulesDraft,
    encode_draft,
    parse_draft,
)
from node.model.unit import ROOT_ID, Unit
from node.ports.logs import Change, OwnLog
from node.ports.organisation import Units
from node.services.casework import Casework
from node.services.rulemaking.published import LOCAL_TIME, MAX_PUBLICATIONS, versions_of
from node.services.second_person import require_second_person


class RulesCase(msgspec.Struct, frozen=True, kw_only=True):
    """A case of rules: what it holds, what that says, and who did what."""

    case: Case
    draft: RulesDraft
    rules: RuleSet
    steps: tuple[CaseStep, ...] = ()


class RuleMaking:
    """Makes the rules of one branch."""

    def __init__(self, *, casework: Casework, own_log: OwnLog, units: Units, branch: str, clock: Clock) -> None:
        self._casework = casework
        self._own_log = own_log
        self._units = units
        self._branch = branch
        self._clock = clock

    async def draft(self, draft: RulesDraft, *, actor: Actor) -> RulesCase:
        """Files a draft.

        Raises:
            RulesInvalid: the file, or that of the cases, says something wrong.
            RulesRefused: ``other-branch``, ``not-due`` or ``cases-differ``.
            TooLarge: more than an entry holds.
            ActorRefused: not the provincial centre's duty of rulemaking.
        """
        root = await self._root()
        # Before anything is read: whoever may not file it doesn't keep the node busy with it.
        require(actor, Duty.RULEMAKING, root)
        rules = await self._examined(draft)
        case = await self._casework.open(encode_draft(draft), unit=root, actor=actor, duty=Duty.RULEMAKING)
        return RulesCase(case=case, draft=draft, rules=rules)

    async def revise(self, case_id: str, draft: RulesDraft, *, actor: Actor) -> RulesCase:
        """Replaces a draft that isn't being consulted on; raises as `draft`, and `StepRefused`, `NotHere`."""
        require(actor, Duty.RULEMAKING, await self._root())
        rules = await self._examined(draft)
        case = await self._casework.alter(case_id, encode_draft(draft), actor=actor, duty=Duty.RULEMAKING)
        return RulesCase(case=case, draft=draft, rules=rules)

    async def consult(self, case_id: str, remark: str, *, actor: Actor) -> Case:
        """Notes what was said of it, by whom; from then on it can't be altered. Raises as `Casework.take`."""
        return await self._casework.take(case_id, CONSULT, actor=actor, reason=remark)

    async def send_back(self, case_id: str, reason: str, *, actor: Actor) -> Case:
        """Makes it a draft again; signatures are void then. Raises as `Casework.take`."""

        async def unsigned(_change: Change, case: Case) -> Case:
            draft = msgspec.structs.replace(parse_draft(case.body), adopted_on=None)
            return msgspec.structs.replace(case, body=encode_draft(draft))

        return await self._casework.take(case_id, RETURN, actor=actor, reason=reason, then=unsigned)

    async def drop(self, case_id: str, reason: str, *, actor: Actor) -> Case:
        """Gives it up. Raises as `Casework.take`."""
        return await self._casework.take(case_id, DROP, actor=actor, reason=reason)

    async def adopt(self, case_id: str, on: date, *, actor: Actor) -> Case:
        """Signs that the committee adopted it on a day; the second person's signature makes it so.

        Args:
            case_id: of the case.
            on: the day of the decision, the same in both signatures.
            actor: a registered operator; of two, neither registered the other.

        Raises:
            RulesRefused: ``day-ahead``, ``retroactive`` or ``day-differs``.
            ActorRefused: ``self-review``, ``two-operators``, or not theirs.
            StepRefused, NotHere: it isn't there to be signed.
        """
        if on > self._clock.now().astimezone(LOCAL_TIME).date():
            raise RulesRefused(reason="day-ahead")
        case, _ = await self._casework.seen(case_id, actor)
        if actor.role is not Role.OPERATOR:
            # The name of whoever sits at the machine is nobody's signature.
            raise ActorRefused(reason="two-operators")
        step = ADOPT if case.state == SIGNED else SIGN

        async def signed(change: Change, newest: Case) -> Case:
            draft = parse_draft(newest.body)
            if parse_rules(draft.text, file=draft.file).valid_from < on:
                raise RulesRefused(reason="retroactive")
            if step == ADOPT:
                if draft.adopted_on != on:
                    raise RulesRefused(reason="day-differs")
                signatures = [one for one in await change.cases.steps(newest.case_id) if one.step == SIGN]
                await require_second_person(change.operators, actor, [signatures[-1].actor])
            draft = msgspec.structs.replace(draft, adopted_on=on)
            return msgspec.structs.replace(newest, body=encode_draft(draft))

        return await self._casework.take(case_id, step, actor=actor, reason=on.isoformat(), then=signed)

    async def publish(self, case_id: str, *, actor: Actor) -> RulesCase:
        """Publishes what was adopted as an entry of the own log.

        Raises:
            RulesRefused: ``not-due``: another version was published meanwhile.
            StepRefused, ActorRefused, NotHere: as `Casework.take`.
        """

        async def issued(change: Change, case: Case) -> Case:
            rules = _as_adopted(parse_draft(case.body))
            await self._require_due(change, rules)
            index = await change.append([Entry(encode_header(rules_header(rules)))])
            return msgspec.structs.replace(case, entry_index=index)

        case = await self._casework.take(case_id, ISSUE, actor=actor, then=issued)
        draft = parse_draft(case.body)
        return RulesCase(case=case, draft=draft, rules=_as_adopted(draft))

    async def show(self, case_id: str, *, actor: Actor) -> RulesCase:
        """A case with its history. Raises `NotHere`."""
        case, steps, _ = await self._casework.find(case_id, actor=actor)
        draft = parse_draft(case.body)
        return RulesCase(case=case, draft=draft, rules=_as_adopted(draft), steps=tuple(steps))

    async def all(self, *, actor: Actor) -> list[RulesCase]:
        """Cases that the actor may see, oldest first. Raises `ActorRefused`: no duty at all."""
        require_some_duty(actor)
        cases = [case for case, _ in await self._casework.seen_by(actor)]
        drafts = [parse_draft(case.body) for case in cases]
        return [
            RulesCase(case=case, draft=draft, rules=_as_adopted(draft))
            for case, draft in zip(cases, drafts, strict=True)
        ]

    async def _examined(self, draft: RulesDraft) -> RuleSet:
        rules = parse_rules(draft.text, file=draft.file)
        if rules.branch != self._branch:
            raise RulesRefused(reason="other-branch")
        cases = parse_cases(draft.cases, file=draft.cases_file) if draft.cases_file else ()
        if any(run_case(rules, one)[1] for one in cases):
            raise RulesRefused(reason="cases-differ")
        # Whether it fits: the day of adoption takes as much room as any other.
        rules_header(msgspec.structs.replace(rules, adopted_on=rules.valid_from))
        async with self._own_log.change() as change:
            await self._require_due(change, rules)
        return rules

    async def _require_due(self, change: Change, rules: RuleSet) -> None:
        found = await change.plain_entries.newest(self._own_log.log_id, Kind.RULES_PUBLISHED, MAX_PUBLICATIONS)
        due = len(versions_of(self._branch, found)) + 1
        if rules.version != due:
            raise RulesRefused(reason=f"not-due:{due}")

    async def _root(self) -> Unit:
        root = await self._units.by_id(ROOT_ID)
        if root is None:
            raise NotHere(what="unit")
        return root


def _as_adopted(draft: RulesDraft) -> RuleSet:
    return msgspec.structs.replace(parse_rules(draft.text, file=draft.file), adopted_on=draft.adopted_on)
