"""Annex 3: whom a city's education bureau names for the work (设区市工作联络人信息表).

Source: 江苏省教育厅办公室 2022 notice, section 3 and annex 3.
"""

from collections.abc import Sequence
from datetime import date

import msgspec

from adapters.base import Cell, CellIssue, Column, ColumnKind
from adapters.checks.contact_details import parse_email, parse_mobile, parse_phone
from adapters.checks.text import text_of
from adapters.forms import FilledForm, Form, FormField, FormReading, FormSection
from adapters.jiangsu.codes import REGIONS
from federation.errors import CellRefused

DEPARTMENT, NAME_AND_POST, OFFICE_PHONE, MOBILE, EMAIL = range(5)


class CityContact(msgspec.Struct, frozen=True, kw_only=True):
    """One row: department (职能处室), name and post in one text, numbers, mail address."""

    department: str
    name_and_post: str
    office_phone: str
    mobile: str
    email: str

    def __repr__(self) -> str:
        """Nothing about the person."""
        return "CityContact(…)"


class CityContactsDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A city's table: `bureau` is its full name, `city` the six-digit code of GB/T 2260."""

    bureau: str
    city: str
    contacts: tuple[CityContact, ...]

    def __repr__(self) -> str:
        """The city, and nothing about its people."""
        return f"CityContactsDraft({self.city}, {len(self.contacts)} contacts)"


def check_city_contacts(filled: FilledForm, today: date) -> CityContactsDraft | list[CellIssue]:
    """The draft of a filled table, or all that is wrong with it; `today` changes nothing here."""
    form = FormReading(CITY_CONTACTS, filled)
    city = form.value("bureau", _city_of_bureau)
    contacts = [_read_contact(form, number, cells) for number, cells in filled.rows]
    if not filled.rows:
        form.refuse(filled.cells["bureau"].row, CITY_CONTACTS.table[NAME_AND_POST].header, "no-contact")
    if form.issues or city is None:
        return form.issues
    return CityContactsDraft(bureau=f"{REGIONS.cities[city]}教育局", city=city, contacts=tuple(contacts))


def _read_contact(form: FormReading, number: int, cells: Sequence[Cell]) -> CityContact:
    columns = CITY_CONTACTS.table
    return CityContact(
        department=form.row_value(number, cells, columns[DEPARTMENT], DEPARTMENT, text_of) or "",
        name_and_post=form.row_value(number, cells, columns[NAME_AND_POST], NAME_AND_POST, text_of) or "",
        office_phone=form.row_value(number, cells, columns[OFFICE_PHONE], OFFICE_PHONE, parse_phone) or "",
        mobile=form.row_value(number, cells, columns[MOBILE], MOBILE, parse_mobile) or "",
        email=form.row_value(number, cells, columns[EMAIL], EMAIL, parse_email) or "",
    )


def _city_of_bureau(cell: Cell) -> str:
    """The code of the city before ``市教育局``, written with or without 江苏省."""
    name = text_of(cell).removeprefix("江苏省").removeprefix("江苏")
    city = REGIONS.city_code(name) if name else None
    if city is None:
        raise CellRefused(reason="bureau-unknown")
    return city


CITY_CONTACTS = Form(
    name="jiangsu-city-contacts",
    title="设区市工作联络人信息表",
    version="2022",
    source="江苏省教育厅办公室 2022 年通知附件 3",
    purpose="设区市教育局报送工作联络人",
    sections=(
        FormSection(
            header="",
            rows=(
                (
                    FormField(
                        key="bureau",
                        column=Column(
                            header="设区市教育局",
                            kind=ColumnKind.TEXT,
                            example="南京",
                            hint="在“市教育局（盖章）”前填写设区市名称，如“南京市教育局（盖章）”。",
                        ),
                        ending="市教育局",
                    ),
                ),
            ),
        ),
    ),
    table=(
        Column(header="职能处室", kind=ColumnKind.TEXT, aliases=("处室",), width=24, example="社会教育处"),
        Column(
            header="姓名及职务",
            kind=ColumnKind.TEXT,
            aliases=("姓名和职务",),
            width=22,
            example="张示例 处长",
            hint="姓名在前，职务在后，中间空一格。",
        ),
        Column(
            header="办公电话",
            kind=ColumnKind.IDENTIFIER,
            aliases=("座机",),
            width=20,
            example="025-80000000",
            hint="文本格式，带区号。",
        ),
        Column(
            header="手机",
            kind=ColumnKind.IDENTIFIER,
            aliases=("手机号码",),
            width=16,
            example="13900000000",
            hint="11 位手机号码，文本格式。",
        ),
        Column(header="邮箱", kind=ColumnKind.TEXT, aliases=("电子邮箱",), width=26, example="zsl@example.edu.cn"),
    ),
    draft=CityContactsDraft,
    check=check_city_contacts,
)
