"""Zhejiang's units and their people, on a real node: codes are those that the node gives out."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from node.bootstrap import Node
from node.model.access import Actor, Duty
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
    for city in plan.cities:
        title = f"{names.get(city, city)}分部"
        unit = await node.units.add(code="", name=title, level="branch-office", region=city, parent="", actor=ACTOR)
        staff.codes[city] = unit.code
    for county in plan.counties:
        title = f"{names.get(county, county)}分中心（{county}）"
        unit = await node.units.add(
            code="", name=title, level="sub-centre", region=county, parent=staff.codes[county[:4]], actor=ACTOR
        )
        staff.codes[county] = unit.code
    for school in plan.schools:
        unit = await node.units.add(
            code="",
            name=school.name,
            level="acceptance-point",
            region=school.county,
            parent=staff.codes[school.county],
            actor=ACTOR,
        )
        staff.codes[school.number] = unit.code
    return staff


async def add_people(node: Node, plan: Plan, staff: Staff) -> int:
    """An operator or two of each unit; how many they are."""
    for city in plan.cities:
        duties = (Duty.REVIEW, Duty.INSPECTION)
        staff.inspectors[city] = await _operator(node, f"{city}检查", staff.codes[city], duties)
    for county in plan.counties:
        staff.clerks[county] = await _operator(node, f"{county}填报", staff.codes[county], FILES)
        staff.reviewers[county] = await _operator(node, f"{county}审核", staff.codes[county], DECIDES)
    for school in plan.schools:
        staff.clerks[school.number] = await _operator(
            node, f"{school.number}号校填报", staff.codes[school.number], FILES
        )
    duties = (Duty.CATALOGUING, Duty.PUBLICATION, Duty.AUDITING)
    staff.province = await _operator(node, "省中心经办", (await node.units.root()).code, duties)
    return len(staff.clerks) + len(staff.reviewers) + len(staff.inspectors) + 1


async def _operator(node: Node, name: str, code: str, duties: Sequence[Duty]) -> Actor:
    await node.operators.add(name, unit=await node.units.by_code(code), duties=duties, actor=ACTOR)
    return await node.operators.acting(name, "nobody")
