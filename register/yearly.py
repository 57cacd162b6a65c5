"""A year's evidence for an audit (SPBE; ISO 27001 A.7.2): what is in it, table by table."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

from sqlalchemy import Column, ColumnElement, Table, select
from sqlalchemy.orm import Session

from register import audit_trail, settings
from register.audit_trail import Wanted
from register.models import (
    Base,
    Cardholder,
    Dossier,
    Grant,
    RegisterMeta,
    RegisterRevision,
    canonical,
)
from register.ways import STEPS
from register.workflow import Procedure

Cell: TypeAlias = str | int | None
Rows: TypeAlias = Iterator[Sequence[Cell]]
PEOPLE: Final = "cardholder"
LEFT_OUT: Final = frozenset({"fingerprint", "pin_hash", "duress_hash", "content", "snapshot"})
"""Secrets, and what is no table: never in an archive."""


@dataclass(frozen=True, slots=True)
class Span:
    """A year of the office, [since, until) in UTC."""

    year: int
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Evidence:
    """One file of the archive: its name, what it proves, and its rows."""

    name: str
    title: str
    rows: Callable[[Session, Span], Rows]


def span(session: Session, year: int) -> Span:
    """Return a year as the office's clock has it."""
    zone = ZoneInfo(settings.read(session).zone)
    since, until = (datetime(each, 1, 1, tzinfo=zone).astimezone(UTC) for each in (year, year + 1))
    return Span(year, since, until)


def _table(name: str, at: str | None, through: tuple[str, str, str] | None = None) -> Callable[
    [Session, Span], Rows
]:  # fmt: skip
    """Return the rows of a table whose moment falls into the year.

    Args:
        name: the table's.
        at: the column with its moment; None: all of it.
        through: the column that leads to another table, that table, and the moment there.
    """

    def rows(session: Session, year: Span) -> Rows:
        table = Base.metadata.tables[name]
        columns = [each for each in table.columns if each.name not in LEFT_OUT]
        yield [each.name for each in columns]
        names = _people(session)
        statement = select(*columns).order_by(*table.primary_key)
        if at is not None:
            statement = statement.where(*_within(table.columns[at], year))
        if through is not None:
            by, other, moment = through
            there = Base.metadata.tables[other]
            wanted = select(next(iter(there.primary_key))).where(
                *_within(there.columns[moment], year)
            )
            statement = statement.where(table.columns[by].in_(wanted))
        for row in session.execute(statement):
            yield [_cell(column, value, names) for column, value in zip(columns, row, strict=True)]

    return rows


def _within(column: Column[object], year: Span) -> Iterator[ColumnElement[bool]]:
    yield column >= year.since
    yield column < year.until


def _people(session: Session) -> Mapping[int, str]:
    found = session.execute(select(Cardholder.id, Cardholder.public_id, Cardholder.name))
    return {number: f"{public_id} {name or ''}".strip() for number, public_id, name in found}


def _cell(column: Column[object], value: object, names: Mapping[int, str]) -> Cell:
    if value is None:
        return None
    if isinstance(value, int) and any(
        key.column.table.name == PEOPLE for key in column.foreign_keys
    ):
        return names.get(value, str(value))
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds")
    if isinstance(value, dict):
        return canonical(value)
    if isinstance(value, bytes):
        return value.hex()
    return int(value) if isinstance(value, int) else str(value)


def _grants(session: Session, year: Span) -> Rows:
    """Yield every right that stood on the year's last day: whose, which doors, until when."""
    yield (
        "nomor_permintaan", "pemegang", "unit_kerja", "kategori", "jenis", "pintu", "berlaku_dari",
        "berlaku_sampai", "dibekukan", "dicabut", "versi_sop", "kartu",
    )  # fmt: skip
    standing = (
        select(Grant)
        .where(Grant.granted_at < year.until, Grant.valid_until >= year.until)
        .order_by(Grant.id)
    )
    for grant in session.scalars(standing):
        if grant.revoked_at is not None and grant.revoked_at < year.until:
            continue
        holder = grant.cardholder
        yield (
            grant.request_number, f"{holder.public_id} {holder.name or ''}".strip(), holder.unit,
            holder.kind, grant.kind, ", ".join(each.door.label for each in grant.doors),
            _iso(grant.valid_from), _iso(grant.valid_until), _iso(grant.frozen_at),
            _iso(grant.revoked_at), grant.sop_version,
            ", ".join(f"{card.printed or card.last_four}: {card.state}" for card in grant.cards),
        )  # fmt: skip


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat(timespec="milliseconds")


