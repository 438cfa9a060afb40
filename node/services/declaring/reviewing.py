"""Reviewing declared projects: approved or returned by the unit directly above, remarked on by inspectors.

An acceptance point's projects are its sub-centre's to review, a sub-centre's its branch office's. It
takes two registered operators: nobody decides on what they took part in filing, nor does anybody whom they
registered.

Source: 浙学银〔2019〕2号, section 3, item 1 (各分中心审核通过), section 1 (分部…审核、检查).
"""

from collections.abc import Mapping, Sequence

from node.model.access import Actor
from node.model.case import Case
from node.model.project import APPROVE, DECISIONS, REMARK, RETURN
from node.ports.logs import Change, OwnLog
from node.services.case_keeping import newest_within
from node.services.casework import Casework
from node.services.refusals import Refusals
from node.services.second_person import SecondPerson


class ProjectReview:
    """The deciding side."""

    def __init__(self, *, own_log: OwnLog, casework: Casework) -> None:
        self._own_log = own_log
        self._casework = casework

    async def approve(self, case_ids: Sequence[str], *, actor: Actor) -> list[Case]:
        """Approves projects, all or none; if one is refused, `each` of the error says of every one why.

        Raises:
            ActorRefused: not theirs to decide: ``not-directly-above``, ``own-unit``, ``self-review``,
                ``two-operators`` and others.
            StepRefused: one isn't submitted, or somebody else was faster.
            NotHere: no such project.
        """
        return await self._decide(case_ids, APPROVE, "", actor)

    async def give_back(self, case_ids: Sequence[str], *, reason: str, actor: Actor) -> list[Case]:
        """Returns projects to be corrected and submitted again. Raises as `approve`, and without a reason."""
        return await self._decide(case_ids, RETURN, reason, actor)

    async def remark(self, case_id: str, *, reason: str, actor: Actor) -> Case:
        """Remarks on a project of a unit below; its state stays. Raises as `give_back`."""
        return await self._casework.take(case_id, REMARK, actor=actor, reason=reason)

    async def _decide(self, case_ids: Sequence[str], step: str, reason: str, actor: Actor) -> list[Case]:
        asked = list(dict.fromkeys(case_ids))
        refusals = Refusals(len(asked))
        seen = await self._casework.seen_all(asked, actor, refusals)
        async with self._own_log.change() as change:
            present = await newest_within(change, seen)
            filers = await filers_of_projects(change, [case for case, _ in present])
            second, decided = SecondPerson(change.operators, actor), []
            for case, unit in present:
                with refusals.of(case.case_id):
                    decided.append((case, self._casework.taken(case, unit, step, actor=actor, reason=reason)))
                    await second.require(filers[case.case_id])
            refusals.require_none()
            return await self._casework.keep_all_within(change, decided, step, actor=actor, reason=reason)


async def filers_of_projects(change: Change, cases: Sequence[Case]) -> Mapping[str, frozenset[str]]:
    """Names of those who took part in declaring each, by case id."""
    steps = await change.cases.steps_of([one.case_id for one in cases])
    return {
        case_id: frozenset(one.actor for one in taken if one.step not in DECISIONS) for case_id, taken in steps.items()
    }
