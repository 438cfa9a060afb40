"""Turns a template of this package and plain data into a PDF, the same bytes for the same input.

Data reaches a template as JSON beside its source, never inside it, so nothing a person typed is
run as markup. The export is PDF/A-2u, or PDF/A-3u where files will be attached: it embeds every glyph,
keeps the text searchable, and fails where a character has no glyph, so no document leaves with an empty
box in somebody's name.

Source: ISO 19005-2 and 19005-3 (PDF/A-2, PDF/A-3), conformance level U;
Unicode Standard Annex 9, table 4 (bidirectional controls).
"""

import re
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal, TypeAlias

import msgspec
import typst

from federation.errors import PrintRefused, TooLarge

FOLDER = Path(__file__).parent
TEMPLATES = FOLDER / "templates"
FONTS = FOLDER / "fonts"
OWN_FAMILIES = ("Noto Serif CJK SC", "Noto Sans CJK SC")
TEMPLATE_NAME = re.compile(r"[a-z][a-z_]*")
MAX_DATA_BYTES = 1_000_000
Archival: TypeAlias = Literal["a-2u", "a-3u"]
ARCHIVAL: Final = "a-2u"
WITH_ATTACHMENTS: Final = "a-3u"
# They reorder what stands on paper without changing what a search or a copy of the text finds.
BIDIRECTIONAL_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
NO_GLYPH = "could not be displayed with font"


def render_pdf(
    template_name: str,
    data: object,
    *,
    created_at: datetime,
    extra_fonts: Path | None = None,
    standard: Archival = ARCHIVAL,
) -> bytes:
    """The PDF/A file of one document.

    Blocks for tens of milliseconds, the first call longer while it reads the fonts: call it in a thread.

    Args:
        template_name: a file of ``templates/`` without its suffix.
        data: what the template expects: mappings, sequences, structs, dates, numbers, text.
        created_at: aware; the file's creation date.
        extra_fonts: a folder of further fonts, asked for characters that the project's own lack.
        standard: which part and level of PDF/A.

    Raises:
        PrintRefused: ``no-template``, ``no-glyph`` (a character that no font has), ``text-direction``
            (a control character that reorders text), ``no-font`` (the project's own aren't there) or
            ``not-typeset``.
        TooLarge: more than `MAX_DATA_BYTES` as JSON, some thousand lines of a transcript.
    """
    source = TEMPLATES / f"{template_name}.typ"
    if not TEMPLATE_NAME.fullmatch(template_name) or not source.is_file():
        raise PrintRefused(what=template_name, reason="no-template")
    encoded = _encode(template_name, data)
    if BIDIRECTIONAL_CONTROLS.search(encoded):
        raise PrintRefused(what=template_name, reason="text-direction")
    fonts = _load_fonts(extra_fonts)
    # Without any font the text would silently be left out.
    if not set(OWN_FAMILIES) <= set(fonts.families()):
        raise PrintRefused(what=template_name, reason="no-font")
    inputs = {"data": encoded, "fallback": msgspec.json.encode(_fallback_families(fonts)).decode()}
    try:
        # A timestamp without its offset would be read by the machine's own zone.
        rendered = typst.compile(
            source,
            root=TEMPLATES,
            font_paths=fonts,
            ignore_system_fonts=True,
            sys_inputs=inputs,
            pdf_standards=[standard],
            timestamp=int(created_at.timestamp()),
        )
    except typst.TypstError as error:
        # The compiler's message quotes the text that it stumbled over, so it isn't handed on.
        reason = "no-glyph" if NO_GLYPH in error.message else "not-typeset"
        raise PrintRefused(what=template_name, reason=reason) from None
    return rendered


def _encode(template_name: str, data: object) -> str:
    try:
        encoded = msgspec.json.encode(data)
    except UnicodeEncodeError:
        # A lone surrogate, half of a character: its text isn't handed on.
        raise PrintRefused(what=template_name, reason="no-glyph") from None
    if len(encoded) > MAX_DATA_BYTES:
        raise TooLarge(what=template_name, limit=MAX_DATA_BYTES)
    return encoded.decode()


@lru_cache(maxsize=4)
def _load_fonts(extra: Path | None) -> typst.Fonts:
    folders = [str(FONTS), *([str(extra)] if extra else [])]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


def _fallback_families(fonts: typst.Fonts) -> Sequence[str]:
    """Families that aren't the project's own, in the order of their names."""
    return sorted(set(fonts.families()) - set(OWN_FAMILIES))
