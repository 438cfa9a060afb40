"""Results stated field by field instead of by workbook: put into a template's cells, so that the rules are the same.

Which template: the shared ones for degree results and certificates, the adapter's own for trainings. A field
that the template has no column for is refused, never dropped: whoever stated it counts on it.

Source: DESIGN section 8 (one way of checking rows).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import msgspec

from adapters.adapter import Adapter
from adapters.base import AchievementDraft, Cell, CellIssue, ImportMode, RowRef, Template
from adapters.sentences import cell_issue
from adapters.shared.certificates import CERTIFICATES
from adapters.shared.degree_results import DEGREE_RESULTS
from adapters.shared.offered import SHARED_TEMPLATES
from adapters.workbook.checking import NumberedRow, RowChecker
from federation.errors import NotHere
from federation.model.achievement_class import AchievementClass

SHARED_OF_CLASS: Mapping[AchievementClass, Template] = {
    AchievementClass.CERTIFICATE: CERTIFICATES,
    AchievementClass.DEGREE_COURSE: DEGREE_RESULTS,
    AchievementClass.SELF_STUDY_EXAMINATION: DEGREE_RESULTS,
}
LABELS: Mapping[str, str] = {
    "member_user_number": "协议单位用户号",
    "learner_name": "姓名",
    "document_type": "证件类型",
    "document_number": "证件号码",
    "score": "成绩",
    "credits": "学分",
    "training_hours": "培训时数",
    "credit_hours": "学时数",
    "category": "成果类别",
    "certificate_number": "证书编号",
    "certificate_level": "证书等级",
    "training_place": "办学点",
    "institution_name": "机构名称",
    "title": "学习成果名称",
    "project_code": "项目编码",
    "course_code": "课程编码",
    "run": "期次",
}
"""What a field is called that a template has no column for."""


class StatedResult(msgspec.Struct, frozen=True, kw_only=True):
    """One result, as text; ``""`` isn't stated. Fields are named as in `adapters.base.AchievementDraft`.

    Attributes:
        achievement_class: which says by which template it is checked.
        document_type: the federation's code.
        credits, training_hours, credit_hours: decimal numbers of at most two places.
    """

    achievement_class: AchievementClass
    institution_name: str = ""
    title: str = ""
    achieved_on: str = ""
    member_user_number: str = ""
    learner_name: str = ""
    document_type: str = ""
    document_number: str = ""
    score: str = ""
    credits: str = ""
    training_hours: str = ""
    credit_hours: str = ""
    category: str = ""
    certificate_number: str = ""
    certificate_level: str = ""
    training_place: str = ""
    project_code: str = ""
    course_code: str = ""
    run: str = ""

    def __repr__(self) -> str:
        """Shows nothing about the person."""
        return "StatedResult(…)"


class CheckedResults(msgspec.Struct, frozen=True, kw_only=True):
    """Results of one template; rows are places among all that were stated, from 1."""

    template: Template
    drafts: tuple[AchievementDraft, ...]
    issues: tuple[CellIssue, ...]


def check_stated(results: Sequence[StatedResult], adapter: Adapter, today: date) -> list[CheckedResults]:
    """Every result checked as a row of its template's workbook is, by template.

    Raises:
        NotHere: the adapter has no template for a class.
    """
    checked: list[CheckedResults] = []
    by_template: dict[tuple[str, ImportMode | None], tuple[Template, list[int]]] = {}
    for place, result in enumerate(results):
        template = template_for(result.achievement_class, adapter)
        key = (template.name, _mode(template, result))
        by_template.setdefault(key, (template, []))[1].append(place)
    for (_, mode), (template, places) in by_template.items():
        rows: list[NumberedRow] = []
        unplaced: list[CellIssue] = []
        for place in places:
            cells, left = _cells(template, results[place])
            ref = RowRef(sheet=template.title, row=place + 1)
            unplaced += [cell_issue(ref, LABELS.get(field, field), "field-not-in-template") for field in left]
            rows.append((place + 1, cells))
        batch = RowChecker(adapter, template, mode, template.title, today).check(rows)
        refused = {one.row for one in unplaced}
        drafts = [one for one in batch.drafts if isinstance(one, AchievementDraft) and one.ref.row not in refused]
        checked.append(
            CheckedResults(template=template, drafts=tuple(drafts), issues=tuple(_sorted([*unplaced, *batch.issues])))
        )
    return checked


def template_for(kind: AchievementClass, adapter: Adapter) -> Template:
    """The template by whose rules results of that class are checked: the newest.

    Raises:
        NotHere: the adapter has none.
    """
    shared = SHARED_OF_CLASS.get(kind)
    if shared is not None:
        return shared
    names = {one.name for one in SHARED_TEMPLATES}
    for one in adapter.templates:
        if kind is one.achievement_class and one.kind == "achievements" and one.name not in names:
            return one
    raise NotHere(what="template")


def _mode(template: Template, result: StatedResult) -> ImportMode | None:
    if not template.modes:
        return None
    return ImportMode.USER_NUMBER if result.member_user_number else ImportMode.DOCUMENT_NUMBER


def _cells(template: Template, result: StatedResult) -> tuple[list[Cell], list[str]]:
    """The row's cells, and the fields that were stated and have no column."""
    stated = msgspec.structs.asdict(result)
    stated["achievement_class"] = str(int(result.achievement_class))
    cells: list[Cell] = [stated.pop(column.states, "") for column in template.columns]
    # The class chose the template: where no column says it, the template does.
    stated.pop("achievement_class", None)
    return cells, [field for field, text in stated.items() if text]


def _sorted(issues: Iterable[CellIssue]) -> list[CellIssue]:
    return sorted(issues, key=lambda one: one.row)
