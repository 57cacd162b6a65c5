"""Dossiers that have something to print, and their sheets read back."""

from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from typing import Any

from register import applying, dossiers, people
from register.dossiers import Signature
from register.forms.fields import Field
from register.models import Cardholder, Dossier
from register.requests import begin
from tests.admin.office import Office

NIP = "199701182022031005"
BOSS = "197511111999031001"


def answers(**other: Any) -> dict[str, object]:  # noqa: ANN401 - whatever a form takes
    """A request that is complete, with rows in every list."""
    return {
        "kerahasiaan": "terbatas", "nama": "Siti Rahma, S.Kom.", "kategori": "asn-diskominfo",
        "jenis_id": "nip", "no_id": NIP, "golongan": "III/d", "jabatan": "Pranata Komputer",
        "unit_kerja": "Seksi Persandian", "instansi": "Dinas Komunikasi dan Informatika",
        "hp": "+6281234567890", "email": "siti@diskominfo.example",
        "atasan": {"nama": "Bambang Sutrisno", "nip": BOSS, "jabatan": "Kepala Seksi Persandian",
                   "email": "bambang@diskominfo.example"},
        "pintu": ["server"], "jenis_akses": "tetap", "keperluan_kat": "perawatan",
        "keperluan": "Pemeliharaan perangkat enkripsi", "mulai": "2026-11-25",
        "sampai": "2027-11-20", "hari": list("12345"), "jam": "07.30-16.00", "didampingi": False,
        "perangkat": [{"nama": "Laptop", "jenis": "laptop", "merek": "Contoh", "serial": "SN-1",
                       "jumlah": "1", "arah": "masuk"}],
        "tatib": True, "tatib_versi": 1, "nda": True, "pdp": True, "pdp_versi": 1, **other,
    }  # fmt: skip


def submitted(office: Office, **other: Any) -> int:  # noqa: ANN401 - the same
    """Submit a whole request of Siti's, to the superior that the bureau knows."""
    bureau = office.bureau
    with bureau.session() as session:
        boss = session.get_one(Cardholder, bureau.people["atasan"])
        boss.nip, boss.position = BOSS, "Kepala Seksi Persandian"
        bureau.people["atasan"] = people.named(session, {"nama": boss.name or "", "nip": BOSS}).id
        dossier = begin(session, bureau.people["siti"], "baru", bureau.by("siti"), bureau.now)
        signature = Signature(person=bureau.people["siti"])
        applying.submit(
            session, dossier, answers(**other), signature, office.site.key,
            bureau.by("siti"), bureau.now,
        )  # fmt: skip
        return dossier.id


def code(office: Office, number: int) -> str:
    """Return the code of a dossier."""
    with office.bureau.store.reading() as session:
        return session.get_one(Dossier, number).code


def sheet_path(office: Office) -> str:
    with office.bureau.store.reading() as session:
        steps = dossiers.round_of(session.get_one(Dossier, 1))
        step = next(each for each in steps if each.act == "dispose")
        return f"/kertas/berkas/1/disposisi/{step.id}"


class _Keys(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.labels: dict[str, set[str]] = {}
        self._key: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del tag
        if key := dict(attrs).get("data-key"):
            self._key = key
            self.labels.setdefault(key, set())

    def handle_data(self, data: str) -> None:
        if self._key is not None and data.strip():
            self.labels[self._key].add(data.strip())
            self._key = None


def labels(html: str) -> dict[str, set[str]]:
    """Return the labels of a sheet by their field's key."""
    found = _Keys()
    found.feed(html)
    return found.labels


def printed(fields: Iterable[Field], without: frozenset[str]) -> Iterator[Field]:
    """Yield every field that stands on paper, those inside others too, but for some."""
    for field in fields:
        if field.printed and field.key not in without:
            yield field
            yield from printed(field.columns, without)
