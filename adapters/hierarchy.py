"""How a province's units stand one under another: levels from the provincial centre down.

What units there are is the node's own data; an adapter says only which levels its rules know.

Source: DOMAIN (Jiangsu, Zhejiang: hierarchy); GB/T 2260 (6-digit regions), its 9- and 12-digit extensions
for townships and villages.
"""

import msgspec


class Level(msgspec.Struct, frozen=True, kw_only=True):
    """One level of a province's hierarchy.

    Attributes:
        code: stable, e.g. ``county-college``.
        title: Chinese.
        region_digits: how many digits the region of such a unit has: 2, 4, 6, 9 or 12.
        has_accounts: False if such units file through the unit above them, unless the province grants an exception.
    """

    code: str
    title: str
    region_digits: int
    has_accounts: bool = True


NEUTRAL_LEVELS = (
    Level(code="provincial-centre", title="省级管理中心", region_digits=2),
    Level(code="city-centre", title="市级机构", region_digits=4),
    Level(code="institution", title="办学机构", region_digits=6),
)
"""For branches whose documents say nothing of a hierarchy."""
