"""One sheet: the very markup that the page shows and the PDF is made of."""

from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from flask import g, render_template
from markupsafe import Markup

from admin.access import site
from admin.languages import SOURCE
from admin.paper.filled import parts, tables
from admin.qr import scaled
from register import dates, office_papers, settings
from register.forms import identity
from register.forms.request_outcome import VERIFIABLE
from register.models import Method
from register.models import Paper as Emblem
from register.papers.paper import Paper
from register.papers.signatures import Signed
from register.settings import Settings
from register.store import Session

SIZES: Final = {"a4": "A4 (210 x 297 mm)", "f4": "F4 (215 x 330 mm)"}
METHODS: Final = {
    Method.SESSION: "Ditandatangani dengan autentikasi ulang di Gapura",
    Method.LINK: "Ditandatangani melalui tautan sekali pakai ke pos-el penanda tangan",
    Method.PAPER: "Ditandatangani di atas kertas; pindaiannya diarsipkan tata usaha",
    Method.SYSTEM: "Dicatat oleh sistem",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """Kop naskah; `emblem` is the address of a picture, or empty where our own drawing stands."""

    region: str
    office: str
    address: str
    contact: str
    emblem: str = ""


def letterhead(now: Settings, emblem: Emblem | None) -> Letterhead:
    """Return the office's letterhead; the emblem is in the page itself, so that it prints."""
    contact = (("Laman", now.website), ("Pos-el", now.email))
    return Letterhead(
        region=now.region,
        office=now.office,
        address=now.address,
        contact=" · ".join(f"{label}: {value}" for label, value in contact if value),
        emblem="" if emblem is None else _inside(emblem),
    )


def drawn(session: Session, paper: Paper) -> Markup:
    """Return the sheet of a paper."""
    now = settings.read(session)
    zone = now.zone
    g.zone = ZoneInfo(zone)
    listed = paper.rows is not None
    with _in_indonesian():
        text = render_template(
            "paper/sheet.html",
            paper=paper,
            kop=letterhead(now, office_papers.emblem(session)),
            parts=[] if listed else parts(paper),
            tables=tables(paper) if listed else [],
            proof={each.key: each for each in VERIFIABLE.columns},
            printed_at=dates.moment(paper.at, zone),
            qr=scaled(address(paper.code)),
            address=address(paper.code),
            signature=signature,
            moment=lambda at: dates.moment(at, zone),
            day=lambda text: dates.day(date.fromisoformat(text)),
            nip=partial(identity.shown, "nip"),
        )
    return Markup(text)  # noqa: S704 - our own template, which escaped what it was given


def address(code: str) -> str:
    """Return where a paper is verified."""
    return f"{site().origin}/periksa/{code}"


def signature(signed: Signed) -> str:
    """Say how somebody signed, so that nobody takes it for a certified electronic signature."""
    return "" if signed.method is None else METHODS[signed.method]


def _inside(picture: Emblem) -> str:
    return f"data:{picture.media_type};base64,{b64encode(picture.content).decode()}"


@contextmanager
def _in_indonesian() -> Iterator[None]:
    before, g.language = g.language, SOURCE
    try:
        yield
    finally:
        g.language = before
