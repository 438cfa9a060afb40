"""How a province makes codes of institutions, training projects and their courses: what its adapter says of it.

Serial numbers are the node's to count, each area's from 1 on; a scheme only says what they look like.

Source: 浙学银〔2019〕2号, section 3, item 2 and section 4, item 2.
"""

from typing import Protocol


class CodeScheme(Protocol):
    """A province's codes; methods that make one raise ValueError where the scheme has no such code (any more)."""

    def institution_area(self, region: str) -> str:
        """The area in which institutions of a region are counted, 40 characters at most."""
        ...

    def institution_code(self, region: str, serial: int) -> str:
        """The code of a region's `serial`-th institution."""
        ...

    def project_area(self, region: str, year: int) -> str:
        """The area in which projects of a region and year are counted, 40 characters at most."""
        ...

    def project_code(self, region: str, year: int, serial: int) -> str:
        """The code of a region's and year's `serial`-th project."""
        ...

    def course_code(self, project: str, number: int) -> str:
        """The code of a project's `number`-th course, from 1 on."""
        ...

    def category_label(self, category: str) -> str:
        """A category's label, by its code; the text itself if it is none of the list's codes."""
        ...
