"""What a declared project's columns are called, in the summary sheet and in the declaration form alike.

Source: 浙学银〔2019〕2号, section 2, item 1, section 4, items 2 to 4, annexes 1 and 2; the hints are ours.
"""

from collections.abc import Mapping

from adapters.base import Column, ColumnKind
from adapters.zhejiang.codes import CATEGORIES, TARGET_GROUPS
from adapters.zhejiang.coding import institution_code


def _optional(
    header: str,
    example: str,
    hint: str,
    *,
    width: int,
    kind: ColumnKind = ColumnKind.TEXT,
    aliases: tuple[str, ...] = (),
    choices: tuple[str, ...] | None = None,
    above: bool = False,
) -> Column:
    """A column that may be left empty: a draft is kept with what it has."""
    return Column(
        header=header,
        kind=kind,
        required=False,
        aliases=aliases,
        choices=choices,
        width=width,
        example=example,
        hint=hint,
        above=above,
    )


PROJECT_COLUMNS: Mapping[str, Column] = {
    "project_name": Column(
        header="项目名称",
        kind=ColumnKind.TEXT,
        aliases=("培训项目名称", "培训项目"),
        width=28,
        example="家政服务员初级培训",
        hint="培训项目的全称。",
    ),
    "category": _optional(
        "项目类别",
        "家政服务类培训",
        "下拉选择最接近的类别；确实无法归类的，填写另外分类并备注“（新）”，如“海洋科普培训（新）”。",
        kind=ColumnKind.CHOICE,
        width=24,
        aliases=("培训项目类别", "类别"),
        choices=CATEGORIES.labels,
    ),
    "scale": _optional(
        "培训规模", "50", "计划培训的人数，整数。", kind=ColumnKind.AMOUNT, width=12, aliases=("培训人数", "规模")
    ),
    "target_groups": _optional(
        "培训对象",
        "农村劳动力、外来务工人员",
        f"几类对象以“、”分开：{'、'.join(TARGET_GROUPS.labels)}等。",
        width=26,
        aliases=("对象",),
    ),
    "form": _optional("培训形式", "面授与实操", "如面授、实操、线上。", width=16, aliases=("形式",)),
    "training_hours": _optional(
        "培训时数", "16", "实际培训的小时数，最多两位小数；不清楚的留空，不要填 0。", kind=ColumnKind.AMOUNT, width=12
    ),
    "credit_hours": _optional(
        "学时数", "20", "折算的学时，最多两位小数；不清楚的留空，不要填 0。", kind=ColumnKind.AMOUNT, width=12
    ),
    "result_form": _optional(
        "成果形式", "结业证书", "如结业证书、作品、考核成绩。", width=16, aliases=("成果呈现形式",)
    ),
    "teachers": _optional(
        "师资安排", "本校专职教师 2 名、行业讲师 1 名", "授课教师的安排。", width=24, aliases=("师资",)
    ),
    "assessment": _optional(
        "考核考察方式",
        "实操考核",
        "如笔试、实操考核、作品评定。",
        width=20,
        aliases=("考核方式", "考核（考察）方式", "考核"),
    ),
    "quarter": _optional(
        "季度", "2022年第二季度", "计划开设的季度，如“2022年第二季度”。", width=16, aliases=("开设季度", "培训季度")
    ),
    "starts_on": _optional(
        "开始日期",
        "20220411",
        "格式为“20220411”；未定的留空，即按季度。",
        kind=ColumnKind.DATE,
        width=14,
        aliases=("开始时间", "开班日期"),
    ),
    "ends_on": _optional(
        "结束日期",
        "20220415",
        "格式为“20220415”；未定的留空，即按季度。",
        kind=ColumnKind.DATE,
        width=14,
        aliases=("结束时间", "结业日期"),
    ),
    "courses": _optional(
        "课程",
        "家政礼仪（8/10）；收纳整理（8/10）",
        "几门课程以“；”分开，括号内为培训时数/学时数；只有一门且与项目同名的留空。",
        width=36,
        aliases=("课程名称", "课程设置"),
    ),
    "content": _optional(
        "培训内容",
        "家政服务的职业要求与基本技能",
        "培训目的、目标、内容、组织范围、时间、地点等，不超过 5000 字。",
        width=40,
        aliases=("培训内容（方案）", "培训项目介绍", "项目介绍"),
    ),
    "declaring_unit": _optional(
        "申报单位",
        "某某镇成人文化技术学校",
        "即学分银行系统中的“非学历教育办学机构”。",
        width=28,
        aliases=("办学机构名称", "单位名称"),
    ),
    "institution_code": _optional(
        "机构代码",
        institution_code("330106", 1),
        "学分银行系统中生成的机构代码，12 位。",
        kind=ColumnKind.IDENTIFIER,
        width=18,
    ),
    "contact": _optional(
        "联系人（电话）",
        "张示例 13900000000",
        "姓名在前，电话在后，中间空一格；固定电话带区号。",
        width=24,
        aliases=("联系人及电话", "联系人电话", "联系电话"),
    ),
    "area": _optional("所在区域", "杭州市西湖区", "表格上方填写。", width=24, above=True),
    "reporter": _optional("填报人", "李示例", "表格上方填写。", kind=ColumnKind.NAME, width=14, above=True),
    "filed_on": _optional(
        "填报时间",
        "20220301",
        "表格上方填写，格式为“20220301”。",
        kind=ColumnKind.DATE,
        width=14,
        aliases=("填报日期",),
        above=True,
    ),
}
"""Every column by the field of `ProjectDraft` that it fills."""
