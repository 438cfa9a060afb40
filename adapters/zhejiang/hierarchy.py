"""Zhejiang's four levels, from the provincial centre down to adult schools; all hold accounts of their own.

Source: 浙学银〔2019〕2号, addressees and section 1; section 3, item 1 (各成人学校在学分银行系统填报).
"""

from adapters.hierarchy import Level

LEVELS = (
    Level(code="provincial-centre", title="省学分银行管理中心", region_digits=2),
    Level(code="branch-office", title="分部", region_digits=4),
    Level(code="sub-centre", title="分中心", region_digits=6),
    Level(code="acceptance-point", title="受理点", region_digits=6),
)
