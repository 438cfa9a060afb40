"""Reviewing declared projects: approved or returned by the unit directly above, remarked on by inspectors.

An acceptance point's projects are its sub-centre's to review, a sub-centre's its branch office's. It
takes two registered operators: nobody decides on what they took part in filing, nor does anybody whom they
registered.

Source: 浙学银〔2019〕2号, section 3, item 1 (各分中心审核通过), section 1 (分部…审核、检查).
"""

from collections.abc import Sequence

from node.model.access import Actor
from node.model.case import Case
from node.model.project import APPROVE, DECISIONS, REMARK, RETURN
from node.ports.logs import Change, OwnLog
from node.services.casework import Casework
from node.services.second_person import require_second_person


class ProjectReview:
    """The deciding side."""

    def __init__(self, *, own_log: OwnLog, casework: Casework) -> None:
        self._own_log = own_log
        self._casework = casework

    async def approve(self, case_ids: Sequence[str], *, actor: Actor) -> list[Case]:
        """Approves projects, all or none.

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
        seen = [await self._casework.seen(one, actor) for one in dict.fromkeys(case_ids)]
        decided = []
        async with self._own_log.change() as change:
            known = set[frozenset[str]]()
            for case, unit in seen:
                # As it stands under the lock: what is decided on is what was there then.
                newest = await change.cases.find(case.case_id) or case
                taken = await self._casework.take_within(change, newest, unit, step, actor=actor, reason=reason)
                filers = await filers_of_project(change, newest)
                if filers not in known:
                    await require_second_person(change.operators, actor, filers)
                    known.add(filers)
                decided.append(taken)
        return decided


async def filers_of_project(change: Change, case: Case) -> frozenset[str]:
    """Names of those who took part in declaring it."""
    return frozenset(one.actor for one in await change.cases.steps(case.case_id) if one.step not in DECISIONS)
