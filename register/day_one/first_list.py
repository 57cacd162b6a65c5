"""Day one: a paper list is read, checked row by row, and submitted whole with its scan."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from register import (
    applying,
    attachments,
    audit,
    dossiers,
    numbers,
    people,
    posts,
    rights,
    settings,
)
from register.audit import By
from register.day_one import first_cells
from register.day_one.first_rows import OF_ROW
from register.dossiers import Signature
from register.errors import Refusal
from register.forms.check import check
from register.forms.choices import Choice
from register.forms.complaint import Complaint
from register.forms.context import Context
from register.forms.first_list import FIRST_ROW
from register.forms.values import Values, text
from register.models import Card, Cardholder, Dossier, FirstRow, canonical
from register.tables import Table
from register.ways import Way
from register.workflow import Course, Role

KIND: Final = "daftar-awal"
SCAN: Final = "daftar-kertas"
SIGNING: Final = (Role.KASI, Role.KABID, Role.KADIS)


class ListRefused(Refusal):
    """A first list cannot be submitted as it is."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one cell: the row of the file, the column's name, the sentence."""

    row: int
    column: str
    id: str
    en: str


@dataclass(frozen=True, slots=True)
class Read:
    """One row as it was read; `values` are good where there are no faults."""

    number: int
    values: Values
    faults: Sequence[Fault]


def read(session: Session, table: Table, key: bytes, at: datetime) -> Iterator[Read]:
    """Check a list row by row; nothing is written.

    Args:
        session: only read.
        table: the file.
        key: that identity numbers are digested with.
        at: now.

    Raises ColumnsRefused before the first row.
    """
    places = first_cells.columns(table.columns)
    context = _context(session, table, places, at)
    known = _Known(session, key, at)
    for number, cells in table.rows:
        answers = first_cells.answers(cells, places, context)
        found = check(FIRST_ROW, answers, context)
        complaints = [*found.complaints, *known.against(number, found.values)]
        if first_cells.spoilt(cells, places):
            complaints = [each for each in complaints if each.field != "no_id"] + [_SPOILT]
        yield Read(number, found.values, tuple(_fault(number, each) for each in complaints))


def submit(
    session: Session, rows: Sequence[Read], scans: Sequence[tuple[str, bytes]],
    listed: Dossier | None, signature: Signature, by: By, at: datetime,
) -> Dossier:  # fmt: skip
    """D1: number a list, keep its rows and its scan, and sign it.

    Args:
        session: the writing transaction.
        rows: as `read` gave them; who has a card since then is found out as his row is taken.
        scans: name and content of each scan of the paper list.
        listed: the one that was sent back, or None.
        signature: of who prepares it.
        by: who sends it.
        at: now.

    Raises ListRefused, AttachmentRefused.
    """
    _whole(rows, scans)
    now = settings.read(session)
    if listed is None:
        way = Way(course=Course.FIRST_LIST)
        listed = dossiers.begin(session, way, KIND, signature.person, now.sop_version, at)
    for paper in listed.attachments:
        if paper.removed_at is None:
            attachments.remove(session, listed, paper.id, by, at)
    for name, content in scans:
        attachments.add(session, listed, SCAN, name, content, by, at)
    said = _keep(session, listed, rows)
    papers = [each.sha256 for each in listed.attachments if each.removed_at is None]
    listed.answers = {"baris": len(rows), "isi": said, "daftar_kertas": papers}
    if listed.number is None:
        listed.number, listed.submitted_at = numbers.next_number(session, now, at), at
    session.flush()
    dossiers.sign(session, listed, "submit", signature, by, at)
    audit.write(session, "first-list.submit", by, at, {"dossier": listed.id, "rows": len(rows)})
    return listed


def rows(session: Session, listed: Dossier, after: int = 0, most: int = 50) -> Sequence[FirstRow]:
    """Return rows of a list by their number in the file, beyond one, `most` at once."""
    return session.scalars(
        select(FirstRow)
        .where(FirstRow.dossier_id == listed.id, FirstRow.number > after)
        .order_by(FirstRow.number)
        .limit(most)
    ).all()


def counted(session: Session, listed: Dossier) -> tuple[int, int]:
    """Return how many rows a list has, and how many were taken."""
    found = session.execute(
        select(func.count(FirstRow.id), func.count(FirstRow.admitted_id)).where(
            FirstRow.dossier_id == listed.id
        )
    ).one()
    return int(found[0]), int(found[1])


def all_lists(session: Session) -> Sequence[tuple[Dossier, int, int]]:
    """Return every first list, newest first: how many rows it has, and how many were taken."""
    found = session.execute(
        select(Dossier, func.count(FirstRow.id), func.count(FirstRow.admitted_id))
        .outerjoin(FirstRow, FirstRow.dossier_id == Dossier.id)
        .where(Dossier.kind == KIND)
        .group_by(Dossier.id)
        .order_by(Dossier.id.desc())
    )
    return [(listed, rows_, taken) for listed, rows_, taken in found]


