"""The XML parts of a workbook: no document types, no entities, UTF-8 alone.

Source: RELIABILITY 26 (billion laughs, external entity); ECMA-376 part 2, 8.2.6 (no DTD in parts).
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from adapters.workbook.refused import Refused

MAX_SMALL_PART_BYTES = 4 << 20
DECLARATIONS = re.compile(rb"<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)")
ENCODING = re.compile(rb"^<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']+)[\"']")
OVERLAP_BYTES = 16


def guarded(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same pieces, refused once they show a document type, an entity or another encoding.

    Raises:
        Refused: ``dangerous-xml``, ``xml-encoding``.
    """
    tail = b""
    is_first = True
    for piece in pieces:
        if is_first:
            _check_encoding(piece)
            is_first = False
        if DECLARATIONS.search(tail + piece[:OVERLAP_BYTES]) or DECLARATIONS.search(piece):
            raise Refused("dangerous-xml")
        tail = piece[-OVERLAP_BYTES:]
        yield piece


def parse_small(content: bytes) -> Element:
    """The element tree of a small part.

    Raises:
        Refused: ``damaged``, ``dangerous-xml``.
    """
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except DefusedXmlException:
        raise Refused("dangerous-xml") from None
    except (ParseError, ValueError):
        raise Refused("damaged") from None
    return root


def _check_encoding(piece: bytes) -> None:
    if piece[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in piece[:8]:
        raise Refused("xml-encoding")
    found = ENCODING.match(piece.removeprefix(b"\xef\xbb\xbf")[:200])
    if found and found[1].lower() not in (b"utf-8", b"utf8", b"us-ascii", b"ascii"):
        raise Refused("xml-encoding")
