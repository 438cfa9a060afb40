"""What adult schools offer, to whom, when, and what their teachers write: the honest year's raw material.

Source: 浙学银〔2019〕2号, 四 (三) and (四), for categories and target groups; topics, hours and phrases are made up.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


class Pattern(StrEnum):
    """When a class meets."""

    EVENING = "evening"
    """Once a week after supper, two hours."""
    WEEKEND = "weekend"
    """Half a day on Saturdays or Sundays."""
    DAYTIME = "daytime"
    """Once a week on a weekday, in the morning or afternoon."""
    BLOCK = "block"
    """Whole days in a row."""
    AFTER_SCHOOL = "after-school"
    """Once a week, an hour and a half from half past four."""


# Target group → youngest age, commonest age, oldest age, in whole years at the first session.
AGES = {
    "农村劳动力": (18, 52, 70),
    "企业职工": (18, 36, 60),
    "政府事业单位职工": (22, 38, 60),
    "在校学生": (7, 10, 17),
    "退役士兵": (20, 25, 45),
    "商业服务人员": (18, 33, 58),
    "企退人员": (50, 60, 75),
    "医护人员": (22, 33, 60),
    "安保从业人员": (18, 45, 60),
    "船员（渔民）": (18, 43, 62),
    "老年群体": (50, 66, 88),
    "自由职业（待业）人员": (18, 35, 60),
    "外来务工人员": (18, 34, 58),
    "残障人员": (16, 45, 70),
    "学生家长": (24, 37, 68),
}


@dataclass(frozen=True, kw_only=True)
class Offer:
    """Something a school can hold: `circle` is the part of the village that such classes draw on."""

    category: str
    target_groups: tuple[str, ...]
    topics: tuple[str, ...]
    patterns: tuple[Pattern, ...]
    circle: str
    weight: int

    @cached_property
    def ages(self) -> tuple[int, int, int]:
        """Youngest, commonest and oldest age over all target groups (the commonest of the first)."""
        bounds = [AGES[group] for group in self.target_groups]
        return min(low for low, _, _ in bounds), bounds[0][1], max(high for _, _, high in bounds)


def _offer(category: str, groups: str, topics: str, patterns: tuple[Pattern, ...], circle: str, weight: int) -> Offer:
    return Offer(
        category=category,
        target_groups=tuple(groups.split()),
        topics=tuple(topics.split()),
        patterns=patterns,
        circle=circle,
        weight=weight,
    )


EVENING, WEEKEND, DAYTIME = Pattern.EVENING, Pattern.WEEKEND, Pattern.DAYTIME
BLOCK, AFTER_SCHOOL = Pattern.BLOCK, Pattern.AFTER_SCHOOL
OFFERS = (
    _offer(
        "老年教育培训",
        "老年群体 企退人员",
        "智能手机入门 合唱 太极拳 书法 越剧欣赏",
        (DAYTIME, DAYTIME, EVENING),
        "old",
        9,
    ),
    _offer("健康养生科普培训", "老年群体 农村劳动力", "中医养生 慢性病管理 急救常识", (DAYTIME, EVENING), "old", 5),
    _offer("传统文化（国学）教育培训", "老年群体", "剪纸 古诗词诵读 竹编", (DAYTIME, WEEKEND), "old", 3),
    _offer("青少年课外教育培训", "在校学生", "少儿书法 机器人 国画 暑期阅读 围棋", (AFTER_SCHOOL, WEEKEND), "young", 6),
    _offer(
        "农村实用技术培训",
        "农村劳动力",
        "茶叶修剪 杨梅栽培 蜜蜂养殖 葡萄避雨栽培",
        (BLOCK, DAYTIME, EVENING),
        "village",
        8,
    ),
    _offer("企业职工培训", "企业职工", "安全生产 车工初级 质量管理 班组长", (BLOCK, EVENING, WEEKEND), "work", 8),
    _offer(
        "市（农）民职业技能培训",
        "自由职业（待业）人员 农村劳动力",
        "中式面点 育婴 电工",
        (BLOCK, EVENING),
        "village",
        5,
    ),
    _offer("家政服务类培训", "自由职业（待业）人员 农村劳动力", "家政服务 养老护理", (BLOCK, DAYTIME), "village", 3),
    _offer("电商营销培训", "自由职业（待业）人员 商业服务人员", "直播带货 网店开设", (EVENING, BLOCK), "work", 4),
    _offer(
        "新市民（外来务工人员）培训", "外来务工人员", "城市生活 普通话 劳动法常识", (EVENING, WEEKEND), "newcomer", 4
    ),
    _offer("家长家庭教育培训", "学生家长", "亲子沟通 家庭阅读", (EVENING, WEEKEND), "parents", 4),
    _offer("法律消防安全教育培训", "安保从业人员 商业服务人员", "消防安全 治安防范", (BLOCK, EVENING), "work", 3),
    _offer(
        "文化休闲生活技能培训",
        "自由职业（待业）人员 企退人员",
        "插花 摄影 瑜伽 广场舞",
        (EVENING, WEEKEND),
        "leisure",
        5,
    ),
    _offer("党员教育培训", "政府事业单位职工 农村劳动力", "党课 基层治理", (EVENING, DAYTIME), "village", 2),
    _offer("市（农）民素质教育培训", "退役士兵", "退役士兵适应性", (BLOCK,), "veterans", 1),
    _offer("农村实用技术培训", "船员（渔民）", "船员基本安全 网具修补", (BLOCK,), "sea", 1),
    _offer("市（农）民职业技能培训", "医护人员", "社区护理 院前急救", (EVENING, BLOCK), "nurses", 1),
    _offer("特殊教育培训", "残障人员", "手工编织 盲人按摩", (DAYTIME,), "disabled", 1),
)


def offer_for(target_group: str) -> Offer:
    """The first offer that is for this group before others."""
    return next(offer for offer in OFFERS if offer.target_groups[0] == target_group)


PHRASES = (
    "学习认真",
    "态度端正",
    "能按时参加学习",
    "基本掌握所学内容",
    "掌握较好",
    "动手能力强",
    "进步明显",
    "积极参与讨论",
    "出勤好，作业完成及时",
    "还需多练习",
    "能学以致用",
    "操作较熟练",
    "乐于帮助其他学员",
    "有一定基础，提高较快",
)

# Districts and counties of Zhejiang, by GB/T 2260 (edition 2020-12); the first four digits are the city.
COUNTIES = tuple(
    city + county
    for city, counties in (
        ("3301", "02 05 06 08 09 10 11 12 22 27 82"),
        ("3302", "03 05 06 11 12 13 25 26 81 82"),
        ("3303", "02 03 04 05 24 26 27 28 29 81 82 83"),
        ("3304", "02 11 21 24 81 82 83"),
        ("3305", "02 03 21 22 23"),
        ("3306", "02 03 04 24 81 83"),
        ("3307", "02 03 23 26 27 81 82 83 84"),
        ("3308", "02 03 22 24 25 81"),
        ("3309", "02 03 21 22"),
        ("3310", "02 03 04 22 23 24 81 82 83"),
        ("3311", "02 21 22 23 24 25 26 27 81"),
    )
    for county in counties.split()
)
# Where people come from who moved to Zhejiang for work.
ELSEWHERE = (
    *("340123", "340826", "341225", "341621", "360121", "360733", "361127", "410225", "411321", "411628"),
    *("420821", "421123", "430523", "431224", "500234", "510722", "511325", "520221", "522425", "530325"),
)
