"""The other papers: each holds every field of its form, and states what the register knows."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from ledger.events import Reason
from register import card_life, dates, dossiers, register_list
from register.forms.fields import Form
from register.forms.papers import DISPOSITION, GUEST_BOOK, RECEIPT
from register.forms.register_list import REGISTER_LIST, STATUSES
from register.forms.removal import REMOVAL
from register.models import Card, Dossier
from register.papers import access_list
from register.papers import removal as removal_paper
from register.papers import request as request_paper
from register.papers.guest_book import BLANK
from register.papers.paper import Paper
from register.papers.receipt import DOTTED
from register.register_list import Wanted
from register.register_rows import Known
from tests.admin.office import Office
from tests.admin.paper import desk
from tests.register.test_filing import filed
from tests.register.test_filing import paper as signed_paper
from tests.register.test_requests import act, issued

BLOCKS = frozenset({"kop", "qr"})


def page(office: Office, path: str, who: str = "kasi") -> str:
    answer = office.visitor(who).get(path)
    assert answer.status_code == 200, answer.text
    return answer.text


def missing(shown: str, form: Form, without: frozenset[str] = BLOCKS) -> list[str]:
    found = desk.labels(shown)
    return [
        field.key
        for field in desk.printed(form.fields, without)
        if field.label_id not in found.get(field.key, set())
    ]


def told(paper: Paper, part: str) -> object:
    """Return how a paper says that the test tap ended."""
    record = paper.values[part]
    assert isinstance(record, dict)
    return record["uji_tap"]


def test_the_removal_prints_every_field(storied: Office) -> None:
    shown = page(storied, "/kertas/berkas/2")
    assert missing(shown, REMOVAL, BLOCKS | {"lampiran", "lainnya", "pejabat"}) == []
    for words in ("Penugasan selesai", "Dikembalikan", "0001", "Seluruh akses"):
        assert words in shown


def test_the_disposition_sheet_prints_every_field(storied: Office) -> None:
    shown = page(storied, desk.sheet_path(storied))
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
    storied: Office, path: str, words: tuple[str, ...]
) -> None:
    shown = page(storied, path)
    assert missing(shown, RECEIPT) == []
    day = "Selasa tanggal dua puluh empat bulan November tahun dua ribu dua puluh enam"
    for each in (*words, day, "Demikian berita acara ini", "0001"):
        assert each in shown


def test_a_card_that_nobody_fetched_yet_leaves_the_day_and_the_boxes_to_a_pen(
    office: Office,
) -> None:
    number = issued(office.bureau)
    act(office.bureau, number, "kasi", "initial")
    shown = page(office, f"/kertas/berkas/{number}/tanda-terima")
    assert f"Pada hari ini, {DOTTED}, PIHAK KESATU" in shown
    assert "November tahun" not in shown
    assert "Mengetahui Kasi" in shown
    assert shown.count('class="seal open"') == 2  # the register's initials sign no other paper


def test_the_day_of_a_receipt_is_the_day_on_the_paper_that_the_holder_signed(
    office: Office,
) -> None:
    number = issued(office.bureau)
    office.bureau.wait(days=1)
    filed(office.bureau, number, signed_paper(office.bureau, "siti", "receive"))
    shown = page(office, f"/kertas/berkas/{number}/tanda-terima")
    assert "Pada hari ini, Selasa tanggal dua puluh empat bulan November" in shown


def test_the_register_lies_on_its_side_with_counts_and_two_signatures(storied: Office) -> None:
    shown = page(storied, "/kertas/daftar-akses")
    assert missing(shown, REGISTER_LIST, BLOCKS | {"tanggal", "hasil", "alasan"}) == []
    assert "paper landscape" in shown
    for words in (*(each.label_id for each in STATUSES), "Kasi", "Kabid", "Periode"):
        assert words in shown
    assert "041/001/406.020/2026" in shown
    none = page(storied, "/kertas/daftar-akses?status=lost")
    assert "Tidak ada baris." in none
    client = storied.visitor("auditor")
    made = client.post("/kertas/daftar-akses/pdf?status=lost", data={"ukuran": "f4"}).data
    box = PdfReader(BytesIO(made)).pages[0].mediabox
    assert [round(float(side) / 72 * 25.4) for side in box[2:]] == [330, 215]


def test_the_guest_book_has_every_column_and_room_to_write(storied: Office) -> None:
    shown = page(storied, "/kertas/buku-tamu", "tu")
    assert missing(shown, GUEST_BOOK) == []
    assert shown.count('class="blank"') == BLANK
    assert "November 2026" in shown


def test_a_list_is_verified_by_the_code_of_its_contents(storied: Office) -> None:
    client = storied.visitor("kabid")
    made = client.post("/kertas/daftar-akses/pdf")
    name = made.headers["Content-Disposition"]
    code = name.partition("daftar-akses-")[2][:12]
    address = f"/periksa/{code}"
    told = storied.app.test_client().post(address, data={"berkas": (BytesIO(made.data), "x.pdf")})
    assert "Ya, sama bita demi bita" in told.text


def test_a_list_is_for_those_who_read_the_register(storied: Office) -> None:
    assert storied.visitor("siti").get("/kertas/daftar-akses").status_code == 403
    assert storied.visitor("siti").get("/kertas/berkas/2").status_code == 404
    assert storied.visitor("kasi").get("/kertas/berkas/1/tanda-terima/1").status_code == 404
    assert storied.visitor("kasi").get("/kertas/berkas/1/disposisi/1").status_code == 404


def test_the_register_prints_who_initialled_a_row_and_when(storied: Office) -> None:
    bureau = storied.bureau
    with bureau.session() as session, session.begin_nested() as undone:
        dossier, signature = session.get_one(Dossier, 1), bureau.signs("kasi")
        dossiers.sign(session, dossier, "initial", signature, bureau.by("kasi"), bureau.now)
        found = register_list.rows(session, bureau.now, Known(), "id")
        (row,) = access_list.paper(session, found, Wanted(), bureau.now).rows or ()
        assert row["paraf"] == "Kasi, 24 November 2026"
        undone.rollback()


@pytest.mark.parametrize(
    ("reason", "issued", "removed"),
    [(Reason.REVOKED, "Tidak", "Ya"), (Reason.GRANTED, "Ya", "Tidak")],
)
def test_the_forms_tell_how_the_test_tap_ended_and_when(
    storied: Office, reason: Reason, issued: str, removed: str
) -> None:
    bureau = storied.bureau
    with bureau.session() as session, session.begin_nested() as undone:
        card, request = session.get_one(Card, 1), session.get_one(Dossier, 1)
        assert told(request_paper.paper(session, request, bureau.now), "kartu") is None
        found = card_life.Tested(reader="in", reason=reason, event=7)
        card_life.tested(session, card, found, bureau.by("operator"), bureau.now)
        at = dates.moment(bureau.now, "Asia/Jakarta")
        paper = request_paper.paper(session, request, bureau.now)
        assert told(paper, "kartu") == f"{issued}, {at}"
        removal = removal_paper.paper(session, session.get_one(Dossier, 2), bureau.now)
        assert told(removal, "pelaksanaan") == f"{removed}, {at}"
        undone.rollback()
