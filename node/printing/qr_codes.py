"""A QR code as SVG text, for a template to draw.

Source: ISO/IEC 18004; level M restores 15 % of the code, enough for a seal's edge across it.
"""

from io import BytesIO

LEVEL = "m"
# The page around it is white, so two modules stand for the four of the standard's quiet zone.
BORDER_MODULES = 2


def draw_qr_code(text: str) -> str:
    """SVG of a QR code, one unit a module, the same for the same text."""
    # Its writers load half an HTTP client, and every node loads this module.
    import segno

    target = BytesIO()
    code = segno.make_qr(text, error=LEVEL, boost_error=False)
    code.save(target, kind="svg", border=BORDER_MODULES, xmldecl=False, nl=False)
    return target.getvalue().decode()
