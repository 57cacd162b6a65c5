"""The other papers: each holds every field of its form, and states what the register knows."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from ledger.access import CardState
from register import cards, dossiers, removals
from register.forms.fields import Form
from register.forms.papers import DISPOSITION, RECEIPT
from register.forms.register_list import REGISTER_LIST, STATUSES
from register.forms.removal import REMOVAL
from register.models import Dossier
from tests.admin.office import Office
from tests.admin.paper import desk
from tests.register import test_removals
from tests.register.test_requests import issued

BLOCKS = frozenset({"kop", "qr"})


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One office in which a card was issued (1), fetched, and removed again (2)."""
    made = Office(Path(tmp_path_factory.mktemp("office")))
    bureau = made.bureau
    issued(bureau)
    bureau.wait(minutes=1)
    with bureau.session() as session:
        dossier = session.get_one(Dossier, 1)
        cards.hand_over(session, dossier, bureau.signs("siti"), bureau.by("siti"), bureau.now)
    asked = test_removals.asked(bureau)
    test_removals.act(bureau, asked, "kasi", "confirm")
    bureau.wait(minutes=1)
    with bureau.session() as session:
        dossier, by = session.get_one(Dossier, asked), bureau.by("operator")
        removals.revoke(session, dossier, bureau.signs("operator"), by, bureau.now)
        back = {"kartu": "dikembalikan", "tanggal": "2026-11-24", "penerima": "Operator",
                "kondisi": "baik", "dimusnahkan": "tidak"}  # fmt: skip
        removals.account(session, dossier, 1, back, by, bureau.now)
        removals.close(session, dossier, bureau.signs("operator"), by, bureau.now)
        assert cards.find(session, 1).state is CardState.RETURNED
    yield made
    bureau.store.close()


def page(office: Office, path: str, who: str = "kasi") -> str:
    answer = office.visitor(who).get(path)
    assert answer.status_code == 200, answer.text
    return answer.text


def sheet_path(office: Office) -> str:
    with office.bureau.store.reading() as session:
        steps = dossiers.round_of(session.get_one(Dossier, 1))
        step = next(each for each in steps if each.act == "dispose")
        return f"/kertas/berkas/1/disposisi/{step.id}"


def missing(shown: str, form: Form, without: frozenset[str] = BLOCKS) -> list[str]:
    found = desk.labels(shown)
    return [
        field.key
        for field in desk.printed(form.fields, without)
        if field.label_id not in found.get(field.key, set())
    ]


def test_the_removal_prints_every_field(office: Office) -> None:
    shown = page(office, "/kertas/berkas/2")
    assert missing(shown, REMOVAL, BLOCKS | {"lampiran", "lainnya", "pejabat"}) == []
    for words in ("Penugasan selesai", "Dikembalikan", "0001", "Seluruh akses"):
        assert words in shown


def test_the_disposition_sheet_prints_every_field(office: Office) -> None:
    shown = page(office, sheet_path(office))
    assert missing(shown, DISPOSITION) == []
    assert "Permintaan akses ruang server a.n. Siti" in shown


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/kertas/berkas/1/tanda-terima", ("Serah terima kartu", "PIHAK KEDUA menerima")),
        ("/kertas/berkas/2/tanda-terima/1", ("Pengembalian kartu", "PIHAK KEDUA mengembalikan")),
    ],
)
def test_the_deed_of_a_card_prints_every_field(
    office: Office, path: str, words: tuple[str, ...]
) -> None:
    shown = page(office, path)
    assert missing(shown, RECEIPT) == []
    day = "Selasa tanggal dua puluh empat bulan November tahun dua ribu dua puluh enam"
    for each in (*words, day, "Demikian berita acara ini", "0001"):
        assert each in shown


def test_the_register_lies_on_its_side_with_counts_and_two_signatures(office: Office) -> None:
    shown = page(office, "/kertas/daftar-akses")
    assert missing(shown, REGISTER_LIST, BLOCKS | {"tanggal", "hasil", "alasan"}) == []
    assert "paper landscape" in shown
    for words in (*(each.label_id for each in STATUSES), "Kasi", "Kabid", "Periode"):
        assert words in shown
    assert "041/001/406.020/2026" in shown
    none = page(office, "/kertas/daftar-akses?status=lost")
    assert "Tidak ada baris." in none
    client = office.visitor("auditor")
    made = client.post("/kertas/daftar-akses/pdf?status=lost", data={"ukuran": "f4"}).data
    box = PdfReader(BytesIO(made)).pages[0].mediabox
    assert [round(float(side) / 72 * 25.4) for side in box[2:]] == [330, 215]


def test_a_list_is_verified_by_the_code_of_its_contents(office: Office) -> None:
    client = office.visitor("kabid")
    made = client.post("/kertas/daftar-akses/pdf")
    name = made.headers["Content-Disposition"]
    code = name.partition("daftar-akses-")[2][:12]
    address = f"/periksa/{code}"
    told = office.app.test_client().post(address, data={"berkas": (BytesIO(made.data), "x.pdf")})
    assert "Ya, sama bita demi bita" in told.text


def test_a_list_is_for_those_who_read_the_register(office: Office) -> None:
    assert office.visitor("siti").get("/kertas/daftar-akses").status_code == 403
    assert office.visitor("siti").get("/kertas/berkas/2").status_code == 404
    assert office.visitor("kasi").get("/kertas/berkas/1/tanda-terima/1").status_code == 404
    assert office.visitor("kasi").get("/kertas/berkas/1/disposisi/1").status_code == 404
