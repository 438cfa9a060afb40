"""A branch with units, their operators, and persons who deposit results of their own."""

from federation.model.achievement_class import AchievementClass
from node.bootstrap import Node
from node.model.access import Actor, Duty
from node.services.deposits.stating import Statement
from samples.people import person_at
from tests.support.services import ACTOR, document_of

PDF = b"%PDF-1.7\n% a scan of a certificate\n"
PNG = b"\x89PNG\r\n\x1a\n a photograph"
PERSON = person_at(3)
DOCUMENT = document_of(PERSON)
CERTIFICATE = Statement(
    achievement_class=AchievementClass.CERTIFICATE,
    name=PERSON.name,
    title="养老护理员职业技能等级证书",
    institution="某某职业技能鉴定中心",
    achieved_on="20220630",
    certificate_number="S000032000001220000001",
    certificate_level="四级",
    note="原件已核",
)
COURSE = Statement(
    achievement_class=AchievementClass.DEGREE_COURSE,
    name=PERSON.name,
    title="大学英语（一）",
    institution="某某开放大学",
    achieved_on="2022-06-30",
    score="86",
    credits="3.5",
)
TRAINING = Statement(
    achievement_class=AchievementClass.TRAINING,
    name=PERSON.name,
    title="剪纸",
    institution="某县社区学院",
    achieved_on="2022.6.30",
)
UNITS = (
    ("S1", "city-university", "3201", ""),
    ("X1", "county-college", "320102", "S1"),
    ("X2", "county-college", "320104", "S1"),
    ("S2", "city-university", "3202", ""),
)


async def add_units(node: Node) -> None:
    """A city with two counties, and another city."""
    for code, level, region, parent in UNITS:
        await node.units.add(code=code, name=f"{code}机构", level=level, region=region, parent=parent, actor=ACTOR)


async def operator(node: Node, name: str, unit: str, *duties: Duty) -> Actor:
    """A registered operator of a unit, acting."""
    await node.operators.add(name, unit=await node.units.by_code(unit), duties=duties, actor=ACTOR)
    return await node.operators.acting(name, "nobody")


async def submitted(node: Node, statement: Statement, clerk: Actor) -> str:
    """The id of a deposit that was filed with evidence and submitted."""
    case = await node.deposits.filing.file(statement, document=DOCUMENT, actor=clerk)
    await node.deposits.filing.attach(case.case_id, name="扫描件.pdf", content=PDF, actor=clerk)
    return (await node.deposits.filing.submit(case.case_id, actor=clerk)).case_id
