"""Annex 1: an institution's application for an administrator account (学分银行信息系统管理人员申请表).

What stands on paper alone is optional here: the institution's opinion, its head's signature and
the date are written by hand and sealed.

Source: 江苏省教育厅办公室 2022 notice, section 2 and annex 1 with its notes ① to ③; GB 32100.
"""

from datetime import date
from functools import partial

import msgspec

from adapters.base import CellIssue, Column, ColumnKind
from adapters.checks.contact_details import parse_email, parse_mobile, parse_phone, parse_qq, parse_website
from adapters.checks.dates import parse_past_date
from adapters.checks.names import parse_office_name
from adapters.checks.text import text_of
from adapters.checks.uscc import parse_uscc
from adapters.forms import FilledForm, Form, FormField, FormReading, FormSection
from adapters.jiangsu.codes import INSTITUTION_NATURE


class InstitutionDetails(msgspec.Struct, frozen=True, kw_only=True):
    """The applying institution; `uscc` in 18 characters, `nature` a code of annex 1's list."""

    name: str
    uscc: str
    nature: str
    legal_representative: str
    website: str
    address: str

    def __repr__(self) -> str:
        """Its code alone: the legal representative is a person."""
        return f"InstitutionDetails({self.uscc})"


class OfficePerson(msgspec.Struct, frozen=True, kw_only=True):
    """A contact person or administrator; what isn't filled in is ``""``."""

    name: str
    department: str
    post: str
    phone: str
    mobile: str
    email: str
    qq: str
    address: str

    def __repr__(self) -> str:
        """Nothing about the person."""
        return "OfficePerson(…)"


class AdministratorApplicationDraft(msgspec.Struct, frozen=True, kw_only=True):
    """An application as the form states it; `opinion`, `head` and `dated_on` may be left to the paper."""

    institution: InstitutionDetails
    contact: OfficePerson
    administrator: OfficePerson
    opinion: str = ""
    head: str = ""
    dated_on: date | None = None

    def __repr__(self) -> str:
        """The institution's code, and nothing about its people."""
        return f"AdministratorApplicationDraft({self.institution.uscc})"


def check_application(filled: FilledForm, today: date) -> AdministratorApplicationDraft | list[CellIssue]:
    """The draft of a filled form, or all that is wrong with it."""
    form = FormReading(ADMINISTRATOR, filled)
    name = form.value("name", text_of)
    uscc = form.value("uscc", parse_uscc)
    nature = form.value("nature", INSTITUTION_NATURE.code_of)
    legal_representative = form.value("legal_representative", parse_office_name)
    website = form.value("website", parse_website)
    address = form.value("address", text_of)
    contact = _read_person(form, "contact")
    administrator = _read_person(form, "administrator")
    opinion = form.value("opinion", text_of)
    head = form.value("head", parse_office_name)
    dated_on = form.value("dated_on", partial(parse_past_date, today=today))
    if form.issues:
        return form.issues
    return AdministratorApplicationDraft(
        institution=InstitutionDetails(
            name=name or "",
            uscc=uscc or "",
            nature=nature or "",
            legal_representative=legal_representative or "",
            website=website or "",
            address=address or "",
        ),
        contact=contact,
        administrator=administrator,
        opinion=opinion or "",
        head=head or "",
        dated_on=dated_on,
    )


def _read_person(form: FormReading, who: str) -> OfficePerson:
    return OfficePerson(
        name=form.value(f"{who}.name", parse_office_name) or "",
        department=form.value(f"{who}.department", text_of) or "",
        post=form.value(f"{who}.post", text_of) or "",
        phone=form.value(f"{who}.phone", parse_phone) or "",
        mobile=form.value(f"{who}.mobile", parse_mobile) or "",
        email=form.value(f"{who}.email", parse_email) or "",
        qq=form.value(f"{who}.qq", parse_qq) or "",
        address=form.value(f"{who}.address", text_of) or "",
    )


def _field(
    key: str,
    header: str,
    kind: ColumnKind = ColumnKind.TEXT,
    *,
    example: str,
    hint: str = "",
    required: bool = True,
    aliases: tuple[str, ...] = (),
    choices: tuple[str, ...] | None = None,
    lines: int = 1,
) -> FormField:
    column = Column(
        header=header, kind=kind, required=required, aliases=aliases, choices=choices, example=example, hint=hint
    )
    return FormField(key=key, column=column, lines=lines)


