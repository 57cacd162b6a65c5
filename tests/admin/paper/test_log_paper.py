"""The monthly report on paper: what the Kasi signed, and nothing that came after."""

from register import log_months
from register.forms.log_report import LOG_REPORT
from register.log_figures import Figures, Noted
from register.models import milliseconds
from tests.admin.office import Office
from tests.admin.paper import desk
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
    with office.bureau.session() as session:
        person, by = office.bureau.people["kabid"], office.bureau.by("kabid")
        log_months.countersign(session, MONTH, person, by, office.bureau.now)
    assert "Tempat tanda tangan" not in office.visitor("kabid").get(f"/kertas/log/{MONTH}").text


def test_a_month_that_nobody_signed_has_no_report(office: Office) -> None:
    client = office.visitor("kasi")
    for month in (MONTH, "2026-13", "besok"):
        assert client.get(f"/kertas/log/{month}").status_code == 404
    signed(office)
    assert office.visitor("operator").get(f"/kertas/log/{MONTH}").status_code == 403
