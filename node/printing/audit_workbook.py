"""The audit pack's workbook: 汇总, 分单位, 疑点明细, 抽样.

Source: 浙学银〔2019〕2号, 三（三）.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias, TypeVar

from node.model.audit import SampledRun
from node.model.audit_outcome import AuditOutcome, ListedFinding, UnitOutcome
from node.printing.audit_words import SEVERITIES, VERDICTS, place_words, state_words, summary
from node.printing.figure_sheets import (
    BEIJING,
    NOTHING,
    WIDE,
    FigureBook,
    FigureColumn,
    said_day,
    write_figure_workbook,
)

SUMMARY, UNITS, FINDINGS, SAMPLE = "汇总", "分单位", "疑点明细", "抽样"
NOTE = "注：疑点须经单位说明、省中心认定属实后方作为考核依据；证件号码均已遮盖。仅供内部使用，不得对外公布。"
TITLE = "学习成果核查"
CODE, LONG = 18, 60
UnitColumn: TypeAlias = FigureColumn[UnitOutcome]
FindingColumn: TypeAlias = FigureColumn[ListedFinding]
Row = TypeVar("Row")
SampleColumn: TypeAlias = FigureColumn[SampledRun]

UNIT_COLUMNS = (
    UnitColumn(header="机构代码", value=lambda row: row.checked.code, width=CODE),
    UnitColumn(header="单位名称", value=lambda row: row.checked.name, width=WIDE),
    UnitColumn(header="区划代码", value=lambda row: row.checked.region),
    UnitColumn(header="目录项目", value=lambda row: row.checked.projects),
    UnitColumn(header="经申报审核", value=lambda row: row.checked.declared),
    UnitColumn(header="存入成果", value=lambda row: row.checked.results),
    UnitColumn(header="在现行目录", value=lambda row: row.checked.catalogued),
    UnitColumn(header="培训期次", value=lambda row: row.checked.runs),
    UnitColumn(header="台账完整", value=lambda row: row.checked.ledgers_complete),
    UnitColumn(header="台账与登记一致", value=lambda row: row.checked.ledgers_recorded),
    UnitColumn(header="疑点", value=lambda row: row.raised),
    UnitColumn(header="属实", value=lambda row: row.upheld),
    UnitColumn(header="排除", value=lambda row: row.dismissed),
    UnitColumn(header="尚未办结", value=lambda row: row.open),
    UnitColumn(header="涉及成果", value=lambda row: row.checked.concerned),
    UnitColumn(header="涉及成果占比", value=lambda row: row.share_concerned),
)
FINDING_COLUMNS = (
    FindingColumn(header="编号", value=lambda row: row.case.case_id[:8]),
    FindingColumn(header="机构代码", value=lambda row: row.unit.code, width=CODE),
    FindingColumn(header="单位名称", value=lambda row: row.unit.name, width=WIDE),
    FindingColumn(header="疑点", value=lambda row: row.body.finding.title, width=WIDE),
    FindingColumn(header="程度", value=lambda row: SEVERITIES[row.body.finding.severity]),
    FindingColumn(header="状态", value=lambda row: state_words(row.case.state)),
    FindingColumn(header="项目和期次", value=place_words, width=WIDE),
    FindingColumn(header="实际", value=lambda row: row.body.finding.measured, width=WIDE),
    FindingColumn(header="限值", value=lambda row: row.body.finding.threshold, width=LONG),
    FindingColumn(header="依据", value=lambda row: "；".join(row.body.finding.evidence), width=LONG),
    FindingColumn(header="涉及成果", value=lambda row: row.body.finding.ref_count),
    FindingColumn(header="规则", value=lambda row: f"{row.body.finding.rule} {row.body.finding.edition}", width=WIDE),
    FindingColumn(header="单位说明", value=lambda row: row.body.statement or NOTHING, width=LONG),
)
SAMPLE_COLUMNS = (
    SampleColumn(header="机构代码", value=lambda row: row.unit_code, width=CODE),
    SampleColumn(header="项目编码", value=lambda row: row.project_code, width=CODE),
    SampleColumn(header="期次", value=lambda row: row.run),
    SampleColumn(header="台账完整度", value=lambda row: row.figure or NOTHING),
    SampleColumn(header="台账核对", value=lambda row: VERDICTS[row.verdict], width=WIDE),
    SampleColumn(header="核查意见", value=lambda row: "", width=LONG),
)


def write_audit_workbook(outcome: AuditOutcome, path: Path) -> None:
    """Writes the four sheets as .xlsx; `path` is replaced as a whole.

    Raises:
        OSError: the file can't be written.
    """
    ran = outcome.audit.ran_at.astimezone(BEIJING)
    write_figure_workbook(
        path,
        title=TITLE,
        as_of=outcome.audit.ran_at,
        said=f"核查范围：{outcome.audit.scope_name}　　目录：{outcome.audit.quarters()}　　"
        f"核查时间：{said_day(ran)} {ran:%H:%M}　　抽样种子：{outcome.audit.seed}",
        note=NOTE,
        fill=lambda book: _fill(book, outcome),
    )


def _fill(book: FigureBook, outcome: AuditOutcome) -> None:
    sheet = book.add_sheet(SUMMARY, f"{TITLE}汇总", [WIDE, WIDE])
    rules = [(f"规则 {code}", edition) for code, edition in outcome.audit.editions]
    drawn = (f"抽样（共{outcome.audit.drawn_of}期）", len(outcome.audit.sample))
    book.write_table(sheet, 4, ["项目", "数据"], [*summary(outcome), drawn, *rules])
    _add(book, UNITS, UNIT_COLUMNS, outcome.units)
    _add(book, FINDINGS, FINDING_COLUMNS, outcome.findings)
    _add(book, SAMPLE, SAMPLE_COLUMNS, outcome.audit.sample)


def _add(book: FigureBook, name: str, columns: Sequence[FigureColumn[Row]], rows: Sequence[Row]) -> None:
    sheet = book.add_sheet(name, f"{TITLE}（{name}）", [column.width for column in columns])
    book.add_table(sheet, columns, rows)
