"""Declaring by real workbooks: a sub-centre's annex 1 or own design for its schools, a school's own annex 2."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from node.bootstrap import Node
from node.model.access import Actor
from node.services.declaring.filing import FILED
from node.services.declaring.workbooks import FiledWorkbook
from tests.support.zhejiang_year.declaration_books import write_annex_1, write_annex_2, write_own_design
from tests.support.zhejiang_year.plan import HOURS, School, Training


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """Projects that one workbook declared, in its order."""

    template: str
    ids: list[str]


async def declare_county(
    node: Node,
    path: Path,
    trainings: Sequence[Training],
    codes: Mapping[int, str],
    *,
    county: str,
    actor: Actor,
    is_own_design: bool,
) -> Declared:
    """A sub-centre's sheet of its schools' projects, filed whole and handed in."""
    mapping = None
    if is_own_design:
        path, mapping = write_own_design(path, trainings, codes)
    else:
        write_annex_1(path, trainings, codes, county)
    filed = await node.declaring.workbooks.file(path, actor=actor, mapping=mapping)
    _require_whole(filed, trainings)
    assert not any(one.missing for one in filed.projects)
    ids = [one.case.case_id for one in filed.projects]
    await node.declaring.filing.submit(ids, actor=actor)
    return Declared(template=filed.template, ids=ids)


async def declare_school(
    node: Node, path: Path, school: School, trainings: Sequence[Training], *, code: str, actor: Actor
) -> Declared:
    """A school's own form; what the genuine form doesn't ask for is completed before it is handed in."""
    filed = await node.declaring.workbooks.file(write_annex_2(path, school, trainings, code), actor=actor)
    _require_whole(filed, trainings)
    assert all({"assessment", "quarter"} <= set(one.missing) for one in filed.projects)
    ids = [one.case.case_id for one in filed.projects]
    await node.declaring.filing.alter_all(dict(zip(ids, map(completed, trainings), strict=True)), actor=actor)
    await node.declaring.filing.submit(ids, actor=actor)
    return Declared(template=filed.template, ids=ids)


def completed(training: Training) -> dict[str, object]:
    """What annex 2 doesn't ask for, as `ProjectFiling.alter` takes it."""
    stated: dict[str, object] = {"year": training.year, "quarter": training.quarter, "assessment": "实操考核"}
    if len(training.courses) > 1:
        hours = {"training_hours": HOURS[0] * 100 // 2, "credit_hours": HOURS[1] * 100 // 2}
        stated["courses"] = [{"name": name, **hours} for name in training.courses]
    return stated


def _require_whole(filed: FiledWorkbook, trainings: Sequence[Training]) -> None:
    assert not [one for one in filed.issues if one.severity == "error"], filed.issues
    assert [one.outcome for one in filed.projects] == [FILED] * len(trainings)
    assert [one.project.project_name for one in filed.projects] == [one.name for one in trainings]
