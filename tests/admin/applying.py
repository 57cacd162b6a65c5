"""Form 1 as a browser posts it, and people whose numbers it can name."""

from typing import Final

from flask.testing import FlaskClient

from register.models import Cardholder
from tests.admin.office import Office
from tests.register.bureau import Bureau

ANSWERS: Final = {
    "kerahasiaan": "terbatas", "kategori": "asn-diskominfo", "jenis_id": "nip",
    "golongan": "III/d", "jabatan": "Pranata Komputer", "unit_kerja": "Seksi Persandian",
    "instansi": "Dinas Komunikasi dan Informatika", "hp": "081234567890",
    "pintu": "server", "jenis_akses": "tetap", "keperluan_kat": "perawatan",
    "keperluan": "Pemeliharaan perangkat enkripsi di rak B", "mulai": "2026-11-24",
    "sampai": "2027-11-20", "hari": ["1", "2", "3", "4", "5"], "jam": "07.30-16.00",
    "didampingi": "tidak", "tatib": "ya", "tatib_versi": "1", "nda": "ya", "pdp": "ya",
    "pdp_versi": "1",
}  # fmt: skip


def nip(person: int) -> str:
    """Return a NIP that is this person's alone."""
    return f"198501{person % 28 + 1:02}2010011{person:03}"


def named(bureau: Bureau) -> None:
    """Give everybody a NIP and an address."""
    with bureau.session() as session:
        for name, number in bureau.people.items():
            person = session.get_one(Cardholder, number)
            person.nip, person.email = nip(number), f"{name}@diskominfo.example"
            person.name = f"{name.title()} Wijaya"


def answered(bureau: Bureau, who: str, superior: str) -> dict[str, object]:
    """Return somebody's whole form."""
    person, boss = bureau.people[who], bureau.people[superior]
    return {
        **ANSWERS,
        "nama": f"{who.title()} Wijaya", "no_id": nip(person),
        "email": f"{who}@diskominfo.example",
        "atasan.nama": f"{superior.title()} Wijaya", "atasan.nip": nip(boss),
        "atasan.jabatan": "Kepala Seksi", "atasan.email": f"{superior}@diskominfo.example",
    }  # fmt: skip


def begun(browser: FlaskClient, kind: str = "baru") -> int | None:
    """Begin a request; return its dossier's number, None where it was refused."""
    answer = browser.post("/permintaan/baru", data={"jenis": kind})
    return int(answer.location.rpartition("/")[2]) if answer.status_code == 303 else None


def submitted(office: Office, who: str, superior: str = "atasan") -> int:
    """Submit a whole request for a new card; return its dossier's number."""
    browser = office.visitor(who)
    number = begun(browser)
    assert number is not None
    answer = browser.post(f"/permintaan/{number}", data=answered(office.bureau, who, superior))
    assert answer.status_code == 303, answer.text
    return number
