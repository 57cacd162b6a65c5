"""A QR code as a picture inside the page: nothing is fetched, nothing is styled inline."""

from typing import Final

import segno
from markupsafe import Markup

MODULE: Final = 5  # pixels


def inline(text: str) -> Markup:
    """Return a text's QR as SVG, dark on light in either theme, or readers do not find it."""
    code = segno.make(text, error="m", micro=False)
    return Markup(code.svg_inline(scale=MODULE, dark="#000", light="#fff"))  # noqa: S704 - its own
