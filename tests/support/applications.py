"""Made-up institutions, one under another, and their applications."""

from node.bootstrap import Node
from node.model.access import Actor, Duty, Role
from node.model.administrator import COLLECT, GRANT, SUBMIT, Application, Institution, OfficePerson
from node.model.case import Case
from tests.support.services import ACTOR

PNG = b"\x89PNG\r\n\x1a\n"
UNITS = (
    ("N1", "南京开放大学", "city-university", "3201", ""),
    ("X1", "甲区社区学院", "county-college", "320102", "N1"),
    ("X2", "乙区社区学院", "county-college", "320104", "N1"),
    ("T1", "甲一街道社区教育中心", "township-centre", "320102001", "X1"),
    ("S1", "苏州开放大学", "city-university", "3205", ""),
    ("Y1", "丙市社区学院", "county-college", "320581", "S1"),
)


async def add_units(node: Node) -> None:
    """Two cities, three colleges, a township."""
    for code, name, level, region, parent in UNITS:
        await node.units.add(code=code, name=name, level=level, region=region, parent=parent, actor=ACTOR)


async def operator_of(node: Node, code: str, *duties: Duty) -> Actor:
    """Somebody with these duties at the unit of that code, known to nobody but the test."""
    unit = await node.units.by_code(code)
    return Actor(name=f"{code}经办", role=Role.OPERATOR, branch="32", unit=unit, duties=frozenset(duties))


def application_of(name: str, *, administrator: str = "云晴川") -> Application:
    """An application of the institution of that name."""
    return Application(
        institution=Institution(name=name, uscc="12320100MB0000001J", nature="事业单位", legal_representative="林雨屿"),
        contact=OfficePerson(name="江雪舟", mobile="13900000000"),
        administrator=OfficePerson(name=administrator, mobile="13900000001"),
    )


async def filed(node: Node, name: str, *, administrator: str = "云晴川", actor: Actor = ACTOR) -> Case:
    """An application with all copies, not yet submitted."""
    case = await node.applications.file(application_of(name, administrator=administrator), unit="", actor=actor)
    for part in ("id-card-front", "id-card-back", "uscc-certificate"):
        content = PNG + f"{name}{part}".encode()
        await node.applications.attach(case.case_id, part, name=f"{part}.png", content=content, actor=actor)
    return case


async def brought_to(node: Node, name: str, *steps: str, administrator: str = "云晴川") -> Case:
    """An application with all copies, after these steps."""
    case = await filed(node, name, administrator=administrator)
    for step in steps:
        if step == SUBMIT:
            case = await node.applications.submit(case.case_id, actor=ACTOR)
        elif step == COLLECT:
            case = await node.applications.collect(case.case_id, actor=ACTOR)
        else:
            case = await node.applications.decide(case.case_id, step, actor=ACTOR, reason="材料核对")
    return case


async def granted(node: Node, name: str, *, administrator: str = "云晴川") -> Case:
    """An application that was granted."""
    return await brought_to(node, name, SUBMIT, COLLECT, GRANT, administrator=administrator)
