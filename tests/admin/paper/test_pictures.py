"""Papers compared as pictures: the first page as Chromium prints it, against a small reference.

A paper that was changed on purpose gets a new reference: the picture that the failing test names.
"""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Browser, Route

from tests.admin.office import Office
from tests.admin.paper import desk

pytestmark = pytest.mark.browser

PICTURES: Final = Path(__file__).parent / "pictures"
UPRIGHT, SIDEWAYS = (794, 1123), (1123, 794)  # A4 at 96 dots an inch
SHRUNK: Final = 7  # times smaller: letters become grey, lines and boxes stay
BOUND: Final = 5.0  # of 255, root mean square; another paper differs by four times as much
PAPERS: Final[dict[str, tuple[Callable[[Office], str], tuple[int, int]]]] = {
    "request": (lambda _: "/kertas/berkas/1", UPRIGHT),
    "disposition": (desk.sheet_path, UPRIGHT),
    "hand-over": (lambda _: "/kertas/berkas/1/tanda-terima", UPRIGHT),
    "removal": (lambda _: "/kertas/berkas/2", UPRIGHT),
    "register": (lambda _: "/kertas/daftar-akses", SIDEWAYS),
}


def answering(client: FlaskClient) -> Callable[[Route], None]:
    """Return what answers a browser without a network: the office itself."""

    def answer(route: Route) -> None:
        parts = urlsplit(route.request.url)
        with client.get(f"{parts.path}?{parts.query}") as got:
            route.fulfill(status=got.status_code, headers=dict(got.headers), body=got.data)

    return answer


def taken(chromium: Browser, client: FlaskClient, path: str, size: tuple[int, int]) -> Image.Image:
    """Return the first page of a paper, shrunk and grey."""
    width, height = size
    context = chromium.new_context(viewport={"width": width, "height": height}, locale="id")
    page = context.new_page()
    page.route("**/*", answering(client))
    page.emulate_media(media="print", color_scheme="light")
    page.goto(f"http://localhost{path}")
    page.evaluate("document.fonts.ready")
    picture = Image.open(BytesIO(page.screenshot())).convert("L")
    context.close()
    return picture.resize((width // SHRUNK, height // SHRUNK), Image.Resampling.BOX)


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return how far two pictures are apart: root mean square, 0 to 255."""
    return float(ImageStat.Stat(ImageChops.difference(one, other)).rms[0])


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_looks_as_it_did(
    name: str,
    storied: Office,
    chromium: Browser,
    tmp_path: Path,
) -> None:
    path, size = PAPERS[name]
    seen = taken(chromium, storied.visitor("kasi"), path(storied), size)
    kept = PICTURES / f"{name}.png"
    seen.save(tmp_path / kept.name, optimize=True)
    apart = difference(seen, Image.open(kept)) if kept.exists() else 255.0
    assert apart <= BOUND, f"{apart:.1f} apart; it looks like {tmp_path / kept.name} now"


def test_a_paper_that_lost_a_part_looks_different(
    storied: Office,
    chromium: Browser,
) -> None:
    """Without this, that two pictures are close would say nothing."""
    seen = taken(chromium, storied.visitor("kasi"), "/kertas/berkas/1/tanda-terima", UPRIGHT)
    for other in ("request", "disposition", "removal"):
        assert difference(seen, Image.open(PICTURES / f"{other}.png")) > 2 * BOUND
    without = seen.copy()
    width, height = without.size
    without.paste(255, (0, 0, width, height // 9))  # the letterhead
    assert difference(without, Image.open(PICTURES / "hand-over.png")) > BOUND