_SPOILT: Final = Complaint(
    "no_id",
    "Nomor identitas sudah dibulatkan oleh Excel. Ubah format kolom menjadi Teks, lalu tulis"
    " ulang.",
    "The spreadsheet has rounded the identity number. Format the column as text, write it anew.",
)


class _Known:
    """What the register and the rows before have against a row."""

    def __init__(self, session: Session, key: bytes, at: datetime) -> None:
        self._key = key
        live = select(Cardholder.nip, Cardholder.identity_digest).join(
            Card, Card.cardholder_id == Cardholder.id
        )
        self._carded: set[str | bytes | None] = set()
        for nip, digest in session.execute(live.where(Card.ended_at.is_(None))):
            self._carded |= {nip, digest}
        self._signing = {
            tenure.person.nip for role in SIGNING for tenure in posts.holders(session, role, at)
        } - {None}
        self._seen: dict[tuple[str, str], int] = {}

    def against(self, number: int, values: Values) -> Iterator[Complaint]:
        """Yield what speaks against a row."""
        identity = text(values, "no_id")
        if not identity:
            return
        for field, written in (("no_id", identity), ("nomor_kartu", text(values, "nomor_kartu"))):
            before = self._seen.setdefault((field, written), number) if written else number
            if before != number:
                yield Complaint(
                    field, f"Sama dengan baris {before}; hapus salah satunya.",
                    f"The same as row {before}; take one out.",
                )  # fmt: skip
        nip = text(values, "jenis_id") == "nip"
        if (identity if nip else people.digest(identity, self._key)) in self._carded:
            yield Complaint(
                "no_id", "Orang ini sudah memiliki kartu di daftar akses; hapus barisnya.",
                "This person has a card in the register already; take the row out.",
            )  # fmt: skip
        if identity in self._signing:
            yield Complaint(
                "no_id",
                "Orang ini menandatangani daftar awal (Kasi, Kabid, atau Kadis), jadi ia tidak"
                " mendapat akses olehnya; ajukan permintaan biasa untuknya.",
                "This person signs the first list (Kasi, Kabid or Kadis) and gets nothing by it;"
                " an ordinary request is wanted for him.",
            )


def _context(session: Session, table: Table, places: Mapping[str, int], at: datetime) -> Context:
    now = settings.read(session)
    offered = applying.offered(session)
    plain = Context(today=at.astimezone(ZoneInfo(now.zone)).date(), choices=offered)
    listed = []
    for number, cells in table.rows:
        found = first_cells.answers(cells, places, plain)
        if found.get("kategori") == people.ASN and found.get("nama"):
            name = str(found["nama"])
            listed.append(Choice(f"{OF_ROW}{number}", name, name))
    escorts = (*offered["pendamping"], *listed)
    return replace(plain, choices={**offered, "pendamping": escorts})


def _fault(number: int, complaint: Complaint) -> Fault:
    key = complaint.field.partition(".")[0]
    label = next((f.label_id for f in FIRST_ROW.fields if f.key == key), key)
    if key in ("hari", "jam"):
        label = first_cells.HOURS_COLUMN.label_id
    return Fault(number, label, complaint.id, complaint.en)


def _whole(rows_: Sequence[Read], scans: Sequence[tuple[str, bytes]]) -> None:
    if not rows_:
        raise ListRefused("Daftar belum memuat satu baris pun.", "the list has not a single row")
    wrong = [each.number for each in rows_ if each.faults]
    if wrong:
        raise ListRefused(
            f"{len(wrong)} baris perlu diperbaiki, yang pertama baris {wrong[0]}; periksa dahulu.",
            f"{len(wrong)} rows are wrong, the first is row {wrong[0]}; check the list first",
        )
    if not scans:
        raise ListRefused(
            "Pindaian daftar kertas wajib dilampirkan (PDF, JPG, atau PNG).",
            "the scan of the paper list is wanted (PDF, JPG or PNG)",
        )


def _keep(session: Session, listed: Dossier, read_: Sequence[Read]) -> str:
    """Write the rows in place of those of before; return the digest that the signatures cover."""
    session.execute(delete(FirstRow).where(FirstRow.dossier_id == listed.id))
    whole = sha256()
    new = []
    for each in read_:
        whole.update(canonical({"number": each.number, "answers": each.values}).encode())
        new.append(
            {
                "dossier_id": listed.id, "number": each.number, "name": text(each.values, "nama"),
                "nip": _nip(each.values), "answers": dict(each.values),
                "allowed": rights.of(each.values),
            }
        )  # fmt: skip
    session.execute(insert(FirstRow), new)
    return whole.hexdigest()


def _nip(values: Values) -> str | None:
    return text(values, "no_id") if text(values, "jenis_id") == "nip" else None
