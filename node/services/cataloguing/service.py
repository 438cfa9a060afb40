"""Everything about catalogues, put together.

Source: 浙学银〔2019〕2号, section 3.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from adapters.code_scheme import CodeScheme
from federation.clock import Clock
from node.model import category_merge, project
from node.model.case import CaseTable
from node.ports.catalogue import Catalogue
from node.ports.logs import OwnLog
from node.ports.organisation import Cases, Units
from node.ports.rosters import RosterHolder
from node.services.casework import Casework
from node.services.cataloguing.merging import CategoryMerging
from node.services.cataloguing.province import ProvinceCatalogue
from node.services.cataloguing.publishing import CataloguePublishing
from node.services.cataloguing.searching import CatalogueSearch
from node.services.looking.freshness import Freshness
from node.services.organisation.units import UnitService


@dataclass(frozen=True, slots=True, kw_only=True)
class Cataloguing:
    """Publishing a county's and the province's catalogue, merging categories, searching."""

    publishing: CataloguePublishing
    province: ProvinceCatalogue
    merging: CategoryMerging
    search: CatalogueSearch


def cataloguing_of(
    *,
    branch: str,
    own_log: OwnLog,
    cases: Cases,
    unit_rows: Units,
    units: UnitService,
    catalogue: Catalogue,
    rosters: RosterHolder,
    freshness: Freshness,
    scheme: CodeScheme | None,
    region_names: Mapping[str, str],
    clock: Clock,
) -> Cataloguing:
    """The services of one branch; `scheme` is None where it gives out no codes."""

    def casework(table: CaseTable) -> Casework:
        return Casework(table, own_log=own_log, cases=cases, units=unit_rows, clock=clock)

    return Cataloguing(
        publishing=CataloguePublishing(
            own_log=own_log,
            casework=casework(project.TABLE),
            units=units,
            scheme=scheme,
            region_names=region_names,
            clock=clock,
        ),
        province=ProvinceCatalogue(own_log=own_log, units=units, clock=clock),
        merging=CategoryMerging(casework=casework(category_merge.TABLE), cases=cases, units=units),
        search=CatalogueSearch(branch=branch, catalogue=catalogue, rosters=rosters, freshness=freshness),
    )
