"""The application form of an institution's system administrator, ready to print, sign and seal.

A field that is empty prints as an empty cell, so the same form serves to be filled in by hand.

Source: seed document 000, attachment 1 (学分银行信息系统管理人员申请表) and its notes.
"""

from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path

import msgspec

from node.printing.qr_codes import draw_qr_code
from node.printing.typesetting import render_pdf

TEMPLATE = "administrator_form"
BEIJING = timezone(timedelta(hours=8))


class FormInstitution(msgspec.Struct, frozen=True, kw_only=True):
    """The institution that applies.

    Attributes:
        name: 单位名称.
        uscc: 统一社会信用代码, 18 characters.
        nature: 单位性质: 行政单位, 事业单位, 企业单位 or 其他.
        legal_representative: 法定代表人.
        website: 单位网址.
        address: 机构地址.
    """

    name: str = ""
    uscc: str = ""
    nature: str = ""
    legal_representative: str = ""
    website: str = ""
    address: str = ""

    def __repr__(self) -> str:
        """Shows nothing about a person."""
        return "FormInstitution(…)"


class FormPerson(msgspec.Struct, frozen=True, kw_only=True):
    """The contact person or the administrator.

    Attributes:
        name: 姓名.
        department: 部门.
        post: 职务.
        phone: 座机/传真.
        mobile: 手机.
        email: 邮箱.
        qq: QQ.
        address: 联系地址.
    """

    name: str = ""
    department: str = ""
    post: str = ""
    phone: str = ""
    mobile: str = ""
    email: str = ""
    qq: str = ""
    address: str = ""

    def __repr__(self) -> str:
        """Shows nothing about the person."""
        return "FormPerson(…)"


class AdministratorForm(msgspec.Struct, frozen=True, kw_only=True):
    """One application as it is printed.

    Attributes:
        institution: who applies.
        contact: 联络人.
        administrator: 信息系统管理员.
        opinion: 机构意见, may hold line breaks.
        number: running number; also the text of the QR code.
        printed_on: date of Beijing, also the file's creation date.
    """

    institution: FormInstitution
    contact: FormPerson
    administrator: FormPerson
    opinion: str = ""
    number: str
    printed_on: date


def render_administrator_form(form: AdministratorForm, *, extra_fonts: Path | None = None) -> bytes:
    """The form as PDF, A4.

    Raises:
        PrintRefused: see `render_pdf`.
    """
    data = {"form": form, "qr_code": draw_qr_code(form.number)}
    printed_at = datetime.combine(form.printed_on, time(), BEIJING)
    return render_pdf(TEMPLATE, data, created_at=printed_at, extra_fonts=extra_fonts)
