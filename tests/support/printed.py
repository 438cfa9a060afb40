"""What stands in a PDF: its text, the glyphs that its pages show, the fonts that it embeds."""

from io import BytesIO

from pypdf import PdfReader
from pypdf.generic import ContentStream


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page without any space."""
    texts = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
    return ["".join(text.split()).replace("\u200b", "") for text in texts]


def text_of(pdf: bytes) -> str:
    """The text of all pages without any space."""
    return "".join(pages_of(pdf))


def glyph_codes(pdf: bytes) -> list[int]:
    """Every glyph that the pages show, by its number in the embedded font; 0 is the empty box."""
    codes: list[int] = []
    reader = PdfReader(BytesIO(pdf))
    for page in reader.pages:
        content = page.get_contents()
        assert content is not None
        for operands, operator in ContentStream(content, reader).operations:
            shown = operands[0] if operator == b"TJ" else operands if operator == b"Tj" else []
            for piece in shown:
                if isinstance(piece, (str, bytes)):
                    data = piece if isinstance(piece, bytes) else piece.original_bytes
                    codes += [int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2)]
    return codes


def embedded_fonts(pdf: bytes) -> set[str]:
    """The fonts' names without the mark of a subset; fails if one isn't embedded."""
    fonts = set()
    for page in PdfReader(BytesIO(pdf)).pages:
        for font in page["/Resources"]["/Font"].get_object().values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            descriptor = descendant["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(descriptor)
            fonts.add(str(descriptor["/FontName"]).partition("+")[2])
    return fonts
