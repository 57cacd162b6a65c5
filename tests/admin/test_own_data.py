"""What is kept about oneself, where one was, and who looked."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from ledger.events import Event, Kind, Reason
from ledger.instant import ClockState, Instant
from ledger.journal import Journal
from register import audit
from register.models import Cardholder
from tests.admin.office import Office
from tests.register.test_requests import issued


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    issued(made.bureau)
    written = Journal.open(made.site.journal, boot=uuid4().hex, reserve=4096)
    for subject in (public_id(made, "siti"), public_id(made, "kasi")):
        at = Instant(1_790_000_000_000, 1, ClockState.SYNCED)
        written.record(Event(Kind.DENIED, at, "server", "in", Reason.HOLIDAY, subject, 1))
    written.close()
    yield made
    made.bureau.store.close()


def public_id(office: Office, name: str) -> str:
    with office.bureau.store.reading() as session:
        return session.get_one(Cardholder, office.bureau.people[name]).public_id


def looks(office: Office, who: str) -> None:
    """Let somebody read Siti's movements, as the log's page says it in the audit."""
    by = audit.By(office.bureau.people[who], public_id(office, who), "test")
    with office.bureau.session() as session:
        what = {"person": public_id(office, "siti")}
        audit.write(session, "log.person", by, office.bureau.now, what)


def test_the_page_shows_ones_own_card_right_movements_and_who_looked(office: Office) -> None:
    looks(office, "kasi")
    looks(office, "siti")
    page = office.visitor("siti").get("/saya/data").text
    for told in ("Belum diserahkan", "Ruang Server", "Ditolak", "Kasi membaca log pintu Anda"):
        assert told in page
    assert page.count("Ditolak") == 1
    assert "Siti membaca" not in page
    assert "pasal 20" in page
    assert "– 23 Nov 2027<" in page  # the last day  # noqa: RUF001


def test_the_file_has_everything_and_its_taking_is_in_the_audit(office: Office) -> None:
    looks(office, "kasi")
    taken = office.visitor("siti").post("/saya/data")
    assert "attachment" in taken.headers["Content-Disposition"]
    held = taken.get_json()
    assert held["orang"]["name"] == "Siti"
    assert [each["nomor_tercetak"] for each in held["kartu"]] == ["0001"]
    assert [each["sebab"] for each in held["pergerakan"]] == ["holiday"]
    assert [each["oleh"] for each in held["dibaca_oleh"]] == ["Kasi"]
    assert "fingerprint" not in taken.text
    assert "digest" not in taken.text
    with office.bureau.store.reading() as session:
        assert audit.verify(session) > 0


def test_a_nip_stands_as_it_is_printed(office: Office) -> None:
    with office.bureau.session() as session:
        session.get_one(Cardholder, office.bureau.people["siti"]).nip = "198503122010012004"
    assert "<dd>19850312 201001 2 004</dd>" in office.visitor("siti").get("/saya/data").text


def test_who_has_nothing_is_told_so(office: Office) -> None:
    page = office.visitor("atasan").get("/saya/data").text
    assert "Anda belum memegang kartu" in page
    assert "Belum ada ketukan kartu Anda" in page
    assert "Siti" not in page
