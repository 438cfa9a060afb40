"""Projects as commands show them: states, steps and fields in words, values for ``--json``."""

from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer
from msgspec import structs

from federation.error_catalogue.case_words import STATES, STEPS
from federation.error_catalogue.phrases import THINGS, Phrase
from node.cli.console.amounts import hundredths
from node.cli.console.options import SHOWN_DIGITS
from node.cli.console.terminal import Terminal
from node.cli.console.times import shown_time
from node.model.project import missing_fields

if TYPE_CHECKING:
    from node.model.case import Case
    from node.model.project import Project
    from node.services.declaring.viewing import ListedProject, ProjectFile

ProjectArgument: TypeAlias = Annotated[
    str, typer.Argument(metavar="ID", show_default=False, help="项目编号，见 project list / the project's id")
]
ProjectsArgument: TypeAlias = Annotated[
    list[str],
    typer.Argument(metavar="ID...", show_default=False, help="项目编号，可多个 / ids of projects, one or several"),
]
ReasonOption: TypeAlias = Annotated[
    str, typer.Option("--reason", show_default=False, help="理由，记入办理记录 / why; recorded with the project")
]
DATES = ("starts_on", "ends_on")
HOURS = ("training_hours", "credit_hours")


def state_words(state: str, terminal: Terminal) -> str:
    """A state as people are told it."""
    return _words(STATES.get(state), state, terminal)


def missing_words(missing: tuple[str, ...], terminal: Terminal) -> str:
    """What a draft lacks, as people are told it."""
    return terminal.choose("、", ", ").join(_words(THINGS.get(one), one, terminal) for one in missing)


def told_case(case: "Case") -> dict[str, object]:
    """What every command says of a project's case, for machines."""
    return {"id": case.case_id, "state": case.state, "updated_at": case.updated_at.isoformat()}


def listed(one: "ListedProject") -> dict[str, object]:
    """One of a list, for machines: nothing about whoever reported it."""
    return {**told_case(one.case), "unit": one.unit.code, **_told(one.project), "missing": missing_fields(one.project)}


def told_file(one: "ProjectFile") -> dict[str, object]:
    """A whole project, for machines."""
    declared = one.project.declaration
    return {
        **told_case(one.case),
        "unit": one.unit.code,
        **_told(one.project),
        "missing": missing_fields(one.project),
        "declaration": {
            **structs.asdict(declared),
            "filed_on": None if declared.filed_on is None else declared.filed_on.isoformat(),
        },
        "steps": [
            {
                "at": step.at.isoformat(),
                "actor": step.actor,
                "step": step.step,
                "state": step.state,
                "reason": step.reason,
            }
            for step in one.steps
        ],
    }


def show_file(one: "ProjectFile", terminal: Terminal) -> None:
    """A whole project for people."""
    project, declared = one.project, one.project.declaration
    rows = [
        ("机构", f"{one.unit.code} {one.unit.name}"),
        ("状态", state_words(one.case.state, terminal)),
        ("项目编码", project.project_code),
        ("项目名称", project.project_name),
        ("项目类别", project.category + ("（新）" if project.category_is_new else "")),
        ("季度", quarter_words(project)),
        ("培训规模（人）", project.scale),
        ("培训对象", "、".join(project.target_groups)),
        ("培训形式", project.form),
        ("培训时数", hundredths(project.training_hours)),
        ("学时数", hundredths(project.credit_hours)),
        ("成果呈现形式", project.result_form),
        ("考核考察方式", project.assessment),
        ("师资", project.teachers),
        ("培训内容", project.content),
        ("课程", "、".join(course.name for course in project.courses)),
        ("填报人", declared.reporter),
        ("联系电话", declared.phone),
        ("地址", declared.address),
        ("尚缺", missing_words(missing_fields(project), terminal)),
    ]
    terminal.table((("栏目", "Field"), ("内容", "Content")), [row for row in rows if row[1] not in ("", None)])
    terminal.table(
        (("时间", "At"), ("经办人", "By"), ("办理", "Step"), ("状态", "State"), ("说明", "Remark")),
        [
            (
                shown_time(step.at, terminal),
                step.actor,
                _words(STEPS.get(step.step), step.step, terminal),
                state_words(step.state, terminal),
                step.reason,
            )
            for step in one.steps
        ],
    )


def show_list(found: "list[ListedProject]", terminal: Terminal) -> None:
    """Many projects for people."""
    terminal.table(
        (
            ("编号", "Id"),
            ("机构", "Unit"),
            ("项目名称", "Project"),
            ("季度", "Quarter"),
            ("规模", "Scale"),
            ("状态", "State"),
            ("项目编码", "Code"),
            ("尚缺", "Lacking"),
        ),
        [
            (
                one.case.case_id[:SHOWN_DIGITS],
                one.unit.name,
                one.project.project_name,
                quarter_words(one.project),
                one.project.scale,
                state_words(one.case.state, terminal),
                one.project.project_code,
                missing_words(missing_fields(one.project), terminal),
            )
            for one in found
        ],
    )


def quarter_words(project: "Project") -> str:
    """``2027-Q1``, as far as it is stated."""
    year = "" if project.year is None else str(project.year)
    return year if project.quarter is None else f"{year}-Q{project.quarter}"


def _told(project: "Project") -> dict[str, object]:
    told = structs.asdict(project)
    del told["declaration"]
    for name in HOURS:
        told[name] = hundredths(told[name])
    for name in DATES:
        told[name] = None if told[name] is None else told[name].isoformat()
    told["courses"] = [
        {
            "name": one.name,
            "training_hours": hundredths(one.training_hours),
            "credit_hours": hundredths(one.credit_hours),
        }
        for one in project.courses
    ]
    told["publication"] = None if project.publication is None else structs.asdict(project.publication)
    return told


def _words(phrase: Phrase | None, code: str, terminal: Terminal) -> str:
    return code if phrase is None else terminal.choose(phrase.zh, phrase.en)
