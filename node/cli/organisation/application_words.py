"""Applications and cases as commands show them: states, steps and parts in words, values for ``--json``."""

from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from federation.error_catalogue.case_words import STATES, STEPS
from federation.error_catalogue.phrases import THINGS, Phrase
from node.cli.console.terminal import Terminal
from node.cli.console.times import shown_time

if TYPE_CHECKING:
    from node.model.case import Case, CaseStep
    from node.services.organisation.applications import ApplicationFile, ListedApplication

ATTACHED = "attach"
LACKING = {
    "application": Phrase("管理人员申请表", "the application form"),
    "city-contacts": Phrase("设区市工作联络人信息表", "the city's contacts"),
    "submission": Phrase("尚未提交", "not submitted yet"),
}
CaseArgument: TypeAlias = Annotated[
    str, typer.Argument(metavar="ID", show_default=False, help="申请编号，见 application list / the application's id")
]
ReasonOption: TypeAlias = Annotated[
    str, typer.Option("--reason", show_default=False, help="理由，记入办理记录 / why; recorded with the case")
]


def state_words(state: str, terminal: Terminal) -> str:
    """A state as people are told it."""
    return _words(STATES.get(state), state, terminal)


def step_words(step: str, terminal: Terminal) -> str:
    """A step as people are told it."""
    return _words(STEPS.get(step), step, terminal)


def part_words(part: str, terminal: Terminal) -> str:
    """A file's part, or something else that lacks, as people are told it."""
    return _words(LACKING.get(part) or THINGS.get(part), part, terminal)


def told_case(case: "Case") -> dict[str, object]:
    """What every command says of a case, for machines."""
    return {"id": case.case_id, "state": case.state, "updated_at": case.updated_at.isoformat()}


def listed(one: "ListedApplication") -> dict[str, object]:
    """One of a list, for machines: nothing about its people."""
    return {
        **told_case(one.case),
        "unit": one.unit.code,
        "institution": one.application.institution.name,
        "uscc": one.application.institution.uscc,
        "paper_received_at": None if one.application.paper is None else one.application.paper.at.isoformat(),
    }


def told_steps(steps: "tuple[CaseStep, ...]") -> list[dict[str, object]]:
    """A history, for machines."""
    return [
        {"at": one.at.isoformat(), "actor": one.actor, "step": one.step, "state": one.state, "reason": one.reason}
        for one in steps
    ]


def show_application(shown: "ApplicationFile", terminal: Terminal) -> None:
    """A whole application for people."""
    form = shown.application
    rows: list[tuple[str, object]] = [
        (terminal.choose("机构代码", "Unit"), f"{shown.unit.code} {shown.unit.name}"),
        (terminal.choose("办理状态", "State"), state_words(shown.case.state, terminal)),
        ("单位名称", form.institution.name),
        ("统一社会信用代码", form.institution.uscc),
        ("单位性质", form.institution.nature),
        ("法定代表人", form.institution.legal_representative),
        ("单位网址", form.institution.website),
        ("机构地址", form.institution.address),
    ]
    for title, person in (("联络人", form.contact), ("信息系统管理员", form.administrator)):
        rows += [
            (f"{title}·姓名", person.name),
            (f"{title}·部门、职务", f"{person.department} {person.post}".strip()),
            (f"{title}·座机/传真", person.phone),
            (f"{title}·手机", person.mobile),
            (f"{title}·邮箱", person.email),
            (f"{title}·QQ", person.qq),
            (f"{title}·联系地址", person.address),
        ]
    rows += [
        ("机构意见", form.opinion),
        ("机构负责人", form.head),
        ("日期", form.dated_on),
        (terminal.choose("纸质材料", "Paper"), None if form.paper is None else shown_time(form.paper.at, terminal)),
        (terminal.choose("账号", "Account"), form.account),
    ]
    terminal.table((("栏目", "Field"), ("内容", "Content")), [row for row in rows if row[1] not in ("", None)])
    terminal.table(
        (("附件", "Part"), ("文件", "File"), ("大小（字节）", "Bytes"), ("摘要", "Digest")),
        [(part_words(one.part, terminal), one.name, one.size, one.digest.hex()[:12]) for one in shown.attachments],
    )
    # The history notes with a copy which one it is, where other steps note why.
    terminal.table(
        (("时间", "At"), ("经办人", "By"), ("办理", "Step"), ("状态", "State"), ("说明", "Remark")),
        [
            (
                shown_time(one.at, terminal),
                one.actor,
                step_words(one.step, terminal),
                state_words(one.state, terminal),
                part_words(one.reason, terminal) if one.step == ATTACHED else one.reason,
            )
            for one in shown.steps
        ],
    )


def _words(phrase: Phrase | None, code: str, terminal: Terminal) -> str:
    return code if phrase is None else terminal.choose(phrase.zh, phrase.en)
