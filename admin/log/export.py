"""The log to take away, as CSV or XLSX: streamed, with a page beside it that shows how far."""

import secrets
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Final

from flask import Response, abort, current_app, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from admin.access import allow, by, site, visitor
from admin.journal_lines import MS_PER_S, Person, Teller
from admin.languages import mark
from admin.log.asked import Asked
from admin.log.keeper import keeper
from admin.log.pages import READERS, bp, what_is_asked
from admin.log.told import Telling, telling
from admin.spreadsheet import Row, csv_file, xlsx_file
from ledger.logbook.filter import Entry
from ledger.logbook.query import Log
from ledger.reading import Reader
from register.door_log import movements

FORMS: Final = {"csv": csv_file, "xlsx": xlsx_file}
MOST_ROWS: Final = 1_048_575  # of a sheet of Excel, under its head
STEP: Final = 500  # lines held at once
KEPT: Final = 32  # exports that are remembered
TOKEN_BYTES: Final = 16
EXTENSION: Final = "log-exports"
HEAD: Final = (
    mark("Nomor"), mark("Tanggal"), mark("Waktu"), mark("Peristiwa"), mark("Alasan"),
    mark("Nama"), mark("Unit kerja"), mark("Identitas semu"), mark("Pintu"), mark("Pembaca"),
    mark("Kartu"), mark("Waktu kerja"),
)  # fmt: skip


@dataclass(slots=True)
class Export:
    """One file on its way to whoever asked for it.

    Attributes:
        total: lines that there were when it was asked for.
        last: the newest of them: what comes later is not in it.
        done: lines sent.
    """

    person: int
    form: str
    asked: Asked
    telling: Telling
    log: Path
    total: int
    last: int
    done: int = 0
    begun: bool = False
    ended: bool = False
    people: Mapping[str, Person] = field(default_factory=dict)

    def rows(self) -> Iterator[Row]:
        """Yield the head and every line, oldest first; STEP of them are held at once."""
        speak = self.telling.speak.gettext
        yield [speak(each) for each in HEAD]
        teller = Teller(self.telling.language, self.telling.speak, self.people, self.telling.zone)
        with closing(Log(self.log)) as log, closing(Reader(self.telling.journal)) as journal:
            after = 0
            while page := log.page(self.asked.wanted, after=after, limit=STEP):
                events = {each.seq: each for each in journal.these([each.seq for each in page])}
                for entry in page:
                    if entry.seq > self.last:
                        break
                    if entry.seq in events:
                        yield self._row(entry, self.telling.line(teller, entry, events[entry.seq]))
                    self.done += 1
                after = page[-1].seq
                if after >= self.last:
                    break
        self.ended = True

    def _row(self, entry: Entry, told: Mapping[str, object]) -> Row:
        at = datetime.fromtimestamp(entry.wall / MS_PER_S, UTC).astimezone(self.telling.zone)
        words = (told[key] for key in ("words", "why", "person", "unit"))
        return (
            entry.seq, at.strftime("%Y-%m-%d"), at.strftime("%H:%M:%S"), *map(str, words),
            entry.subject, self.telling.doors.get(entry.door or "", entry.door),
            self.telling.called(entry.reader), entry.card, str(told["outside"]),
        )  # fmt: skip


class Exports:
    """The last exports by their token."""

    def __init__(self) -> None:
        self._lock, self._kept = Lock(), OrderedDict[str, Export]()

    def add(self, export: Export) -> str:
        """Remember one and return its token; the oldest beyond KEPT is forgotten."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        with self._lock:
            self._kept[token] = export
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return token

    def find(self, token: str, person: int) -> Export:
        """Return somebody's export; 404 for one that is not his, or is forgotten."""
        found = self._kept.get(token)
        if found is None or found.person != person:
            abort(404)
        return found

    def begin(self, token: str, person: int) -> Export:
        """Return somebody's export to be sent, once; 404 the second time."""
        with self._lock:
            found = self.find(token, person)
            if found.begun:
                abort(404)
            found.begun = True
        return found


def _exports() -> Exports:
    found: Exports = current_app.extensions.setdefault(EXTENSION, Exports())
    return found


@bp.post("/unduh")
@allow(*READERS, proof=True)
def export() -> Redirect | str | tuple[str, int]:
    """Begin to take away what the filter wants; who took what is written down."""
    form = request.form.get("bentuk", "csv")
    if form not in FORMS:
        abort(404)
    with site().reading() as session:
        wanted, tell = what_is_asked(session, request.form), telling(session)
        people = {
            each: Person(found.name, found.unit)
            for each, found in movements.everybody(session).items()
        }
    with keeper().reading() as log:
        total, last = log.count(wanted.wanted), log.last()
    if form == "xlsx" and total > MOST_ROWS:
        return render_template("log/too_many.html", total=total, most=MOST_ROWS), 422
    with site().store.session() as session:
        movements.taken(session, wanted.args, total, form, by(), site().now())
    token = _exports().add(
        Export(visitor().person, form, wanted, tell, site().log_file, total, last, people=people)
    )
    return redirect(url_for("log.export_page", token=token), 303)


@bp.get("/unduh/<token>")
@allow(*READERS)
def export_page(token: str) -> str:
    """Show how far a file is; the page fetches it by itself."""
    return render_template(
        "log/export.html", export=_exports().find(token, visitor().person), token=token
    )


@bp.get("/unduh/<token>/berkas")
@allow(*READERS)
def export_file(token: str) -> Response:
    """Send the file, once."""
    found = _exports().begin(token, visitor().person)
    day = site().now().astimezone(found.telling.zone).date().isoformat()
    return FORMS[found.form](f"log-pintu-{day}.{found.form}", found.rows())


@bp.get("/unduh/<token>/maju")
@allow(*READERS)
def export_progress(token: str) -> Response:
    """Return how far a file is."""
    found = _exports().find(token, visitor().person)
    return jsonify({"done": found.done, "total": found.total, "ended": found.ended})
