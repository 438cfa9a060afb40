"""Workbooks in their real form are imported; wrong rows come back."""

from typing import Any

from node.cli.demo.commands import Outcome
from node.cli.demo.stage import Stage

WORKBOOKS = (
    ("32", "jiangsu-accounts.xlsx", ()),
    ("32", "jiangsu-achievements.xlsx", ("--by", "user-number")),
    ("31", "shanghai-achievements.xlsx", ()),
    ("33", "zhejiang-results.xlsx", ()),
)


async def import_workbooks(stage: Stage) -> None:
    """Sample workbooks, one of them twice."""
    rows = []
    examples: list[dict[str, Any]] = []
    for code, file, options in WORKBOOKS:
        report = await stage.import_one(code, file, options)
        rows.append(_import_row(stage, code, file, report))
        examples += report.value["errors"][:2]
    stage.terminal.table(
        (
            ("分行", "Branch"),
            ("工作簿", "Workbook"),
            ("行数", "Rows"),
            ("成功", "Accepted"),
            ("重复", "Duplicate"),
            ("失败", "Rejected"),
        ),
        rows,
    )
    stage.say(
        "失败的行逐格说明原因，并退回可直接重传的工作簿，例如：",
        "Rejected rows say why, cell by cell, and come back:",
    )
    for one in examples[:4]:
        stage.say(
            f"  第 {one['row']} 行 {one['column']}：{one['message']}",
            f"  row {one['row']} {one['column']}: {one['message']}",
        )
    code, file, options = WORKBOOKS[1]
    again = await stage.import_one(code, file, options)
    stage.hold(
        again.value["accepted"] == 0 and again.value["duplicate"] == rows[1][3] + rows[1][4],
        f"同一文件再次导入：新增 0，重复 {again.value['duplicate']}",
        f"the same file again: 0 new, {again.value['duplicate']} duplicates",
    )


def _import_row(stage: Stage, code: str, file: str, report: Outcome) -> tuple[Any, ...]:
    value = report.value
    return stage.name(code), file, value["rows"], value["accepted"], value["duplicate"], value["rejected"]