def _person(who: str, *, name: str, mobile: str, email: str) -> tuple[tuple[FormField, ...], ...]:
    number = ColumnKind.IDENTIFIER
    return (
        (
            _field(f"{who}.name", "姓名", ColumnKind.NAME, example=name),
            _field(f"{who}.department", "部门", example="社区教育部"),
            _field(f"{who}.post", "职务", example="主任"),
        ),
        (
            _field(
                f"{who}.phone",
                "座机/传真",
                number,
                required=False,
                aliases=("座机", "办公电话"),
                example="025-80000000",
                hint="选填。文本格式，带区号；几个号码以“/”分开。",
            ),
            _field(
                f"{who}.mobile", "手机", number, aliases=("手机号码",), example=mobile, hint="11 位手机号码，文本格式。"
            ),
            _field(f"{who}.email", "邮箱", aliases=("电子邮箱",), example=email),
        ),
        (
            _field(f"{who}.qq", "QQ", number, required=False, aliases=("QQ号",), example="100000001", hint="选填。"),
            _field(
                f"{who}.address",
                "联系地址",
                required=False,
                aliases=("通信地址",),
                example="某某路 1 号",
                hint="选填。",
            ),
        ),
    )


ADMINISTRATOR = Form(
    name="jiangsu-administrator",
    title="学分银行信息系统管理人员申请表",
    version="2022",
    source="江苏省教育厅办公室 2022 年通知附件 1",
    purpose="设区市开放大学、县（市、区）社区学院申请信息系统管理员账号",
    sections=(
        FormSection(
            header="",
            rows=(
                (_field("name", "单位名称", example="某某县社区学院", hint="与统一社会信用代码证书一致。"),),
                (
                    _field(
                        "uscc",
                        "统一社会信用代码",
                        ColumnKind.IDENTIFIER,
                        example="12320100MB0000001J",
                        hint="18 位，文本格式，不含字母 I、O、S、V、Z。",
                    ),
                    _field(
                        "nature",
                        "单位性质",
                        ColumnKind.CHOICE,
                        choices=INSTITUTION_NATURE.labels,
                        example="事业单位",
                        hint="下拉选择：行政单位、事业单位、企业单位、其他。",
                    ),
                ),
                (
                    _field("legal_representative", "法定代表人", ColumnKind.NAME, example="张示例"),
                    _field("website", "单位网址", required=False, example="www.example.edu.cn", hint="选填。"),
                ),
                (_field("address", "机构地址", example="某某市某某区某某路 1 号"),),
            ),
        ),
        FormSection(
            header="联络人信息",
            rows=_person("contact", name="李示例", mobile="13900000000", email="lsl@example.edu.cn"),
        ),
        FormSection(
            header="信息系统管理员信息",
            rows=_person("administrator", name="王示例", mobile="13900000001", email="wsl@example.edu.cn"),
        ),
        FormSection(
            header="",
            rows=(
                (
                    _field(
                        "opinion",
                        "机构意见",
                        required=False,
                        example="同意申报",
                        hint="选填；纸质申请表由机构填写意见并加盖公章。",
                        lines=3,
                    ),
                ),
                (
                    _field(
                        "head",
                        "机构负责人（签字）",
                        ColumnKind.NAME,
                        required=False,
                        example="张示例",
                        hint="选填；纸质申请表由负责人签字。",
                    ),
                    _field(
                        "dated_on",
                        "日期",
                        ColumnKind.DATE,
                        required=False,
                        example="20220901",
                        hint="选填。格式为“20220901”。",
                    ),
                ),
            ),
        ),
    ),
    draft=AdministratorApplicationDraft,
    check=check_application,
    notes=(
        "说明：①单位性质按照实际情况选择填写行政单位、事业单位、企业单位、其他。",
        "②须附统一社会信用代码证书复印件及信息系统管理员身份证正反面复印件，均加盖单位公章。",
        "③电子文件在系统中提交；打印盖章的纸质文件由设区市教育局统一报送省学分银行管理中心。",
    ),
)
