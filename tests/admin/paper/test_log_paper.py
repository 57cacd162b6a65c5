"""The monthly report on paper: what the Kasi signed, and nothing that came after."""

from io import BytesIO

from pypdf import PdfReader

from register.door_log import log_months
from register.door_log.log_figures import Figures, Noted
from register.forms.log_report import LOG_REPORT
from register.models import milliseconds
from register.papers.paper import code_of
from tests.admin.office import Office
from tests.admin.paper import desk
from tests.admin.paper.archival import assert_archival
from tests.register.bureau import AT

MONTH = "2026-10"
FIGURES = Figures(
    month=MONTH, first_seq=2, last_seq=71, lines=70, granted=41, denied=7, exits=12,
    outside_hours=3, reasons={"expired": 2, "unknown-card": 5}, root="ab" * 32,
    anomalies=(
        Noted(1, "forced-open", "tinggi", milliseconds(AT), None, "selesai", "<script>1</script>"),
    ),
)  # fmt: skip


def signed(office: Office) -> str:
    """Have the Kasi sign October; return the digest of what he signed."""
    bureau = office.bureau
    with bureau.session() as session:
        person, by = bureau.people["kasi"], bureau.by("kasi")
        return log_months.sign(session, FIGURES, "Sesuai.", person, by, bureau.now).digest


def test_the_report_prints_every_field_and_what_was_signed(office: Office) -> None:
    digest = signed(office)
    shown = office.visitor("kabid").get(f"/kertas/log/{MONTH}").text
    found = desk.labels(shown)
    for field in desk.printed(LOG_REPORT.fields, frozenset()):
        assert field.label_id in found.get(field.key, set()), field.key
    for words in ("Oktober 2026", "70", "Pintu dibuka paksa", "Tinggi", "Selesai", digest):
        assert words in shown
    assert "<script>" not in shown.partition("<article")[2]
    assert shown.count("Tempat tanda tangan") == 1  # the Kabid's, still awaited
    made = office.visitor("kabid").post(f"/kertas/log/{MONTH}/pdf").data
    assert_archival(PdfReader(BytesIO(made)))
    with office.bureau.session() as session:
        person, by = office.bureau.people["kabid"], office.bureau.by("kabid")
        log_months.countersign(session, MONTH, person, by, office.bureau.now)
    assert "Tempat tanda tangan" not in office.visitor("kabid").get(f"/kertas/log/{MONTH}").text


def test_a_month_that_nobody_signed_has_no_report(office: Office) -> None:
    client = office.visitor("kasi")
    for month in (MONTH, "2026-13", "besok"):
        assert client.get(f"/kertas/log/{month}").status_code == 404
    assert "Log bulan Oktober 2026 belum disahkan" in client.get(f"/kertas/log/{MONTH}").text
    signed(office)
    assert office.visitor("operator").get(f"/kertas/log/{MONTH}").status_code == 403


def test_tata_usaha_prints_the_report_for_the_kabid_and_reads_no_log(office: Office) -> None:
    signed(office)
    tu = office.visitor("tu")
    assert f'href="/kertas/log/{MONTH}"' in tu.get(f"/arsip/log/{MONTH}").text
    shown = tu.get(f"/kertas/log/{MONTH}")
    assert (shown.status_code, shown.text.count("Tempat tanda tangan")) == (200, 1)
    assert tu.post(f"/kertas/log/{MONTH}/pdf").mimetype == "application/pdf"
    assert tu.get("/kertas/log/2026-09").status_code == 404
    for closed in (f"/pengesahan-log/{MONTH}", "/log-pintu", "/di-dalam"):
        assert tu.get(closed).status_code == 403


def test_tata_usaha_files_the_report_that_the_kabid_signed_with_his_pen(office: Office) -> None:
    code = code_of(signed(office))
    office.bureau.wait(minutes=1)
    tu = office.visitor("tu")
    assert f"/arsip/log/{MONTH}" in tu.get("/arsip/").text
    assert tu.get(f"/arsip/?kode={code}").location == f"/arsip/log/{MONTH}"
    scan = {"kode": code, "pindaian": (BytesIO(b"%PDF-1.7 signed"), "log.pdf")}
    assert tu.post("/arsip/pindai", data=scan).location == f"/arsip/log/{MONTH}"
    assert "Pindaiannya sudah masuk" in tu.get(f"/arsip/log/{MONTH}").text
    kabid = office.bureau.people["kabid"]
    half = tu.post(f"/arsip/log/{MONTH}", data={"orang": kabid, "masuk": "1"})
    assert half.status_code == 422
    whole = {"orang": kabid, "masuk": "1", "tanggal": "2026-11-24"}
    assert tu.post(f"/arsip/log/{MONTH}", data=whole).status_code == 303
    shown = office.visitor("kasi").get(f"/kertas/log/{MONTH}").text
    assert "Tanggal pada kertas 24 November 2026" in shown
    assert "di atas kertas" in office.visitor("kasi").get(f"/pengesahan-log/{MONTH}").text
    kept = office.visitor("auditor").get(f"/pengesahan-log/{MONTH}/kertas")
    assert (kept.data, kept.mimetype) == (b"%PDF-1.7 signed", "application/pdf")
    assert kept.headers["Content-Disposition"].startswith("attachment")
    assert tu.get("/arsip/log/2026-09").status_code == 404
