"""A province's cities and the districts, counties and county-level cities in each.

A district's name alone isn't a code: 鼓楼区 lies in Nanjing and in Xuzhou.

Source: GB/T 2260 (codes of administrative divisions), edition as in the data file.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from adapters.codelist import fold_label
from federation.errors import ConfigurationInvalid


@dataclass(frozen=True, slots=True, kw_only=True)
class Regions:
    """The province's name, its cities by code, and districts by city and code (six digits each)."""

    edition: str
    province: str
    cities: Mapping[str, str]
    districts: Mapping[str, Mapping[str, str]]

    @property
    def names(self) -> Mapping[str, str]:
        """Names by region: 2 digits for the province, 4 for cities, 6 for counties."""
        names = {code[:4]: name for code, name in self.cities.items()}
        for districts in self.districts.values():
            names.update(districts)
        return {next(iter(names))[:2]: self.province, **names}

    @property
    def city_labels(self) -> tuple[str, ...]:
        """The drop-down of cities."""
        return tuple(self.cities.values())

    @property
    def district_labels(self) -> tuple[str, ...]:
        """The drop-down of districts, each name once."""
        return tuple(dict.fromkeys(name for names in self.districts.values() for name in names.values()))

    @property
    def labels_by_city(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The drop-down of districts that each city's name opens."""
        return tuple((name, tuple(self.districts[code].values())) for code, name in self.cities.items())

    def city_code(self, text: str) -> str | None:
        """The code that a city's name (with or without 市) or code names; None if none."""
        return _code_in(self.cities, text)

    def district_code(self, city: str, text: str) -> str | None:
        """The code that a name or code names within a city; None if none."""
        return _code_in(self.districts[city], text)


def load_regions(path: Path) -> Regions:
    """The regions in a TOML file: ``edition``, ``source``, ``province`` and one table a city.

    Raises:
        ConfigurationInvalid: a district's code doesn't begin with its city's.
    """
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    cities: dict[str, str] = {}
    districts: dict[str, dict[str, str]] = {}
    for code, city in content["city"].items():
        cities[code] = city["name"]
        districts[code] = dict(city["districts"])
        if any(len(district) != 6 or district[:4] != code[:4] for district in districts[code]):
            raise ConfigurationInvalid(path=path.name, key=code, reason="a district of another city")
    return Regions(edition=content["edition"], province=content["province"], cities=cities, districts=districts)


def _code_in(names: Mapping[str, str], text: str) -> str | None:
    wanted = fold_label(text)
    for code, name in names.items():
        short = name[:-1] if len(name) > 2 else name
        if wanted in (code, fold_label(name), fold_label(short)):
            return code
    return None
