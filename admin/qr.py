"""A QR code as a picture inside the page: nothing is fetched, nothing is styled inline."""

from typing import Final

import segno
from markupsafe import Markup

MODULE: Final = 5  # pixels


def inline(text: str) -> Markup:
    """Return a text's QR as SVG, dark on light in either theme, or readers do not find it."""
    return _svg(text, scaled=False)


def scaled(text: str) -> Markup:
    """Return the same, as large as its place on a paper."""
    return _svg(text, scaled=True)


def _svg(text: str, *, scaled: bool) -> Markup:
    code = segno.make(text, error="m", micro=False)
    drawn = code.svg_inline(scale=MODULE, dark="#000", light="#fff", omitsize=scaled)
    return Markup(drawn)  # noqa: S704 - its own
