"""The register of access, row by row as a grant lives; and the applicants."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from ledger.access import AccessKind, CardState
from register import applicants, cards, register_list, row_history
from register.forms.register_list import EXPIRED, REGISTER_LIST
from register.models import Card, Dossier, Grant
from register.register_list import Wanted
from register.register_rows import Known, Row, status
from register.workflow import Role, State
from tests.register.bureau import AT, Bureau
from tests.register.test_removals import act, asked
from tests.register.test_requests import act as step
from tests.register.test_requests import issued, submitted


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = Bureau(tmp_path / "register.db")
    yield made
    made.store.close()


def handed_over(bureau: Bureau) -> int:
    dossier = issued(bureau)
    bureau.wait(minutes=1)
    with bureau.session() as session:
        found = session.get_one(Dossier, dossier)
        cards.hand_over(session, found, bureau.signs("siti"), bureau.by("siti"), bureau.now)
    return dossier


def rows(bureau: Bureau, known: Known = register_list.NOTHING) -> tuple[Row, ...]:
    with bureau.store.reading() as session:
        return register_list.rows(session, bureau.now, known)


def test_an_empty_office_has_an_empty_register(bureau: Bureau) -> None:
    assert rows(bureau) == ()


def test_a_row_says_who_signed_it_and_nothing_that_the_form_does_not_have(bureau: Bureau) -> None:
    handed_over(bureau)
    (row,) = rows(bureau)
    assert row.status == CardState.ACTIVE
    assert row.values["disetujui"] == "Kabid"
    assert row.values["diterbitkan"] == "Operator"
    assert row.values["sampai"] == date(2027, 11, 23)
    assert row.values["hari_jam"] == "Senin s.d. Jumat 07.30-16.00"
    assert row.values["keterangan"] == "tata tertib versi 3"
    assert "paraf" not in row.values
    assert row.values.keys() <= {field.key for field in REGISTER_LIST.fields}


def test_the_kasi_initials_a_row_once_and_his_name_stands_in_it(bureau: Bureau) -> None:
    dossier = handed_over(bureau)
    (row,) = rows(bureau)
    assert row.initialler is Role.KASI
    step(bureau, dossier, "kasi", "initial")
    (row,) = rows(bureau)
    assert row.values["paraf"] == {"nama": "Kasi", "waktu": bureau.now}
    assert row.initialler is None


def test_a_removal_stands_in_the_row_of_what_it_took_away(bureau: Bureau) -> None:
    handed_over(bureau)
    removal = asked(bureau)
    assert [row.status for row in rows(bureau)] == [CardState.FROZEN]
    act(bureau, removal, "kasi", "confirm")
    (row,) = rows(bureau)
    with bureau.store.reading() as session:
        assert row.values["penghapusan"] == session.get_one(Dossier, removal).number


def test_the_door_is_in_step_once_it_has_seen_the_newest_revision(bureau: Bureau) -> None:
    handed_over(bureau)
    (row,) = rows(bureau, Known(revision=0, seen=AT))
    assert row.values["pembaca"] == "tertunda"
    (row,) = rows(bureau, Known(revision=1 << 40, seen=AT))
    assert row.values["pembaca"].startswith("tersinkron 24-11-2026 10.00")


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [
        (Wanted(), True),
        (Wanted(status="active"), True),
        (Wanted(status="frozen"), False),
        (Wanted(door="server"), True),
        (Wanted(door="elsewhere"), False),
        (Wanted(unit="elsewhere"), False),
        (Wanted(since=date(2027, 11, 23)), True),
        (Wanted(since=date(2027, 11, 24)), False),
        (Wanted(until=date(2026, 11, 24)), True),
        (Wanted(until=date(2026, 11, 23)), False),
    ],
)
def test_a_filter_keeps_what_it_names(bureau: Bureau, wanted: Wanted, *, kept: bool) -> None:
    handed_over(bureau)
    with bureau.store.reading() as session:
        every = register_list.rows(session, bureau.now)
        assert bool(register_list.chosen(every, wanted)) is kept


@pytest.mark.parametrize(
    ("card", "grant", "said"),
    [
        ("active", {}, "active"),
        ("not-handed-over", {}, "not-handed-over"),
        ("frozen", {}, "frozen"),
        ("lost", {}, "lost"),
        ("returned", {"revoked_at": AT}, "returned"),
        ("active", {"revoked_at": AT}, "revoked"),
        ("active", {"frozen_at": AT}, "frozen"),
        ("lost", {"frozen_at": AT}, "lost"),
        ("active", {"valid_until": AT}, EXPIRED),
        ("active", {"valid_until": AT + timedelta(milliseconds=1)}, "active"),
        ("frozen", {"valid_until": AT}, EXPIRED),
    ],
)
def test_a_row_has_the_status_of_its_card_and_its_right(
    card: str, grant: dict[str, datetime], said: str
) -> None:
    right = Grant(kind=AccessKind.STANDING, **{"valid_until": AT + timedelta(days=1), **grant})
    ended = AT if card == "returned" else None
    assert status(right, Card(state=CardState(card), ended_at=ended), AT) == said


def test_the_history_of_a_row_tells_its_request_its_card_and_its_removal(bureau: Bureau) -> None:
    handed_over(bureau)
    asked(bureau)
    with bureau.store.reading() as session:
        told = row_history.history(session, 1)
        assert row_history.history(session, 2) == ()
    acts = [each.act for each in told]
    assert acts[:3] == ["submit", "endorse", "dispose"]
    assert {"issue", "receive", "card.hand-over", "card.frozen", "ask"} <= set(acts)
    assert [each.at for each in told] == sorted(each.at for each in told)


def test_everybody_who_asked_is_among_the_applicants_and_why_he_was_refused(
    bureau: Bureau,
) -> None:
    first = submitted(bureau)
    step(bureau, first, "atasan", "reject", "Tidak bertugas di sini")
    second = submitted(bureau, "admin")
    with bureau.store.reading() as session:
        found = applicants.every(session)
        assert [(each.name, [one.dossier for one in each.requests]) for each in found] == [
            ("Admin", [second]),
            ("Siti", [first]),
        ]
        (siti,) = applicants.every(session, State.REJECTED)
        assert siti.requests[0].reason == "Tidak bertugas di sini"
        assert applicants.outcomes(found) == {State.REJECTED: 1, State.AT_SUPERIOR: 1}
