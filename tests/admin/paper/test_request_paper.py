"""Form 1 on paper: every field, one sheet for page and PDF, and nothing of an answer that runs."""

from hashlib import sha256
from io import BytesIO

import pytest
from pypdf import PdfReader

from admin.paper.pdf import NotPrinted, Press
from register import attachments, dossiers, settings
from register.forms.attachment import MAGIC
from register.forms.choices import PORTRAIT
from register.forms.request import REQUEST
from register.forms.request_outcome import VERIFIABLE
from register.models import Dossier
from tests.admin.office import Office
from tests.admin.paper import desk
from tests.admin.paper.archival import assert_archival

XSS = '<script>alert("x")</script>'


@pytest.fixture
def number(office: Office) -> int:
    found = desk.submitted(office)
    office.bureau.wait(minutes=1)
    with office.bureau.session() as session:
        dossier = session.get_one(Dossier, found)
        signature, by = office.bureau.signs("atasan"), office.bureau.by("atasan")
        dossiers.sign(session, dossier, "endorse", signature, by, office.bureau.now)
    return found


def page(office: Office, number: int, who: str = "kasi", size: str = "a4") -> str:
    answer = office.visitor(who).get(f"/kertas/berkas/{number}?ukuran={size}")
    assert answer.status_code == 200, answer.text
    return answer.text


def test_every_field_of_the_form_stands_on_the_paper_under_its_own_label(
    office: Office, number: int
) -> None:
    found = desk.labels(page(office, number))
    empty = frozenset({"personel", "disposisi", "lampiran", "foto", "pejabat"})
    drawn = frozenset({"kop", "qr"})
    fields = desk.printed(REQUEST.fields, empty | drawn)
    missing = [field.key for field in fields if field.label_id not in found.get(field.key, set())]
    assert missing == []
    assert empty | drawn | {each.key for each in VERIFIABLE.columns} <= found.keys()


def test_a_portrait_is_listed_only_where_it_is_asked_or_attached(
    office: Office, number: int
) -> None:
    asked = '<h3 data-key="foto">Foto wajah'
    assert asked not in page(office, number)
    bureau, off, on = office.bureau, {"ask_photo": False}, {"ask_photo": True}
    with bureau.session() as session:
        settings.change(session, on, bureau.by("admin"), bureau.now)
    assert asked in page(office, number)
    with bureau.session() as session:
        dossier = session.get_one(Dossier, number)
        picture = (PORTRAIT, "wajah.png", MAGIC["png"], bureau.by("siti"), bureau.now)
        attachments.scanned(session, dossier, *picture)
        settings.change(session, off, bureau.by("admin"), bureau.now)
    assert asked in page(office, number)


def test_the_pdf_is_made_of_the_very_sheet_that_the_page_shows(office: Office, number: int) -> None:
    shown = page(office, number)
    client = office.visitor("kasi")
    made = client.post(f"/kertas/berkas/{number}/pdf", data={"ukuran": "f4"})
    assert made.mimetype == "application/pdf"
    assert made.headers["Content-Disposition"].startswith("attachment")
    reader = PdfReader(BytesIO(made.data))
    width, height = (round(float(side) / 72 * 25.4) for side in reader.pages[0].mediabox[2:])
    assert (width, height) == (215, 330)
    words = "".join("".join(each.extract_text() for each in reader.pages).split())
    with office.bureau.store.reading() as session:
        dossier = session.get_one(Dossier, number)
        assert dossiers.digest(dossier) in words
        assert (dossier.number or "?") in words
        assert f"Halaman1dari{len(reader.pages)}" in words
    for label in {each for them in desk.labels(shown).values() for each in them}:
        assert "".join(label.split()) in words, label
    for each in reader.pages:  # a page that got loose is known by its foot
        assert dossier.code in "".join(each.extract_text().split())
    assert_archival(reader)


def test_a_file_is_held_against_what_was_printed(office: Office, number: int) -> None:
    client, anybody = office.visitor("kasi"), office.app.test_client()
    made = client.post(f"/kertas/berkas/{number}/pdf").data
    address = f"/periksa/{desk.code(office, number)}"
    told = anybody.get(address).text
    with office.bureau.store.reading() as session:
        dossier = session.get_one(Dossier, number)
        assert dossiers.digest(dossier) in told
        assert (dossier.number or "?") in told
    assert "Siti" not in told
    assert desk.NIP not in told
    right = anybody.post(address, data={"berkas": (BytesIO(made), "a.pdf")}).text
    assert "Ya, sama bita demi bita" in right
    typed = anybody.post(address, data={"sha256": sha256(made).hexdigest().upper()}).text
    assert "Ya, sama bita demi bita" in typed
    wrong = anybody.post(address, data={"berkas": (BytesIO(made + b"\n"), "a.pdf")}).text
    assert "Bukan. Berkas ini tidak sama" in wrong
    assert anybody.get("/periksa/ABCDEFGHJKMN").status_code == 404


def test_no_answer_runs_on_the_paper(office: Office) -> None:
    found = desk.submitted(office, keperluan=f"Perbaikan {XSS}", objek=XSS)
    shown = page(office, found)
    assert XSS not in shown
    assert "&lt;script&gt;alert" in shown


def test_only_who_may_read_the_dossier_reads_its_paper(office: Office, number: int) -> None:
    assert office.visitor("admin").get(f"/kertas/berkas/{number}").status_code == 404
    assert office.visitor("siti").get(f"/kertas/berkas/{number}").status_code == 200
    assert "1997" in page(office, number, "siti")  # a form in full for its own applicant


def test_nothing_on_it_looks_like_a_certified_signature(office: Office, number: int) -> None:
    shown = page(office, number)
    assert "Ditandatangani dengan autentikasi ulang di Gapura" in shown
    for word in ("BSrE", "BSSN", "sertifikat elektronik", "secara elektronik"):
        assert word not in shown


class Elsewhere(Press):
    """A house without the extra."""

    def available(self) -> bool:
        return False


def test_without_the_extra_the_page_says_so_and_prints_by_the_browser(
    office: Office, number: int
) -> None:
    office.app.extensions["press"] = Elsewhere()
    shown = page(office, number)
    assert "Paket PDF belum dipasang" in shown
    assert "data-print" in shown
    refused = office.visitor("kasi").post(f"/kertas/berkas/{number}/pdf")
    assert refused.status_code == 422
    with pytest.raises(NotPrinted):
        Elsewhere().press("<p>", "a4")


class Stamp:
    """What an e-sign service does: more bytes behind the PDF's own."""

    def seal(self, pdf: bytes) -> bytes:
        return pdf + b"% sealed"


def test_an_e_sign_service_fits_between_the_press_and_the_record(
    office: Office, number: int
) -> None:
    office.app.extensions["press"] = Press(sealer=Stamp())
    made = office.visitor("kasi").post(f"/kertas/berkas/{number}/pdf").data
    assert made.endswith(b"% sealed")
    address = f"/periksa/{desk.code(office, number)}"
    typed = office.app.test_client().post(address, data={"sha256": sha256(made).hexdigest()})
    assert "Ya, sama bita demi bita" in typed.text
