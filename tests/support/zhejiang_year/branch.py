"""Zhejiang's units and their people, on a real node: codes are those that the node gives out."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from node.bootstrap import Node
from node.model.access import Actor, Duty
from node.services.organisation.adding_units import NewUnit
from node.services.organisation.operators import NewOperator
from tests.support.services import ACTOR
from tests.support.zhejiang_year.plan import Plan

FILES = (Duty.DECLARATION, Duty.FILING)
DECIDES = (Duty.REVIEW, Duty.CATALOGUING)


@dataclass(slots=True)
class Staff:
    """Who acts where.

    Attributes:
        codes: institution codes: of schools by number, of offices and centres by region.
        clerks: who files, of centres by county and of schools by number.
        reviewers: by county, another person than the clerk.
        inspectors: by city.
        province: the provincial centre's.
    """

    codes: dict[int | str, str] = field(default_factory=dict)
    clerks: dict[int | str, Actor] = field(default_factory=dict)
    reviewers: dict[str, Actor] = field(default_factory=dict)
    inspectors: dict[str, Actor] = field(default_factory=dict)
    province: Actor = ACTOR

    @property
    def of_schools(self) -> dict[int, str]:
        """Codes of schools alone."""
        return {number: code for number, code in self.codes.items() if isinstance(number, int)}


async def add_units(node: Node, plan: Plan, names: dict[str, str]) -> Staff:
    """Every office, centre and school; `names` by region."""
    staff = Staff()
    offices = [NewUnit(name=f"{names.get(city, city)}分部", level="branch-office", region=city) for city in plan.cities]
    staff.codes.update(zip(plan.cities, await _codes(node, offices), strict=True))
    centres = [
        NewUnit(
            name=f"{names.get(county, county)}分中心（{county}）",
            level="sub-centre",
            region=county,
            parent=staff.codes[county[:4]],
        )
        for county in plan.counties
    ]
    staff.codes.update(zip(plan.counties, await _codes(node, centres), strict=True))
    schools = [
        NewUnit(name=one.name, level="acceptance-point", region=one.county, parent=staff.codes[one.county])
        for one in plan.schools
    ]
    numbers = [one.number for one in plan.schools]
    staff.codes.update(zip(numbers, await _codes(node, schools), strict=True))
    return staff


async def add_people(node: Node, plan: Plan, staff: Staff) -> int:
    """An operator or two of each unit; how many they are."""
    units = {one.code: one for one in await node.units.all()}
    inspects, decides = (Duty.REVIEW, Duty.INSPECTION), (Duty.CATALOGUING, Duty.PUBLICATION, Duty.AUDITING)
    root = (await node.units.root()).code
    people: list[tuple[str, str, Sequence[Duty]]] = [
        *((f"{city}检查", staff.codes[city], inspects) for city in plan.cities),
        *((f"{county}填报", staff.codes[county], FILES) for county in plan.counties),
        *((f"{county}审核", staff.codes[county], DECIDES) for county in plan.counties),
        *((f"{one.number}号校填报", staff.codes[one.number], FILES) for one in plan.schools),
        ("省中心经办", root, decides),
    ]
    await node.operators.add_all(
        [NewOperator(name=name, unit=units[code], duties=frozenset(duties)) for name, code, duties in people],
        actor=ACTOR,
    )
    acting = {name: await node.operators.acting(name, "nobody") for name, _, _ in people}
    staff.inspectors.update({city: acting[f"{city}检查"] for city in plan.cities})
    staff.clerks.update({county: acting[f"{county}填报"] for county in plan.counties})
    staff.reviewers.update({county: acting[f"{county}审核"] for county in plan.counties})
    staff.clerks.update({one.number: acting[f"{one.number}号校填报"] for one in plan.schools})
    staff.province = acting["省中心经办"]
    return len(people)


async def _codes(node: Node, units: Sequence[NewUnit]) -> list[str]:
    return [one.code for one in await node.units.add_all(units, actor=ACTOR)]
