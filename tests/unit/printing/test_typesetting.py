"""Documents: every character has its glyph, what people typed stays text, equal input gives equal bytes."""

import struct
import tomllib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from federation.error_catalogue import describe
from federation.errors import PrintRefused, TooLarge
from node.printing import typesetting
from node.printing.typesetting import FONTS, TEMPLATES, render_pdf
from tests.support.printed import embedded_fonts, glyph_codes, text_of
from tests.support.repository import ROOT

AT = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)
RARE = "䶮𠮷㛃㭎𬭎𫖮𬺈〇㐀鿪"
QR = "<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'><path d='M0 0h1v1H0z'/></svg>"


def sheet_of(name: str, **changed: object) -> dict[str, object]:
    contact = {"department": "示例处", "name_and_post": name, "office_phone": "", "mobile": "", "email": ""}
    sheet = {"city": "示例市", "contacts": [contact], "number": "T-1", "printed_on": "2026-11-21", **changed}
    return {"sheet": sheet, "qr_code": QR}


def render(name: str, *, at: datetime = AT, extra_fonts: Path | None = None) -> bytes:
    return render_pdf("city_contacts", sheet_of(name), created_at=at, extra_fonts=extra_fonts)


def write_other_font(target: Path, character: str) -> None:
    """A font of another family whose last mapped code point is `character`: an altered copy of our own."""
    own = "Noto Serif CJK SC".encode("utf-16-be")
    data = bytearray(next(FONTS.glob("NotoSerif*.otf")).read_bytes().replace(own, own.replace(b"S", b"X", 1)))
    tables = struct.unpack_from(">H", data, 4)[0]
    at = next(
        struct.unpack_from(">L", data, 12 + 16 * place + 8)[0]
        for place in range(tables)
        if data[12 + 16 * place : 16 + 16 * place] == b"cmap"
    )
    subtables = struct.unpack_from(">H", data, at + 2)[0]
    for place in range(subtables):
        subtable = at + struct.unpack_from(">L", data, at + 4 + 8 * place + 4)[0]
        if struct.unpack_from(">H", data, subtable)[0] == 12:
            last = struct.unpack_from(">L", data, subtable + 12)[0] - 1
            struct.pack_into(">LL", data, subtable + 16 + 12 * last, ord(character), ord(character))
    target.write_bytes(data)


def test_rare_characters_of_names_are_printed_with_glyphs_of_the_embedded_font():
    pdf = render(RARE)
    assert RARE in text_of(pdf)
    codes = glyph_codes(pdf)
    assert len(codes) > len(RARE)
    assert 0 not in codes
    assert {name.partition("-")[0] for name in embedded_fonts(pdf)} == {"NotoSerifCJKsc", "NotoSansCJKsc"}


@pytest.mark.parametrize("first", range(0x3400, 0x9FEB, 0x1000), ids=hex)
def test_every_ideograph_of_gb18030_has_a_glyph(first: int):
    last = min(first + 0x1000, 0x9FEB)
    text = "".join(chr(code) for code in range(first, last) if not 0x4DB6 <= code <= 0x4DFF)
    assert 0 not in glyph_codes(render(text))


def test_a_character_without_glyph_is_refused_and_not_told():
    with pytest.raises(PrintRefused) as refused:
        render("王\U00031350")
    assert refused.value.facts == {"what": "city_contacts", "reason": "no-glyph"}
    assert refused.value.__cause__ is None
    assert describe(refused.value, "zh").startswith("工作联络人信息表不能生成打印件：有字库中没有的字符")


def test_a_further_font_is_asked_where_the_own_ones_lack_a_character(tmp_path: Path):
    write_other_font(tmp_path / "other.otf", character="\U00031350")
    pdf = render("王\U00031350", extra_fonts=tmp_path)
    assert "王\U00031350" in text_of(pdf)
    assert 0 not in glyph_codes(pdf)


def test_without_the_project_fonts_nothing_is_printed_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    typesetting._load_fonts.cache_clear()
    with monkeypatch.context() as patched:
        patched.setattr(typesetting, "FONTS", tmp_path)
        with pytest.raises(PrintRefused) as refused:
            render("王五")
    typesetting._load_fonts.cache_clear()
    assert refused.value.facts["reason"] == "no-font"


