"""Zhejiang's codes as a scheme that the node gives out numbers for."""

from adapters.zhejiang.codes import CATEGORIES
from adapters.zhejiang.coding import code_area, course_code, institution_code, project_code


class ZhejiangCodes:
    """See `adapters.code_scheme.CodeScheme` and `adapters.zhejiang.coding`."""

    def institution_area(self, region: str) -> str:
        """Six digits: a city's offices are counted in ``…00``."""
        return code_area(region)

    def institution_code(self, region: str, serial: int) -> str:
        """12 characters."""
        return institution_code(region, serial)

    def project_area(self, region: str, year: int) -> str:
        """Region and year: ``330102/2026``."""
        return f"{code_area(region)}/{year}"

    def project_code(self, region: str, year: int, serial: int) -> str:
        """15 characters."""
        return project_code(region, year, serial)

    def course_code(self, project: str, number: int) -> str:
        """17 characters."""
        return course_code(project, number)

    def category_label(self, category: str) -> str:
        """Of the notice's 18 categories."""
        return CATEGORIES.codes.get(category, category)


ZHEJIANG_CODES = ZhejiangCodes()
