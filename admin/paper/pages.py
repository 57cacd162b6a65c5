"""The papers, each as a page and as the PDF that is made of the same sheet."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from admin import door
from admin.access import allow, site, visitor
from admin.anomaly_words import SEVERITIES, WORDINGS
from admin.dossiers import readable
from admin.languages import mark
from admin.last_use import with_last_use
from admin.paper.handing import asked, install, page, pdf
from admin.register_list import READERS, asked_for
from admin.rooms import KEEPERS, WATCHERS
from ledger.sentences import REASONS
from register import register_list, requests
from register.forms.choices import Choice
from register.models import Dossier
from register.papers import access_list, disposition, log_report, receipt
from register.papers import guest_book as guest_book_paper
from register.papers import removal as removal_paper
from register.papers import request as request_paper
from register.papers import review as review_paper
from register.papers.paper import Paper
from register.store import Session
from register.workflow import Procedure, Role, State

bp = Blueprint("papers", __name__, url_prefix="/kertas")
bp.record(install)
FORMS: Final[Mapping[Procedure, Callable[[Session, Dossier, datetime], Paper]]] = {
    Procedure.REQUEST: request_paper.paper,
    Procedure.REMOVAL: removal_paper.paper,
    Procedure.REVIEW: review_paper.paper,
}


class List(NamedTuple):
    """A paper that belongs to no dossier: where it is, what it is called, and who prints it."""

    endpoint: str
    title: str
    words: str
    roles: frozenset[Role]


LISTS: Final = (
    List(
        "papers.access", mark("Daftar akses (formulir 2)"),
        mark("Seluruh hak akses dengan jumlah per status; untuk ditandatangani Kasi dan Kabid."),
        frozenset(READERS),
    ),
    List(
        "papers.guest_book", mark("Buku tamu"),
        mark("Kunjungan bulan ini, dengan baris kosong untuk diisi tangan di ruang server."),
        KEEPERS,
    ),
)  # fmt: skip
Maker = Callable[..., Paper]
Named = int | str  # what an address names
SAID: Final[Mapping[str, tuple[Choice, ...]]] = {  # in the report of a month of the log
    "sebab": tuple(Choice(reason, said.id, said.en) for reason, said in REASONS.items()),
    "temuan": tuple(Choice(rule, said.title, said.title) for rule, said in WORDINGS.items()),
    "tingkat": tuple(Choice(how, said.words, said.words) for how, said in SEVERITIES.items()),
}


def printable(path: str, *roles: Role, dossier: str | None = None) -> Callable[[Maker], Maker]:
    """Offer what a function makes at a path, and its PDF at `path`/pdf."""

    def declare(make: Maker) -> Maker:
        name = make.__name__

        @allow(*roles, dossier=dossier)
        def look(**named: Named) -> ResponseReturnValue:
            given: dict[str, Any] = {**asked(), **named}
            with site().reading() as session:
                return page(session, make(session, **named), url_for(f"papers.{name}_pdf", **given))

        @allow(*roles, dossier=dossier)
        def take(**named: Named) -> ResponseReturnValue:
            with site().reading() as session:
                return pdf(session, make(session, **named))

        bp.add_url_rule(path, name, look)
        bp.add_url_rule(f"{path}/pdf", f"{name}_pdf", take, methods=["POST"])
        return make

    return declare


@printable("/berkas/<int:number>", dossier="number")
def form(session: Session, number: int) -> Paper:
    """Return the form of a dossier."""
    dossier = _submitted(session, number)
    maker = FORMS.get(dossier.procedure)
    return abort(404) if maker is None else maker(session, dossier, site().now())


@printable("/berkas/<int:number>/disposisi/<int:step>", dossier="number")
def sheet(session: Session, number: int, step: int) -> Paper:
    """Return the lembar disposisi of a step."""
    return disposition.paper(_submitted(session, number), step, site().now())


@printable("/berkas/<int:number>/tanda-terima", dossier="number")
def hand_over(session: Session, number: int) -> Paper:
    """Return the receipt of a request's card."""
    return receipt.hand_over(session, _submitted(session, number), site().now())


@printable("/berkas/<int:number>/tanda-terima/<int:item>", dossier="number")
def given_back(session: Session, number: int, item: int) -> Paper:
    """Return the deed of a removed card that came back or was destroyed."""
    return receipt.closing(session, _submitted(session, number), item, site().now())


@printable("/daftar-akses", *READERS)
def access(session: Session) -> Paper:
    """Return the register of access, or the rows that the address wants of it."""
    at, wanted = site().now(), asked_for()
    rows = with_last_use(register_list.rows(session, at, door.known(), "id"))
    return access_list.paper(session, register_list.chosen(rows, wanted), wanted, at)


@printable("/buku-tamu", *KEEPERS)
def guest_book(session: Session) -> Paper:
    """Return the guest book of a month, with room to write while that runs."""
    return guest_book_paper.paper(session, request.args.get("bulan"), site().now())


@printable("/log/<month>", *WATCHERS, Role.REGISTRY)
def log_month(session: Session, month: str) -> Paper:
    """Return the report of a month of the door's log that the Kasi has signed.

    Tata usaha prints it for the Kabid's pen; the log itself it does not read.
    """
    return log_report.paper(session, month, SAID, site().now())


@bp.get("/")
@allow(*KEEPERS)
def index() -> str:
    """Show the papers that belong to no dossier."""
    mine = visitor().roles
    return render_template("paper/index.html", lists=[each for each in LISTS if each.roles & mine])


def _submitted(session: Session, number: int) -> Dossier:
    """Return a dossier that the visitor may read: signed, or made ready for a pen."""
    dossier = readable(session, number)
    begun = dossier.state is State.DRAFT and not requests.signable(dossier)
    return abort(404) if begun else dossier