def _dossiers(procedure: Procedure) -> Callable[[Session, Span], Rows]:
    """Return the dossiers of a procedure that were submitted in the year, each with its end."""

    def rows(session: Session, year: Span) -> Rows:
        yield ("nomor", "jenis", "pemohon", "status", "diajukan", "sejak", "versi_sop", "digest",
               "rantai", "isi_dihapus")  # fmt: skip
        names = _people(session)
        wanted = (
            select(Dossier)
            .where(Dossier.procedure == procedure, *_within(_column("dossier", "opened_at"), year))
            .order_by(Dossier.id)
        )
        for each in session.scalars(wanted):
            last = each.steps[-1] if each.steps else None
            yield (
                each.number, each.kind, names.get(each.applicant_id), each.state,
                _iso(each.submitted_at), _iso(each.changed_at), each.sop_version,
                None if last is None else last.digest, None if last is None else last.chain,
                _iso(each.erased_at),
            )  # fmt: skip

    return rows


def _column(table: str, name: str) -> Column[object]:
    found: Column[object] = Base.metadata.tables[table].columns[name]
    return found


def _audit(session: Session, year: Span) -> Rows:
    yield ("seq", "at", "by", "from", "act", "what", "chain")
    after = 0
    while page := audit_trail.all_lines(session, Wanted(since=year.since, until=year.until), after):
        for line in page:
            yield (line.seq, _iso(line.at), line.by, line.source, line.act, canonical(line.what),
                   line.chain)  # fmt: skip
        after = page[-1].seq


def _sop(session: Session, _: Span) -> Rows:
    """Yield the SOP's own table as it is in force, every way of it."""
    now = settings.read(session)
    yield ("versi_sop", "cara", "langkah", "tindakan", "dari", "ke", "peran", "label")
    for way, steps in STEPS.items():
        for step in steps:
            yield (now.sop_version, way, step.number, step.act, step.before, step.after, step.role,
                   step.label_id)  # fmt: skip


ALWAYS: Final = (
    Evidence("01-daftar-akses.csv", "Hak akses yang berlaku pada hari terakhir tahun itu", _grants),
    Evidence("02-permintaan.csv", "Permintaan dan hasilnya", _dossiers(Procedure.REQUEST)),
    Evidence("03-tanda-tangan.csv", "Setiap tanda tangan: siapa, sebagai apa, kapan, bagaimana",
             _table("step", "at")),
    Evidence("04-review.csv", "Review akses dan hasilnya", _dossiers(Procedure.REVIEW)),
    Evidence("05-penghapusan.csv", "Permintaan penghapusan", _dossiers(Procedure.REMOVAL)),
    Evidence("06-pencabutan.csv", "Kartu yang dicabut, dengan waktu konfirmasi pintu",
             _table("removal_item", None, ("dossier_id", "dossier", "opened_at"))),
    Evidence("07-kartu.csv", "Kartu yang terbit pada tahun itu", _table("card", "issued_at")),
    Evidence("08-jabatan.csv", "Pemegang jabatan, Plt., dan Plh.", _table("tenure", None)),
    Evidence("09-sop.csv", "SOP yang berlaku, langkah demi langkah", _sop),
    Evidence("10-audit.csv", "Setiap tindakan dalam aplikasi, berantai", _audit),
    Evidence("11-penghapusan-data.csv", "Orang yang datanya dihapus, dan dasarnya",
             _table("erasure", "at")),
)  # fmt: skip
WHERE_THERE_IS: Final = (  # name, title, table, the column of its moment
    ("12-review-berkas.csv", "Snapshot dan tenggat setiap review", "review", "taken_at"),
    ("13-review-keputusan.csv", "Keputusan review untuk setiap pemegang", "review_item", None),
    ("14-log-bulanan.csv", "Log pintu yang ditandatangani Kasi setiap bulan", "log_sign_off", "at"),
    ("15-log-mengetahui.csv", "Tanda mengetahui Kabid pada log bulanan", "log_countersignature",
     "at"),
    ("16-pengecualian.csv", "Temuan pada log pintu", "anomaly", "at"),
    ("17-tindak-lanjut.csv", "Tindak lanjut setiap temuan", "anomaly_note", "at"),
    ("18-buku-tamu.csv", "Kunjungan menurut buku tamu", "visit", "arrived_at"),
)  # fmt: skip


def evidence() -> Iterator[Evidence]:
    """Yield the files of an archive, in order."""
    yield from ALWAYS
    for name, title, table, at in WHERE_THERE_IS:
        known: Table | None = Base.metadata.tables.get(table)
        if known is not None and (at is None or at in known.columns):
            yield Evidence(name, title, _table(table, at))


def heads(session: Session) -> Mapping[str, str]:
    """Return where the register stands: its origin, its revision, the audit's chain."""
    seq, chain = audit_trail.head(session)
    return {
        "register": session.scalars(select(RegisterMeta.origin)).one(),
        "revisi register": str(session.get_one(RegisterRevision, 1).revision),
        "audit": f"{seq} {chain}",
    }
