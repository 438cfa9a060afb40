"""Zhejiang's screening as the node asks for it.

Source: 浙学银〔2019〕2号 三·（三） 数据技术排查.
"""

from collections.abc import Mapping
from datetime import date

from adapters.screening.facts import Facts
from adapters.screening.findings import Finding
from adapters.zhejiang.screening.rulebook import in_force


class ZhejiangScreening:
    """The province's own rules, loaded when they are first asked for: whoever reads a workbook needs none of them."""

    def editions(self, on: date) -> Mapping[str, str]:
        """The edition of each rule in force on a day."""
        from adapters.zhejiang.screening.screening import province_rules

        return {code: rule.edition for code, rule in in_force(province_rules(), on).items()}

    def screen(self, facts: Facts, on: date) -> list[Finding]:
        """All findings."""
        from adapters.zhejiang.screening.screening import screen

        return screen(facts, on)


ZHEJIANG_SCREENING = ZhejiangScreening()
