"""A few units one under another, and operators of them."""

from node.bootstrap import Node
from node.model.access import Actor, Duty
from tests.support.services import ACTOR


async def with_counties(node: Node) -> None:
    """City S1, its counties X1 and X2, township T1 of X1 (which may hold an account)."""
    for code, level, region, parent in (
        ("S1", "city-university", "3201", ""),
        ("X1", "county-college", "320102", "S1"),
        ("X2", "county-college", "320104", "S1"),
        ("T1", "township-centre", "320102001", "X1"),
    ):
        await node.units.add(code=code, name=f"{code}机构", level=level, region=region, parent=parent, actor=ACTOR)
    await node.units.except_from_rule("T1", reason="试点", actor=ACTOR)


async def county_operator(node: Node, name: str, unit: str, *duties: Duty) -> Actor:
    """A new operator of that unit."""
    await node.operators.add(name, unit=await node.units.by_code(unit), duties=duties, actor=ACTOR)
    return await node.operators.acting(name, "nobody")
