"""Jiangsu's adapter: its two workbooks and the checks of their rows."""

from collections.abc import Sequence
from datetime import date

from adapters.base import Cell, CellIssue, Draft, ImportMode, RowRef, Template
from adapters.jiangsu.accounts import ACCOUNTS, check_account
from adapters.jiangsu.achievements import ACHIEVEMENTS, check_achievement


class JiangsuAdapter:
    """Source: 江苏省教育厅办公室 2022 notice, annex 2."""

    @property
    def name(self) -> str:
        """The adapter's name in a branch's configuration."""
        return "jiangsu"

    @property
    def templates(self) -> tuple[Template, ...]:
        """Table 1 and table 2, as of 2022."""
        return (ACCOUNTS, ACHIEVEMENTS)

    def check_row(
        self, template: Template, mode: ImportMode | None, cells: Sequence[Cell], ref: RowRef, today: date
    ) -> Draft | list[CellIssue]:
        """See `adapters.base.Adapter.check_row`."""
        check = check_account if template.kind == "accounts" else check_achievement
        return check(template, mode, cells, ref, today)


JIANGSU = JiangsuAdapter()
