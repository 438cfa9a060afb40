"""Jiangsu's table 1: learner accounts (学习账户信息), fifteen columns, all required.

The address is where the community college stands, if the learner's own isn't known.
The drop-downs hold Jiangsu's cities and districts; an address in another province is
taken as text with a remark, for learners do live outside.

Source: 江苏省教育厅办公室 2022 notice, annex 2, table 1.
"""

from collections.abc import Sequence
from datetime import date
from functools import partial

from adapters.base import AccountDraft, Cell, CellIssue, Column, ColumnKind, ImportMode, RowRef, Template
from adapters.checks.identifiers import parse_document_cell, parse_user_number, resident_document
from adapters.checks.names import parse_name
from adapters.checks.text import text_of
from adapters.jiangsu.codes import (
    ACHIEVEMENT_LEVEL1,
    ACHIEVEMENT_LEVEL2,
    ACHIEVEMENT_LEVEL3,
    DOCUMENT_TYPES,
    EDUCATION,
    EDUCATION_CATEGORY,
    OCCUPATION,
    OWN_PROVINCE,
    PROFESSIONAL_TITLE,
    PROVINCES,
    REGIONS,
    SEX,
)
from adapters.row import RowReading
from federation.model.document import Document, DocumentType

(
    USER_NUMBER,
    NAME,
    SEX_COLUMN,
    DOCUMENT_TYPE,
    DOCUMENT_NUMBER,
    EDUCATION_COLUMN,
    TITLE_COLUMN,
    PROVINCE,
    CITY,
    DISTRICT,
    OCCUPATION_COLUMN,
    CATEGORY,
    LEVEL1,
    LEVEL2,
    LEVEL3,
) = range(15)


def _choice(
    header: str,
    choices: tuple[str, ...],
    example: str,
    hint: str = "下拉选择。",
    aliases: tuple[str, ...] = (),
    *,
    depends_on: str = "",
    choices_of: tuple[tuple[str, tuple[str, ...]], ...] = (),
) -> Column:
    return Column(
        header=header,
        kind=ColumnKind.CHOICE,
        choices=choices,
        depends_on=depends_on,
        choices_of=choices_of,
        example=example,
        hint=hint,
        aliases=aliases,
        width=18,
    )


ACCOUNTS = Template(
    name="jiangsu-accounts",
    title="学习账户信息",
    version="2022",
    kind="accounts",
    purpose="学习者账户的批量开立",
    source="江苏省教育厅办公室 2022 年通知附件 2（一），表 1",
    columns=(
        Column(
            header="协议单位用户号",
            kind=ColumnKind.IDENTIFIER,
            aliases=("用户号",),
            width=22,
            example="JS2022000001",
            hint="为学习者分配的编号，如学校为学号；如无，可同身份证号。文本格式。",
        ),
        Column(
            header="姓名", kind=ColumnKind.NAME, width=14, example="张示例", hint="与居民身份证（户口本）姓名一致。"
        ),
        _choice("性别", SEX.labels, "女"),
        _choice("证件类型", DOCUMENT_TYPES.labels, "居民身份证"),
        Column(
            header="证件号码",
            kind=ColumnKind.DOCUMENT,
            aliases=("身份证号", "身份证号码"),
            width=24,
            hint="与居民身份证上一致。文本格式。",
        ),
        _choice("初始学历", EDUCATION.labels, "普通高中", "下拉选择，以填报时用户学历状态为准。", ("学历",)),
        _choice("职称", PROFESSIONAL_TITLE.labels, "无", "下拉选择，以填报时用户职称为准，可选择无。"),
        _choice(
            "通信地址—省",
            PROVINCES.labels,
            "江苏省",
            "下拉选择，可以所在社区学院所在区划为准。",
            ("通讯地址—省", "省", "省份"),
        ),
        _choice(
            "通信地址—市",
            REGIONS.city_labels,
            "南京市",
            "先选省，再下拉选择，可以所在社区学院所在区划为准。",
            ("通讯地址—市", "市", "城市"),
            depends_on="通信地址—省",
            choices_of=((PROVINCES.codes[OWN_PROVINCE], REGIONS.city_labels),),
        ),
        _choice(
            "通信地址—区",
            REGIONS.district_labels,
            "玄武区",
            "先选市，再下拉选择，可以所在社区学院所在区划为准。",
            ("通讯地址—区", "区", "区县", "县（市、区）", "通信地址—区县"),
            depends_on="通信地址—市",
            choices_of=REGIONS.labels_by_city,
        ),
        _choice(
            "职业",
            OCCUPATION.labels,
            "不便分类的其它从业人员",
            "下拉选择，不确定可选“不便分类的其它从业人员”。",
        ),
        _choice("学历类别", EDUCATION_CATEGORY.labels, "非正式教育", "下拉选择，选择：非正式教育。"),
        _choice("一级学习成果", ACHIEVEMENT_LEVEL1.labels, "线下教育", "下拉选择，选择：线下教育。"),
        _choice("二级学习成果", ACHIEVEMENT_LEVEL2.labels, "社区教育", "下拉选择，选择：社区教育。"),
        _choice("三级学习成果", ACHIEVEMENT_LEVEL3.labels, "其它", "下拉选择，选择：其它。"),
    ),
)


