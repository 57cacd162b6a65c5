"""A process of its own that looks for QR codes: a scan on standard input, a code a line on output.

What a stranger photographed is decoded by large libraries of C: here they can fall, or be stopped,
and take nothing along. It opens no file and asks no network.
"""

import resource
import sys
from collections.abc import Iterator
from io import BytesIO
from typing import Final

from PIL import Image

PAGES: Final = 12  # of a PDF, from its end: there a paper has its code
SIDE: Final = 2600  # pixels of the longer side that is looked at; an A4 page at 220 dpi
PIXELS: Final = 60_000_000  # of a picture: the largest phone's
MEMORY: Final = 1 << 30  # bytes of this process
SECONDS: Final = 30  # of the processor


def main() -> None:
    """Find them."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    import zxingcpp  # noqa: PLC0415 - an extra

    Image.MAX_IMAGE_PIXELS = PIXELS // 2  # twice that is refused as a bomb
    wanted = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    content = sys.stdin.buffer.read()
    for page in _pages(content):
        for found in zxingcpp.read_barcodes(page, formats=wanted):
            sys.stdout.write(found.text.replace("\n", " ") + "\n")


def _pages(content: bytes) -> Iterator[Image.Image]:
    if content.startswith(b"%PDF-"):
        yield from _of_pdf(content)
        return
    with Image.open(BytesIO(content), formats=("PNG", "JPEG")) as picture:
        picture.draft("L", (SIDE, SIDE))
        grey = picture.convert("L")
    grey.thumbnail((SIDE, SIDE))
    yield grey


def _of_pdf(content: bytes) -> Iterator[Image.Image]:
    import pypdfium2  # noqa: PLC0415 - an extra

    document = pypdfium2.PdfDocument(content)
    pages = len(document)
    for number in reversed(range(max(0, pages - PAGES), pages)):
        page = document[number]
        scale = min(SIDE / max(1.0, *page.get_size()), 3.0)
        yield page.render(scale=scale, grayscale=True).to_pil()


if __name__ == "__main__":
    main()
