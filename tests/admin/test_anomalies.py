"""The page of what needs attention: who reads it, who acts, and what it says."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from admin.anomaly_words import SEVERITIES, STATES, WORDINGS
from ledger.events import Event, Kind, Reason
from ledger.instant import ClockState, Instant
from ledger.journal import Journal
from register.door_log.anomalies import Rule, Severity
from register.models import AnomalyState
from tests.admin.office import Office
from tests.register.bureau import AT

PAGE = "/perlu-perhatian"
KINDS = (Kind.FORCED_OPEN, Kind.FORCED_OPEN_ENDED, Kind.DENIED, Kind.DENIED, Kind.DENIED)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office(tmp_path)
    with closing(Journal.open(office.site.journal, boot="ab" * 16)) as journal:
        for n, kind in enumerate(KINDS):
            wall = int(AT.timestamp() * 1000) + n * 60_000
            reason = Reason.UNKNOWN_CARD if kind is Kind.DENIED else None
            at = Instant(wall, n * 10**9, ClockState.SYNCED)
            journal.record(Event(kind=kind, at=at, door="server", reader="in", reason=reason))
    office.bureau.wait(hours=1)
    return office


def test_each_rule_severity_and_state_has_its_words() -> None:
    assert set(WORDINGS) == set(Rule)
    assert set(SEVERITIES) == set(Severity)
    assert set(STATES) == set(AnomalyState)


@pytest.mark.parametrize("who", ["kasi", "kabid", "kadis", "sekretaris", "auditor"])
def test_who_answers_for_the_door_reads_everything(office: Office, who: str) -> None:
    page = office.visitor(who).get(PAGE).text
    assert "terbuka tanpa izin selama 1 menit" in page
    assert "Ditolak 3 kali berturut-turut" in page


def test_an_operator_sees_the_doors_faults_alone(office: Office) -> None:
    operator = office.visitor("operator")
    page = operator.get(PAGE).text
    assert "terbuka tanpa izin" in page
    assert "berturut-turut" not in page
    assert [operator.get(f"{PAGE}/{n}").status_code for n in (1, 2)] == [200, 404]


@pytest.mark.parametrize("who", ["siti", "tu", "admin"])
def test_nobody_else_gets_in(office: Office, who: str) -> None:
    visitor = office.visitor(who)
    assert visitor.get(PAGE).status_code == 403
    assert PAGE not in visitor.get("/").text


def test_the_kasi_takes_a_finding_in_hand_and_closes_it(office: Office) -> None:
    kasi = office.visitor("kasi")
    assert kasi.get(PAGE).status_code == 200
    form = {
        "note": "Lihat kamera <b>",
        "owner": office.bureau.people["operator"],
        "due": (office.bureau.now + timedelta(days=2)).date().isoformat(),
    }
    assert kasi.post(f"{PAGE}/1/tangani", data=form).status_code == 303
    shown = kasi.get(f"{PAGE}/1").text
    assert "Lihat kamera &lt;b&gt;" in shown
    assert "tenggat 26 November 2026" in shown
    assert kasi.post(f"{PAGE}/1/selesai", data={"note": "Kucing."}).status_code == 303
    assert "terbuka tanpa izin" not in kasi.get(PAGE).text
    assert "terbuka tanpa izin" in kasi.get(f"{PAGE}?selesai=1").text
    assert f"{PAGE}/1/tangani" not in kasi.get(f"{PAGE}/1").text


def test_an_incomplete_answer_is_refused_in_words(office: Office) -> None:
    kasi = office.visitor("kasi")
    kasi.get(PAGE)
    refused = kasi.post(f"{PAGE}/1/tangani", data={"note": "x", "owner": "", "due": "besok"})
    assert refused.status_code == 422
    assert "Penanggung jawab belum dipilih." in refused.text


@pytest.mark.parametrize("who", ["kabid", "kadis", "auditor", "operator"])
def test_others_read_and_do_not_write(office: Office, who: str) -> None:
    visitor = office.visitor(who)
    visitor.get(PAGE)
    assert visitor.post(f"{PAGE}/1/selesai", data={"note": "x"}).status_code == 403
    assert f"{PAGE}/1/selesai" not in visitor.get(f"{PAGE}/1").text


def test_the_lines_behind_a_finding_stand_on_its_page(office: Office) -> None:
    kasi = office.visitor("kasi")
    kasi.post(PAGE)
    page = kasi.get(f"{PAGE}/1").text
    assert "Pintu dibuka paksa" in page
    assert "Pintu yang dibuka paksa sudah tertutup" in page
    assert "24 Nov 2026 10.01.00" in page


def test_each_line_leads_to_the_log_but_no_operator(office: Office) -> None:
    link = '<a href="/log-pintu/baris/2">2</a>'
    for who, led in (("kasi", True), ("operator", False)):
        visitor = office.visitor(who)
        visitor.get(PAGE)
        assert (link in visitor.get(f"{PAGE}/1").text) is led


def test_where_the_door_never_ran_the_page_says_that_nothing_needs_attention(
    tmp_path: Path,
) -> None:
    page = Office(tmp_path).visitor("kasi").get(PAGE).text
    assert "Tidak ada yang perlu perhatian." in page
