"""The sheet by which a city's education bureau names its contacts, ready to print and seal.

Source: seed document 000, attachment 3 (设区市工作联络人信息表).
"""

from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path

import msgspec

from node.printing.qr_codes import draw_qr_code
from node.printing.typesetting import render_pdf

TEMPLATE = "city_contacts"
BEIJING = timezone(timedelta(hours=8))


class CityContact(msgspec.Struct, frozen=True, kw_only=True):
    """One contact of the bureau.

    Attributes:
        department: 职能处室.
        name_and_post: 姓名及职务.
        office_phone: 办公电话.
        mobile: 手机.
        email: 邮箱.
    """

    department: str
    name_and_post: str
    office_phone: str
    mobile: str
    email: str

    def __repr__(self) -> str:
        """Shows nothing about the person."""
        return "CityContact(…)"


class CityContactSheet(msgspec.Struct, frozen=True, kw_only=True):
    """One bureau's sheet as it is printed.

    Attributes:
        city: the city's name with 市 at its end.
        contacts: in the order in which they print; further rows stay empty.
        number: running number; also the text of the QR code.
        printed_on: date of Beijing, also the file's creation date.
    """

    city: str
    contacts: tuple[CityContact, ...]
    number: str
    printed_on: date


def render_city_contacts(sheet: CityContactSheet, *, extra_fonts: Path | None = None) -> bytes:
    """The sheet as PDF, A4; its header row repeats where it runs over a page.

    Raises:
        PrintRefused: see `render_pdf`.
    """
    data = {"sheet": sheet, "qr_code": draw_qr_code(sheet.number)}
    printed_at = datetime.combine(sheet.printed_on, time(), BEIJING)
    return render_pdf(TEMPLATE, data, created_at=printed_at, extra_fonts=extra_fonts)
