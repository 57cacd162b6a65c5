"""A process of its own that makes one PDF: markup on standard input, the file on standard output.

A page of text takes a second or two of the processor and tens of MiB, which no other visitor is to
wait for; what goes wrong in it takes nothing else along. It reads our own style sheets and nothing
that is not in the markup already.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

STATIC: Final = Path(__file__).parents[1] / "static"
VARIANT: Final = "pdf/a-3b"  # ISO 19005-3: what is kept for years, with room for a signature


def main(arguments: Sequence[str]) -> None:
    """Make the PDF; the arguments are the names of the style sheets."""
    from weasyprint import CSS, HTML  # noqa: PLC0415 - an extra, and a second to import
    from weasyprint.urls import URLFetcher  # noqa: PLC0415 - the same

    inside = URLFetcher(allowed_protocols={"data"})
    sheets = [CSS(filename=STATIC / name, url_fetcher=inside) for name in arguments]
    text = HTML(string=sys.stdin.buffer.read().decode(), url_fetcher=inside)
    made = text.write_pdf(stylesheets=sheets, pdf_variant=VARIANT, pdf_tags=True)
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main(sys.argv[1:])
