"""`lookup`: a learner's achievements in all provinces, and how fresh each branch's part is."""

from typing import TYPE_CHECKING

import typer

from node.cli.console.amounts import hundredths
from node.cli.console.documents import read_document
from node.cli.console.node_access import with_actor
from node.cli.console.option_values import DocumentTypeName
from node.cli.console.options import (
    AsOption,
    DocumentOption,
    DocumentTypeOption,
    FolderArgument,
    JsonOption,
)
from node.cli.console.person_options import BasisOption, PurposeOption
from node.cli.console.record_words import FRESHNESS, STATUSES, class_word
from node.cli.console.terminal import Terminal
from node.cli.console.times import shown_time

if TYPE_CHECKING:
    from node.services.looking.lookup import AchievementView, LookupResult


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("lookup")(lookup)


def lookup(
    folder: FolderArgument,
    purpose: PurposeOption,
    basis: BasisOption,
    document: DocumentOption = None,
    document_type: DocumentTypeOption = DocumentTypeName.RESIDENT_ID,
    actor: AsOption = "",
    as_json: JsonOption = False,
) -> None:
    """凭证件查询学习者在各分行的学习成果 / a learner's achievements at all branches, by the document."""
    terminal = Terminal(as_json=as_json)
    shown = read_document(document, document_type.type, terminal)
    result = with_actor(
        folder, actor, lambda node, who: node.lookup.look_up(shown, purpose=purpose, basis=basis, actor=who)
    )
    _show(result, terminal)


def _show(result: "LookupResult", terminal: Terminal) -> None:
    terminal.result(
        {
            "branches": [
                {
                    "branch": one.branch,
                    "status": str(one.status),
                    "as_of": None if one.as_of is None else one.as_of.isoformat(timespec="seconds"),
                    "behind": one.behind,
                }
                for one in result.branches
            ],
            "achievements": [
                {
                    "branch": one.branch,
                    "title": one.title,
                    "institution": one.institution,
                    "achieved_on": one.achieved_on,
                    "training_hours": hundredths(one.training_hours),
                    "credit_hours": hundredths(one.credit_hours),
                    "credits": hundredths(one.credits),
                    "status": str(one.status),
                    "origin": one.origin,
                    "index": one.index,
                    "masked_name": one.masked_name,
                    "likely_duplicate": one.likely_duplicate,
                    "class": one.achievement_class,
                    "score": one.score,
                    "certificate_number": one.certificate_number,
                    "certificate_level": one.certificate_level,
                    "personal_deposit": one.personal_deposit,
                    "filed_by": one.filed_by,
                    "training_place": one.training_place,
                }
                for one in result.achievements
            ],
        }
    )
    if result.achievements:
        _show_achievements(result, terminal)
    else:
        terminal.say("未查到学习成果。", "No achievements were found.")
    terminal.table(
        (("分行", "Branch"), ("数据状况", "Freshness"), ("截至", "As of"), ("尚差条数", "Behind")),
        [
            (
                one.branch,
                terminal.choose(FRESHNESS.get(str(one.status), str(one.status)), str(one.status)),
                shown_time(one.as_of, terminal),
                one.behind,
            )
            for one in result.branches
        ],
    )
    for one in result.branches:
        if str(one.status) != "fresh" and one.as_of is not None:
            since = shown_time(one.as_of, terminal)
            terminal.say(
                f"{one.branch} 分行自 {since} 起的变动（更正、撤销、转换）尚未得知，其成果状态以当时为准。",
                f"What branch {one.branch} changed since {since} (corrections, revocations, transfers) isn't known: "
                "the status of its achievements is as of then.",
            )


def _show_achievements(result: "LookupResult", terminal: Terminal) -> None:
    terminal.table(
        (
            ("分行", "Branch"),
            ("类别", "Class"),
            ("学习成果", "Achievement"),
            ("单位", "Institution"),
            ("取得时间", "Achieved"),
            ("成绩", "Score"),
            ("培训时数", "Training hours"),
            ("学时", "Credit hours"),
            ("学分", "Credits"),
            ("状态", "Status"),
            ("日志序号", "Index"),
        ),
        [
            (
                one.branch,
                class_word(one.achievement_class, terminal),
                one.title + _marks(one, terminal),
                one.institution,
                one.achieved_on,
                one.score,
                hundredths(one.training_hours),
                hundredths(one.credit_hours),
                hundredths(one.credits),
                terminal.choose(STATUSES[str(one.status)], str(one.status)),
                one.index,
            )
            for one in result.achievements
        ],
    )


def _marks(one: "AchievementView", terminal: Terminal) -> str:
    """What is to be known of a record beside its fields."""
    duplicate = terminal.choose("（疑似重复）", " (likely duplicate)") if one.likely_duplicate else ""
    personal = terminal.choose("（个人存入）", " (personally deposited)") if one.personal_deposit else ""
    return personal + duplicate
