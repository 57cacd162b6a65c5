"""A signed paper that was photographed or scanned finds its file by its QR."""

from collections.abc import Iterator
from io import BytesIO

import pypdfium2
import pytest
from PIL import Image

from admin.paper import scans
from register.models import Attachment, Dossier
from register.seeding.papers import scan as blank
from register.workflow import State
from tests.admin.office import Office
from tests.admin.paper import desk


@pytest.fixture
def printed(office: Office) -> bytes:
    """The request's form as it came from the printer."""
    return printed_in(office)


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[bytes, str]]:
    """Such a form, and its code, for those who only look at it."""
    made = Office(tmp_path_factory.mktemp("office"))
    yield printed_in(made), code(made)
    made.bureau.store.close()


def printed_in(office: Office) -> bytes:
    desk.submitted(office)
    return bytes(office.visitor("siti").post("/kertas/berkas/1/pdf").data)


def photographed(pdf: bytes, *, turned: float, quality: int) -> bytes:
    """Return the page that has the QR as a phone sees it on a desk."""
    document = pypdfium2.PdfDocument(pdf)
    page = document[len(document) - 1].render(scale=2, grayscale=True).to_pil()
    seen = Image.new("L", (page.width + 300, page.height + 300), 90)
    seen.paste(page, (150, 150))
    kept = BytesIO()
    seen.rotate(turned, expand=True, fillcolor=90).save(kept, "JPEG", quality=quality)
    return kept.getvalue()


def code(office: Office) -> str:
    return desk.code(office, 1)


@pytest.mark.parametrize(("turned", "quality"), [(0, 90), (3, 60), (90, 60), (184, 40)])
def test_a_photograph_says_whose_paper_it_is(
    paper: tuple[bytes, str], turned: float, quality: int
) -> None:
    printed, of_it = paper
    assert scans.codes(photographed(printed, turned=turned, quality=quality)) == (of_it,)


def test_a_scanned_pdf_says_it_too_and_a_blank_page_nothing(paper: tuple[bytes, str]) -> None:
    printed, of_it = paper
    assert set(scans.codes(printed)) == {of_it}
    assert scans.codes(blank()) == ()


@pytest.mark.parametrize("content", [b"%PDF-1.7 no pdf", b"\x89PNG\r\n\x1a\n no png", b""])
def test_what_is_broken_shows_no_paper(content: bytes) -> None:
    assert scans.codes(content) == ()


def test_a_picture_that_is_a_bomb_is_not_unpacked() -> None:
    bomb = BytesIO()
    Image.new("1", (30_000, 30_000)).save(bomb, "PNG")
    assert len(bomb.getvalue()) < 5 * 1024 * 1024
    assert scans.codes(bomb.getvalue()) == ()


def test_a_script_is_told_where_the_scan_lies_or_why_nowhere(
    office: Office, printed: bytes
) -> None:
    tu, asks = office.visitor("tu"), {"Accept": "application/json"}
    sent = {"pindaian": (BytesIO(printed), "hasil.pdf")}
    found = tu.post("/arsip/pindai", data=sent, headers=asks)
    assert found.get_json() == {"to": "/arsip/1"}
    sent = {"pindaian": (BytesIO(blank()), "kosong.png")}
    unread = tu.post("/arsip/pindai", data=sent, headers=asks)
    assert unread.status_code == 422
    assert unread.get_json()["words"].startswith("QR pada berkas ini tidak terbaca")


def test_the_scan_lies_at_its_file_and_one_act_files_it(office: Office, printed: bytes) -> None:
    tu = office.visitor("tu")
    sent = BytesIO(photographed(printed, turned=3, quality=70))
    found = tu.post("/arsip/pindai", data={"pindaian": (sent, "foto.jpg")})
    assert found.headers["Location"] == "/arsip/1"
    assert "Pindaiannya sudah masuk" in tu.get("/arsip/1").text
    office.bureau.wait(minutes=1)
    filled = {"langkah": f"endorse:{office.bureau.people['atasan']}", "tanggal": "2026-11-24"}
    done = tu.post("/arsip/1", data={**filled, "masuk": "1"})
    assert done.status_code == 303, done.text
    with office.bureau.store.reading() as session:
        dossier = session.get_one(Dossier, 1)
        assert (dossier.state, dossier.steps[-1].scan_id) == (State.AT_KADIS, 1)
        assert session.get(Attachment, 2) is None  # it was not sent twice
    again = tu.post("/arsip/1", data={**filled, "masuk": "1"})
    assert again.status_code == 422


def test_what_cannot_be_read_is_typed(office: Office) -> None:
    desk.submitted(office)
    tu, sent = office.visitor("tu"), {"pindaian": (BytesIO(blank()), "pindai.png")}
    unread = tu.post("/arsip/pindai", data=sent)
    assert unread.status_code == 422
    assert "Ketik kode di bawah QR" in unread.text
    typed = {"pindaian": (BytesIO(blank()), "pindai.png"), "kode": code(office).lower()}
    assert tu.post("/arsip/pindai", data=typed).headers["Location"] == "/arsip/1"
    unknown = {"pindaian": (BytesIO(blank()), "pindai.png"), "kode": "AAAA"}
    assert "Tidak ada berkas dengan kode itu" in tu.post("/arsip/pindai", data=unknown).text
    assert "Pilih pindaian" in tu.post("/arsip/pindai", data={"kode": code(office)}).text
