"""A year's evidence as one ZIP, made while it is sent: CSVs, and an index with their digests."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from sqlite3 import OperationalError
from typing import Final

from admin.spreadsheet import csv_text
from admin.zips import zipped
from ledger.reading import Reader
from register import dates, settings, yearly
from register.store import Session, Store

INDEX: Final = "00-indeks.txt"
Told = Callable[[int, int], None]


def pieces(store: Store, journal: Path, year: int, at: datetime, told: Told) -> Iterator[bytes]:
    """Yield the ZIP of a year.

    Args:
        store: the register; one consistent moment of it is read.
        journal: the door's, for where its chain stands.
        year: of the office's own calendar.
        at: now.
        told: how many files are done, of how many.
    """
    with store.reading() as session:
        yield from zipped(_files(session, journal, year, at, told))


def _files(
    session: Session, journal: Path, year: int, at: datetime, told: Told
) -> Iterator[tuple[str, Iterator[bytes]]]:
    span = yearly.span(session, year)
    every = tuple(yearly.evidence())
    listed: list[str] = []
    for number, each in enumerate(every):
        told(number, len(every))
        yield each.name, _digested(each.name, each.title, each.rows(session, span), listed)
    yield INDEX, iter(("\r\n".join(_index(session, journal, span, at, listed)).encode(),))
    told(len(every), len(every))


def _digested(name: str, title: str, rows: yearly.Rows, listed: list[str]) -> Iterator[bytes]:
    """Yield a CSV, and list its digest once it is whole."""
    whole, size = sha256(), 0
    for text in csv_text(rows):
        piece = text.encode()
        whole.update(piece)
        size += len(piece)
        yield piece
    listed.append(f"{whole.hexdigest()}  {name}  ({size} bita)  {title}")


def _index(
    session: Session, journal: Path, span: yearly.Span, at: datetime, listed: list[str]
) -> Iterator[str]:
    now = settings.read(session)
    yield f"BUKTI TAHUNAN PENGENDALIAN AKSES RUANG SERVER {span.year}"
    yield f"{now.region} - {now.office}"
    yield f"SOP yang berlaku: {now.sop_version}"
    yield f"Masa: {span.since.isoformat()} sampai sebelum {span.until.isoformat()}"
    yield f"Dibuat {dates.moment(at, now.zone)}; isinya keadaan pada saat itu."
    if at < span.until:
        yield "Tahun ini belum berakhir: arsip ini belum lengkap."
    yield ""
    yield "Pangkal rantai pada saat dibuat"
    for name, value in yearly.heads(session).items():
        yield f"  {name}: {value}"
    yield f"  jurnal pintu: {_journal_head(journal)}"
    yield ""
    yield "Berkas (SHA-256; periksa dengan sha256sum)"
    yield from listed
    yield ""
    yield "Dipakai untuk: SPBE (Perpres 95/2018), SNI ISO/IEC 27001:2022 A.7.2 dan A.5.18."
    yield "Nomor identitas, nomor kartu, dan sandi tidak termuat."
    yield ""


def _journal_head(journal: Path) -> str:
    try:
        with closing(Reader(journal)) as reader:
            return f"{reader.last()} {reader.root().hex()}"
    except OperationalError:
        return "belum ada"
