"""Jiangsu's five levels. Townships and villages in principle hold no account of their own.

Source: 江苏省教育厅办公室 2022 notice, sections 1 and 2.
"""

from adapters.hierarchy import Level

LEVELS = (
    Level(code="provincial-centre", title="省学分银行管理中心", region_digits=2),
    Level(code="city-university", title="设区市开放大学（社区大学）", region_digits=4),
    Level(code="county-college", title="县（市、区）社区学院", region_digits=6),
    Level(code="township-centre", title="乡镇（街道）社区教育中心", region_digits=9, has_accounts=False),
    Level(code="village-school", title="村（社区）居民学校", region_digits=12, has_accounts=False),
)
