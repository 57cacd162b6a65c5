"""A QR code as a picture inside the page: nothing is fetched, nothing is styled inline."""

from typing import Final

import segno
from markupsafe import Markup

MODULE: Final = 5  # pixels
MASK: Final = 7
"""Of the eight (ISO/IEC 18004, 7.8) the one that is weighed best for most addresses of papers.

Readers take any, and weighing all eight costs more than the rest of a paper's page.
"""


def inline(text: str) -> Markup:
    """Return a text's QR as SVG, dark on light in either theme, or readers do not find it."""
    return _svg(text, scaled=False)


def scaled(text: str) -> Markup:
    """Return the same, as large as its place on a paper."""
    return _svg(text, scaled=True)


def _svg(text: str, *, scaled: bool) -> Markup:
    code = segno.make(text, error="m", micro=False, mask=MASK)
    drawn = code.svg_inline(scale=MODULE, dark="#000", light="#fff", omitsize=scaled)
    return Markup(drawn)  # noqa: S704 - its own
