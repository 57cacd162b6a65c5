"""A paper list as an office keeps it, and its way into the register."""

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import update

from ledger.credential import fingerprint
from register import cards, dossiers, tables
from register.day_one import first_admission, first_list
from register.day_one.first_list import Read
from register.models import Cardholder, Dossier
from register.offers import Offered
from tests.register.bureau import Bureau

KEY: Final = bytes(range(32))
PDF: Final = b"%PDF-1.4 daftar"
ROW: Final[Mapping[str, str]] = {
    "Nama": "Rudi Hartono, S.T.", "Kategori": "ASN Diskominfo",
    "NIP/No. identitas": "19850312 201001 1 004", "Pangkat/Gol.": "Penata (III/c)",
    "Jabatan": "Pranata Komputer", "Unit kerja": "Bidang Infrastruktur", "Instansi": "Diskominfo",
    "Pintu": "Ruang Server", "Jenis akses": "Tetap", "Hari/jam": "Senin-Jumat 07.30-16.00",
    "Nomor kartu": "K-017", "Keperluan": "Perawatan rutin", "Berlaku mulai": "02/01/2026",
    "Berlaku sampai": "31/12/2027", "Pendamping wajib": "tidak",
}  # fmt: skip
VENDOR: Final[Mapping[str, str]] = {
    **ROW, "Nama": "Made Wirawan", "Kategori": "Vendor/pihak ketiga", "Jenis identitas": "NIK-KTP",
    "NIP/No. identitas": "3503010101900001", "Pangkat/Gol.": "-", "Nomor kartu": "K-018",
    "Pendamping wajib": "ya", "Nama pendamping": "Rudi Hartono, S.T.",
}  # fmt: skip


def sheet(rows: Sequence[Mapping[str, str]], delimiter: str = ";") -> str:
    """A list as CSV, its columns those of the rows."""
    columns = list(dict.fromkeys(key for row in rows for key in row))
    lines = [columns, *([row.get(key, "") for key in columns] for row in rows)]
    return "\r\n".join(
        delimiter.join(f'"{c}"' if delimiter in c else c for c in line) for line in lines
    )


def read(bureau: Bureau, text: str | bytes) -> list[Read]:
    content = text.encode() if isinstance(text, str) else text
    with bureau.store.reading() as session:
        return list(first_list.read(session, tables.read(content), KEY, bureau.now))


def submitted(bureau: Bureau, rows: Sequence[Mapping[str, str]] = (ROW, VENDOR)) -> int:
    """A list on the Kasi's desk."""
    with bureau.session() as session:
        found = list(first_list.read(session, tables.read(sheet(rows).encode()), KEY, bureau.now))
        listed = first_list.submit(
            session, found, [("daftar.pdf", PDF)], None, bureau.signs("operator"),
            bureau.by("operator"), bureau.now,
        )  # fmt: skip
        return listed.id


def signed(bureau: Bureau, number: int, *acts: tuple[str, str]) -> None:
    for who, act in acts:
        bureau.wait(hours=1)
        with bureau.session() as session:
            dossier = session.get_one(Dossier, number)
            signature = bureau.signs(who, "karena")
            dossiers.sign(session, dossier, act, signature, bureau.by(who), bureau.now)


RATIFIES: Final = (("kasi", "verify"), ("kabid", "approve"), ("kadis", "ratify"))


def ratified(bureau: Bureau, rows: Sequence[Mapping[str, str]] = (ROW, VENDOR)) -> int:
    """A list that Kasi, Kabid and Kadis have signed."""
    number = submitted(bureau, rows)
    signed(bureau, number, *RATIFIES)
    return number


def admitted(bureau: Bureau, listed: int, place: int = 0, by: str = "operator") -> int:
    """The dossier of one of its rows."""
    with bureau.session() as session:
        row = first_list.rows(session, session.get_one(Dossier, listed))[place]
        taken = first_admission.admit(
            session, row.id, KEY, bureau.signs(by), bureau.by(by), bureau.now
        )
        return taken.id


def tapped(bureau: Bureau, number: int, by: str = "operator", card: str = "04A2") -> int:
    """The card that was tapped in for it, K-017 unless it is another than the first."""
    offer = Offered(
        fingerprint=fingerprint(f"iso14443a:{card}", KEY), technology="iso14443a",
        last_four=card[-4:],
    )  # fmt: skip
    with bureau.session() as session:
        dossier = session.get_one(Dossier, number)
        signature = bureau.signs(by)
        printed = "K-017" if card == "04A2" else f"K-{card}"
        made = cards.issue(session, dossier, offer, printed, signature, bureau.by(by), bureau.now)
        return made.id


def has_nip(bureau: Bureau, name: str, nip: str) -> None:
    with bureau.session() as session:
        session.execute(
            update(Cardholder).where(Cardholder.id == bureau.people[name]).values(nip=nip)
        )