def check_account(
    template: Template, mode: ImportMode | None, cells: Sequence[Cell], ref: RowRef, today: date
) -> AccountDraft | list[CellIssue]:
    """The draft of a row of table 1, or all that is wrong with it."""
    row = RowReading(template, mode, cells, ref, today)
    user_number = row.value(USER_NUMBER, parse_user_number)
    name = row.value(NAME, parse_name)
    sex = row.code(SEX_COLUMN, SEX)
    type_code = row.code(DOCUMENT_TYPE, DOCUMENT_TYPES)
    document = None
    if type_code is not None:
        document = row.value(DOCUMENT_NUMBER, partial(parse_document_cell, DocumentType(int(type_code))))
    else:
        # The type is refused already; the number's own damage is told at once all the same.
        row.value(DOCUMENT_NUMBER, _checked_only_as_identifier)
    education = row.code(EDUCATION_COLUMN, EDUCATION)
    title = row.code(TITLE_COLUMN, PROFESSIONAL_TITLE)
    address, is_outside = _check_address(row)
    occupation = row.code(OCCUPATION_COLUMN, OCCUPATION)
    levels = (
        row.code(CATEGORY, EDUCATION_CATEGORY),
        row.code(LEVEL1, ACHIEVEMENT_LEVEL1),
        row.code(LEVEL2, ACHIEVEMENT_LEVEL2),
        row.code(LEVEL3, ACHIEVEMENT_LEVEL3),
    )
    if document is not None:
        _check_against_document(row, document, sex, user_number)
    if row.issues or document is None:
        return row.issues
    texts = [user_number, name, sex, education, title, *address, occupation, *levels]
    if any(text is None for text in texts):
        return row.issues
    stated = dict(zip(TEXT_FIELDS, (text or "" for text in texts), strict=True))
    remarks = ("address-outside-province",) if is_outside else ()
    return AccountDraft(ref=ref, document=document, remarks=remarks, **stated)


TEXT_FIELDS = (
    "member_user_number",
    "name",
    "sex",
    "initial_education",
    "professional_title",
    "province",
    "city",
    "district",
    "occupation",
    "education_category",
    "achievement_level1",
    "achievement_level2",
    "achievement_level3",
)


def _check_against_document(row: RowReading, document: Document, sex: str | None, user_number: str | None) -> None:
    """Holds the row's other columns against what a resident number states (GB 11643)."""
    if document.sex is not None and sex in ("1", "2") and sex != document.sex:
        row.refuse(SEX_COLUMN, "birth-sex-differs")
    born = document.birth_date
    if born is not None and born > row.today:
        row.refuse(DOCUMENT_NUMBER, "document-birth-date")
    own = resident_document(user_number) if user_number is not None else None
    if own is None:
        return
    if own.type is document.type:
        if own != document:
            row.refuse(USER_NUMBER, "user-number-differs")
        return
    # A passport's holder may be listed by an ID number: it has the same checks as the document's own.
    if sex in ("1", "2") and sex != own.sex:
        row.refuse(SEX_COLUMN, "birth-sex-differs")
    if own.birth_date is not None and own.birth_date > row.today:
        row.refuse(USER_NUMBER, "document-birth-date")


def _check_address(row: RowReading) -> tuple[tuple[str | None, str | None, str | None], bool]:
    """Province, city and district, and whether they lie outside Jiangsu."""
    province = row.code(PROVINCE, PROVINCES)
    if province is not None and province != OWN_PROVINCE:
        return (province, row.value(CITY, text_of), row.value(DISTRICT, text_of)), True
    city_text, district_text = row.value(CITY, text_of), row.value(DISTRICT, text_of)
    if province is None or city_text is None or district_text is None:
        return (province, None, None), False
    city = REGIONS.city_code(city_text)
    if city is None:
        row.refuse(CITY, "city-not-in-province")
        return (province, None, None), False
    district = REGIONS.district_code(city, district_text)
    if district is None:
        row.refuse(DISTRICT, "district-not-in-city")
    return (province, city, district), False


def _checked_only_as_identifier(cell: Cell) -> None:
    parse_user_number(cell)
