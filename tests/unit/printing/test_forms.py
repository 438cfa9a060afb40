"""The notice's forms on paper: every field has its place, a blank one can be filled in by hand."""

from collections.abc import Iterable
from datetime import date
from io import BytesIO

import msgspec
import pytest
import segno
from pypdf import PdfReader

from node.printing import qr_codes
from node.printing.administrator_form import AdministratorForm, FormInstitution, FormPerson, render_administrator_form
from node.printing.city_contacts import CityContact, CityContactSheet, render_city_contacts
from tests.support.printed import embedded_fonts, glyph_codes, pages_of, text_of

INSTITUTION = FormInstitution(
    name="示例区社区学院",
    uscc="12320100MB0X000015",
    nature="事业单位",
    legal_representative="𠮷明",
    website="www.college.example",
    address="江苏省示例市示例区示例路 1 号",
)
CONTACT = FormPerson(
    name="欧阳㛃",
    department="终身教育处",
    post="主任",
    phone="025-80000001",
    mobile="13900000001",
    email="contact@college.example",
    qq="10000001",
    address="示例路 2 号",
)
ADMINISTRATOR = FormPerson(
    name="王䶮",
    department="信息中心",
    post="管理员",
    phone="025-80000002",
    mobile="13900000002",
    email="a.very.long.address.of.an.administrator@information.college.example",
    qq="10000002",
    address="示例路 3 号",
)
FORM = AdministratorForm(
    institution=INSTITUTION,
    contact=CONTACT,
    administrator=ADMINISTRATOR,
    opinion="同意申请。\n确保信息安全。",
    number="JS-2026-000123",
    printed_on=date(2026, 11, 21),
)
# The cells of the notice's attachment 1, in its order.
PERSON_LABELS = ("姓名", "部门", "职务", "座机/传真", "手机", "邮箱", "QQ", "联系地址")
ADMINISTRATOR_LABELS = (
    *("附件1", "学分银行信息系统管理人员申请表"),
    *("单位名称", "统一社会信用代码", "单位性质", "法定代表人", "单位网址", "机构地址"),
    *("联络人信息", *PERSON_LABELS),
    *("信息系统管理员信息", *PERSON_LABELS),
    *("机构意见", "机构负责人（签字）", "（申报机构公章）", "日期：", "年", "月", "日", "说明"),
)
CITY_LABELS = (
    *("附件3", "设区市工作联络人信息表", "教育局（盖章）"),
    *("职能处室", "姓名及职务", "办公电话", "手机", "邮箱"),
)


def blank_form() -> AdministratorForm:
    return AdministratorForm(
        institution=FormInstitution(),
        contact=FormPerson(),
        administrator=FormPerson(),
        number="JS-2026-000124",
        printed_on=date(2026, 11, 21),
    )


def contacts_sheet(contacts: int) -> CityContactSheet:
    one = CityContact(
        department="继续教育处",
        name_and_post="王䶮（处长）",
        office_phone="025-80000003",
        mobile="13900000003",
        email="office@bureau.example",
    )
    return CityContactSheet(
        city="示例市", contacts=(one,) * contacts, number="JS-C-2026-01", printed_on=date(2026, 11, 21)
    )


def assert_in_order(labels: Iterable[str], text: str) -> None:
    at = 0
    for label in labels:
        found = text.find(label, at)
        assert found >= 0, label
        at = found + len(label)


@pytest.mark.parametrize("form", [FORM, blank_form()], ids=["filled", "blank"])
def test_the_administrator_form_has_the_cells_of_attachment_1_in_their_order_on_one_page(form: AdministratorForm):
    pages = pages_of(render_administrator_form(form))
    assert len(pages) == 1
    assert_in_order(ADMINISTRATOR_LABELS, pages[0])


def test_the_administrator_form_shows_every_field_that_was_filled_in():
    text = text_of(render_administrator_form(FORM))
    parts = (FORM.institution, FORM.contact, FORM.administrator)
    for value in [field for part in parts for field in msgspec.structs.astuple(part)] + FORM.opinion.split("\n"):
        assert "".join(value.split()) in text
    assert "编号：JS-2026-000123" in text
    assert "打印日期：2026年11月21日" in text


def test_the_administrator_form_is_a4_and_embeds_all_its_glyphs():
    pdf = render_administrator_form(FORM)
    width, height = PdfReader(BytesIO(pdf)).pages[0].mediabox[2:]
    assert (round(float(width)), round(float(height))) == (595, 842)
    assert len(embedded_fonts(pdf)) == 2
    assert 0 not in glyph_codes(pdf)


def test_a_form_filled_far_too_long_runs_on_and_loses_nothing():
    institution = msgspec.structs.replace(INSTITUTION, name="甲" * 150, address="路" * 300, website="w" * 200)
    opinion = "\n".join(f"意见第{line}行" for line in range(40))
    pages = pages_of(render_administrator_form(msgspec.structs.replace(FORM, institution=institution, opinion=opinion)))
    text = "".join(pages)
    assert len(pages) == 2
    assert [text.count(sign) for sign in ("甲", "w" * 20)] == [150, 10]
    assert text.count("路") >= 300
    assert all(f"意见第{line}行" in text for line in range(40))
    assert "共2页" in pages[1]


def test_the_same_form_gives_the_same_bytes():
    assert render_administrator_form(FORM) == render_administrator_form(FORM)


def test_the_city_contacts_have_the_columns_of_attachment_3():
    pages = pages_of(render_city_contacts(contacts_sheet(2)))
    assert len(pages) == 1
    assert_in_order(CITY_LABELS, pages[0])
    assert "示例市教育局（盖章）" in pages[0]
    assert pages[0].count("王䶮（处长）") == 2


def test_a_sheet_of_contacts_without_any_is_a_blank_to_fill_in():
    assert_in_order(CITY_LABELS, text_of(render_city_contacts(contacts_sheet(0))))


def test_the_headings_of_city_contacts_repeat_on_the_next_page():
    pages = pages_of(render_city_contacts(contacts_sheet(30)))
    assert len(pages) == 2
    assert all("职能处室" in page for page in pages)
    assert "".join(pages).count("025-80000003") == 30


def test_the_qr_code_holds_the_number_and_nothing_else():
    drawn = qr_codes.draw_qr_code("JS-2026-000123")
    expected = segno.make_qr("JS-2026-000123", error="m", boost_error=False)
    modules = len(expected.matrix) + 2 * qr_codes.BORDER_MODULES
    assert f'width="{modules}" height="{modules}"' in drawn
    assert drawn == qr_codes.draw_qr_code("JS-2026-000123")
    assert drawn != qr_codes.draw_qr_code("JS-2026-000124")


@pytest.mark.parametrize(
    "value", [INSTITUTION, CONTACT, FORM, contacts_sheet(1)], ids=lambda value: type(value).__name__
)
def test_what_is_printed_shows_no_person_when_it_is_logged(value: object):
    shown = repr(value)
    assert not any(told in shown for told in ("𠮷明", "欧阳", "王䶮", "139", "025-", "@"))
