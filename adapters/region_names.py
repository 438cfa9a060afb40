"""What regions are called, for tables by city and county; a province whose rules list none has none.

Source: GB/T 2260, edition as in the province's data.
"""

from collections.abc import Mapping
from functools import lru_cache

from adapters.jiangsu.adapter import JIANGSU
from adapters.jiangsu.codes import PROVINCES, REGIONS


@lru_cache(maxsize=8)
def region_names(adapter: str) -> Mapping[str, str]:
    """Names by region: 2 digits for the province, 4 for cities, 6 for counties; empty if there is no list.

    Args:
        adapter: the name of a branch's adapter.
    """
    if adapter != JIANGSU.name:
        return {}
    names = {code[:2]: name for code, name in PROVINCES.codes.items()}
    names.update({code[:4]: name for code, name in REGIONS.cities.items()})
    for districts in REGIONS.districts.values():
        names.update(districts)
    return names