def test_equal_input_gives_equal_bytes():
    assert render(RARE) == render(RARE)


def test_the_creation_date_is_the_one_given_in_whatever_zone():
    pdf = render("王五", at=AT)
    assert PdfReader(BytesIO(pdf)).metadata.creation_date == AT
    assert pdf == render("王五", at=AT.astimezone(timezone(timedelta(hours=8))))
    assert pdf != render("王五", at=AT + timedelta(seconds=1))


def test_the_file_calls_itself_pdf_a():
    assert b'pdfaid:part="2"' in render("王五") or b"<pdfaid:part>2</pdfaid:part>" in render("王五")


@pytest.mark.parametrize(
    "typed",
    [
        '#panic("run")',
        "#sys.inputs.data",
        '#read("layout.typ")',
        '"); #panic("run") //',
        "*粗体*_斜体_`代码`$x^2$",
        "= 标题",
        "\\u{41}",
        '#import"@preview/example:0.1.0":*',
    ],
)
def test_typst_code_typed_as_a_name_is_printed_and_not_run(typed: str):
    assert "".join(typed.split()) in text_of(render(typed))


def test_a_right_to_left_override_cannot_turn_a_name_around():
    with pytest.raises(PrintRefused) as refused:
        render("王\u202e五")
    assert refused.value.facts["reason"] == "text-direction"


@pytest.mark.parametrize("typed", ["王\ud842", "王\x00", "王\x1b[2J", "王\ufffe"])
def test_half_characters_and_control_characters_are_refused_as_unprintable(typed: str):
    with pytest.raises(PrintRefused) as refused:
        render(typed)
    assert refused.value.facts["reason"] == "no-glyph"


def test_endless_text_is_refused_before_it_is_typeset():
    with pytest.raises(TooLarge) as refused:
        render("王" * 400_000)
    assert "工作联络人信息表" in describe(refused.value, "zh")
    assert refused.value.facts["limit"] == typesetting.MAX_DATA_BYTES


def test_documents_typeset_side_by_side_do_not_mix():
    names = [f"王{number:03}号" for number in range(24)]
    with ThreadPoolExecutor(max_workers=4) as threads:
        texts = [text_of(pdf) for pdf in threads.map(render, names)]
    assert [[name for name in names if name in text] for text in texts] == [[name] for name in names]


@pytest.mark.parametrize("name", ["../layout", "layout.typ", "/etc/passwd", "", "no_such_form", "City_contacts"])
def test_a_template_outside_the_folder_cannot_be_asked_for(name: str):
    with pytest.raises(PrintRefused) as refused:
        render_pdf(name, {}, created_at=AT)
    assert refused.value.facts["reason"] == "no-template"


def test_data_that_does_not_fit_the_template_is_refused_without_being_quoted():
    with pytest.raises(PrintRefused) as refused:
        render_pdf("city_contacts", {"sheet": "王五"}, created_at=AT)
    assert refused.value.facts == {"what": "city_contacts", "reason": "not-typeset"}
    assert "王五" not in str(refused.value)


def test_no_template_evaluates_text_or_asks_for_a_package():
    for path in TEMPLATES.glob("*.typ"):
        source = path.read_text(encoding="utf-8")
        assert "eval(" not in source
        assert "@preview" not in source


def test_the_fonts_lie_in_the_package_with_their_licence():
    held = {path.name for path in FONTS.iterdir()}
    assert {"OFL.txt", "README.md"} < held
    fonts = list(FONTS.glob("*.otf"))
    assert len(fonts) == 2
    assert sum(path.stat().st_size for path in fonts) < 12_000_000
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / "OFL.txt").read_text(encoding="utf-8")


def test_fonts_and_templates_are_installed_with_the_package():
    content = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = content["tool"]["setuptools"]["package-data"]["node.printing"]
    package = FONTS.parent
    installed = {path for pattern in patterns for path in package.glob(pattern)}
    assert {*FONTS.iterdir(), *TEMPLATES.iterdir()} <= installed
    assert "node/printing/fonts/OFL.txt" in content["project"]["license-files"]
