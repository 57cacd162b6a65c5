"""The register to take away, as CSV or XLSX: streamed, proved, and on the audit."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from flask import Blueprint, Response, abort, current_app, g

from admin import door
from admin.access import allow, by, site
from admin.filled_in import words
from admin.languages import mark
from admin.register_list import READERS, asked_for
from admin.spreadsheet import Row, csv_file, xlsx_file
from admin.telling import said, technology, when
from admin.tracking import KINDS, STATES
from register import applicants, audit, inventory, register_list
from register.forms.choices import CATEGORIES
from register.forms.fields import FieldKind
from register.forms.register_list import REGISTER_LIST, STATUSES
from register.models import Card

bp = Blueprint("exports", __name__, url_prefix="/unduh")
FORMS: Final = {"csv": csv_file, "xlsx": xlsx_file}
PEOPLE_HEAD: Final = (
    mark("Pemohon"), mark("Nomor identitas"), mark("Pangkat/golongan"), mark("Jabatan"),
    mark("Unit kerja"), mark("Instansi"), mark("Kategori"), mark("Nomor"), mark("Jenis"),
    mark("Keperluan"), mark("Diajukan"), mark("Hasil"), mark("Sejak"), mark("Alasan"),
)  # fmt: skip
CARDS_HEAD: Final = (
    mark("Nomor kartu"), mark("Empat angka terakhir"), mark("Teknologi"), mark("Status"),
    mark("Pemegang"), mark("Unit kerja"), mark("Nomor permintaan"), mark("Terbit"),
    mark("Diserahkan"), mark("Sejak"), mark("Berakhir"),
)  # fmt: skip


@bp.post("/<what>.<form>")
@allow(*READERS, proof=True)
def take(what: str, form: str) -> Response:
    """Hand out daftar akses, data pemohon or the cards; what is in them is what the page shows."""
    if what not in TABLES or form not in FORMS:
        abort(404)
    with site().store.session() as session:
        audit.write(session, f"export.{what}", by(), site().now(), {"form": form})
    return FORMS[form](f"{what}.{form}", TABLES[what]())


def _register() -> Iterator[Row]:
    fields = [each for each in REGISTER_LIST.fields if each.kind is not FieldKind.BLOCK]
    wanted = asked_for()
    yield [said(each) for each in fields]
    with site().store.reading() as session:
        every = register_list.rows(session, site().now(), door.known(), g.language)
    for row in register_list.chosen(every, wanted):
        yield [words(each, row.values.get(each.key)) for each in fields]


def _people() -> Iterator[Row]:
    yield [_(each) for each in PEOPLE_HEAD]
    categories = {each.value: said(each) for each in CATEGORIES}
    with site().store.reading() as session:
        found = applicants.every(session)
    for each in found:
        who = (
            each.name, each.number, each.rank, each.position, each.unit, each.institution,
            categories.get(each.category, each.category),
        )  # fmt: skip
        for asked in each.requests:
            yield (
                *who, asked.number, _(KINDS[asked.kind]), asked.purpose, when(asked.at),
                _(STATES[asked.outcome].words), when(asked.ended), asked.reason,
            )  # fmt: skip


def _cards() -> Iterator[Row]:
    yield [_(each) for each in CARDS_HEAD]
    states = {each.value: said(each) for each in STATUSES}
    with site().store.reading() as session:
        for card in inventory.cards(session):
            yield _card(card, states)


def _card(card: Card, states: Mapping[str, str]) -> Row:
    holder = card.grant.cardholder
    return (
        card.printed, card.last_four, technology(card.technology),
        states.get(card.state, card.state), holder.name or holder.public_id, holder.unit,
        card.grant.request_number, when(card.issued_at), when(card.handed_over_at),
        when(card.changed_at), when(card.ended_at),
    )  # fmt: skip


def _(words_: str) -> str:
    return str(current_app.extensions["catalogues"][g.language].gettext(words_))


TABLES: Final[Mapping[str, Callable[[], Iterator[Row]]]] = {
    "daftar-akses": _register,
    "data-pemohon": _people,
    "kartu": _cards,
}
