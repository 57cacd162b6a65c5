"""The demonstration's first list: the network room's paper list, on its way to the Kabid."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from register import dossiers
from register.day_one import first_list
from register.dossiers import Signature
from register.models import Door
from register.seeding.by import acting
from register.seeding.papers import scan
from register.seeding.people import INSTITUTION, SEKSI, STATISTIK
from register.seeding.times import OfficeTimes
from register.tables import Table

ROOM: Final = "network"
AGO: Final = (2, 2)  # days, and signatures since
YEAR: Final = timedelta(days=300)
PEOPLE: Final = (  # name, NIP, rank, position, unit, old card
    ("Arif Rahman Hakim, S.Kom.", "198607242010011007", "III/b", "Analis Jaringan", SEKSI, "J-03"),
    ("Wening Pujiastuti, A.Md.", "199012032014032004", "II/d", "Teknisi Jaringan", SEKSI, "J-04"),
    ("Edi Susilo", "197808152007011012", "II/d", "Pengelola Sandi", STATISTIK, "J-07"),
)  # fmt: skip


def enter_list(
    session: Session, who: Mapping[str, int], key: bytes, times: OfficeTimes
) -> None:  # fmt: skip
    """Let the operator enter it and the Kasi verify it; nothing where that room is not planted.

    Args:
        session: the writing transaction, of a demonstration's register.
        who: id of each official, by his key.
        key: that identity numbers are digested with.
        times: at which people sign.
    """
    room = session.scalar(select(Door).where(Door.name == ROOM))
    if room is None:
        return
    moments = times.halves(times.before(times.today, *AGO), len(PEOPLE))
    at = next(moments)
    rows = tuple(first_list.read(session, _table(room.label, times.today), key, at))
    scans = (("daftar-ruang-jaringan.png", scan()),)
    signature, by = Signature(person=who["operator"]), acting(session, who["operator"])
    listed = first_list.submit(session, rows, scans, None, signature, by, at)
    signature, by = Signature(person=who["kasi"]), acting(session, who["kasi"])
    dossiers.sign(session, listed, "verify", signature, by, next(moments))


def _table(room: str, today: date) -> Table:
    rows = [_row(room, today, person) for person in PEOPLE]
    return Table(tuple(rows[0]), [(n, tuple(row.values())) for n, row in enumerate(rows, 2)])


def _row(room: str, today: date, person: tuple[str, ...]) -> Mapping[str, str]:
    name, nip, rank, position, unit, card = person
    return {
        "Nama": name, "Kategori": "ASN Diskominfo", "NIP/No. identitas": nip,
        "Pangkat/Gol.": rank, "Jabatan": position, "Unit kerja": unit, "Instansi": INSTITUTION,
        "Pintu": room, "Jenis akses": "Tetap", "Hari/jam": "Senin-Jumat 07.30-16.00",
        "Nomor kartu": card, "Keperluan": "Perawatan perangkat jaringan",
        "Berlaku mulai": f"{today - YEAR:%d/%m/%Y}", "Berlaku sampai": f"{today + YEAR:%d/%m/%Y}",
        "Pendamping wajib": "tidak",
    }  # fmt: skip
