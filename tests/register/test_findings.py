"""Findings kept in the register: found once, looked after by notes that nobody can change."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from ledger.events import Event, Kind, Reason
from ledger.instant import ClockState, Instant
from ledger.journal import Journal
from register.door_log import findings, watching
from register.door_log.anomalies import Rule
from register.door_log.findings import Handling
from register.errors import AnomalyRefused, NotFound
from register.messaging import messages
from register.messaging.message_texts import render
from register.models import Anomaly, AnomalyState, AuditLine
from tests.register.bureau import AT, Bureau

MS = int(AT.timestamp() * 1000)
TOMORROW = (AT + timedelta(days=1)).date()


def write(journal: Path, *kinds: Kind, after: int = 0) -> None:
    """Append events a minute apart."""
    with closing(Journal.open(journal, boot="ab" * 16)) as opened:
        for n, kind in enumerate(kinds):
            wall = MS + (after + n) * 60_000
            at = Instant(wall, (after + n) * 10**9, ClockState.SYNCED)
            reason = Reason.UNKNOWN_CARD if kind is Kind.DENIED else None
            opened.record(Event(kind=kind, at=at, door="server", reader="in", reason=reason))


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = Bureau(tmp_path / "register.db")
    yield made
    made.store.close()


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


def open_ones(bureau: Bureau, *, faults: bool = False) -> list[Anomaly]:
    with bureau.store.reading() as session:
        return list(findings.listed(session, faults=faults).anomalies)


def force(bureau: Bureau, journal: Path) -> int:
    """A door forced open, found; return the finding's id."""
    write(journal, Kind.FORCED_OPEN)
    watching.catch_up(bureau.store, journal, bureau.now)
    return open_ones(bureau)[0].id


def handle(bureau: Bureau, number: int, doing: Handling) -> Anomaly:
    with bureau.session() as session:
        by = bureau.by("kasi")
        return findings.handle(session, number, doing, bureau.people["kasi"], by, bureau.now)


def test_where_there_is_no_journal_nothing_is_found(bureau: Bureau, journal: Path) -> None:
    assert watching.catch_up(bureau.store, journal, AT) == (0, 0, 0)


def test_looking_again_finds_nothing_twice_and_a_finding_grows(
    bureau: Bureau, journal: Path
) -> None:
    write(journal, Kind.HELD_OPEN, Kind.DENIED, Kind.DENIED)
    assert watching.catch_up(bureau.store, journal, AT).new == 1
    assert watching.catch_up(bureau.store, journal, AT).new == 0
    write(journal, Kind.DENIED, Kind.HELD_OPEN_ENDED, after=3)
    assert watching.catch_up(bureau.store, journal, AT).new == 1
    held, row = sorted(open_ones(bureau), key=lambda each: each.at)
    assert (held.rule, findings.lines(held)) == (Rule.HELD_OPEN, (1, 5))
    assert held.until is not None
    assert held.until - held.at == timedelta(minutes=4)
    assert (row.rule, findings.lines(row)) == (Rule.DENIED_IN_A_ROW, (2, 3, 4))


def test_a_look_may_be_cut_short_and_goes_on_later(bureau: Bureau, journal: Path) -> None:
    write(journal, *[Kind.FORCED_OPEN] * 5)
    first = watching.catch_up(bureau.store, journal, AT, batches=1, size=2)
    assert (first.seq, first.left, first.new) == (2, 3, 2)
    told: list[tuple[int, int]] = []
    rest = watching.catch_up(
        bureau.store, journal, AT, size=2, progress=lambda *far: told.append(far)
    )
    assert (rest.seq, rest.left, rest.new) == (5, 0, 3)
    assert told == [(4, 5), (5, 5)]


def test_an_acknowledged_finding_has_an_owner_and_a_day_and_a_closed_one_stays(
    bureau: Bureau, journal: Path
) -> None:
    number = force(bureau, journal)
    doing = Handling("Periksa kamera.", owner=bureau.people["operator"], due=TOMORROW)
    anomaly = handle(bureau, number, doing)
    assert anomaly.state is AnomalyState.IN_HAND
    assert not findings.overdue(anomaly, TOMORROW)
    assert findings.overdue(anomaly, TOMORROW + timedelta(days=1))
    anomaly = handle(bureau, number, Handling("Kucing.", close=True))
    assert anomaly.state is AnomalyState.CLOSED
    assert not findings.overdue(anomaly, TOMORROW + timedelta(days=9))
    assert [note.note for note in anomaly.notes] == ["Periksa kamera.", "Kucing."]
    assert open_ones(bureau) == []
    with bureau.store.reading() as session:
        kept = findings.listed(session, AnomalyState.CLOSED)
        assert [each.id for each in kept.anomalies] == [number]
        assert kept.counts == {AnomalyState.CLOSED: 1}
        acts = [line.body for line in session.scalars(select(AuditLine))][-3:]
    assert ["anomaly.found" in acts[0], "anomaly.acknowledge" in acts[1]] == [True, True]
    assert "anomaly.close" in acts[2]
    with pytest.raises(AnomalyRefused, match="closed"):
        handle(bureau, number, Handling("Lagi.", close=True))


@pytest.mark.parametrize(
    ("note", "owner", "due", "wanted"),
    [
        (" ", "operator", TOMORROW, "note"),
        ("x" * 2001, "operator", TOMORROW, "note"),
        ("Periksa.", None, TOMORROW, "owner"),
        ("Periksa.", "operator", None, "due"),
        ("Periksa.", "operator", AT.date() - timedelta(days=1), "due"),
    ],
)
def test_what_is_wanting_is_refused_by_name(
    bureau: Bureau, journal: Path, note: str, owner: str | None, due: date | None, wanted: str
) -> None:
    number = force(bureau, journal)
    doing = Handling(note, owner=bureau.people[owner] if owner else None, due=due)
    with pytest.raises(AnomalyRefused, match=wanted):
        handle(bureau, number, doing)
    assert open_ones(bureau)[0].notes == []


def test_the_note_may_be_as_long_as_it_may_and_due_today(bureau: Bureau, journal: Path) -> None:
    number = force(bureau, journal)
    doing = Handling("x" * 2000, owner=bureau.people["operator"], due=AT.date())
    assert handle(bureau, number, doing).state is AnomalyState.IN_HAND


def test_an_operator_is_shown_faults_of_the_door_alone(bureau: Bureau, journal: Path) -> None:
    write(journal, Kind.FORCED_OPEN, *[Kind.DENIED] * 3)
    watching.catch_up(bureau.store, journal, AT)
    assert len(open_ones(bureau)) == 2
    (fault,) = open_ones(bureau, faults=True)
    assert fault.rule is Rule.FORCED_OPEN
    (row,) = [each for each in open_ones(bureau) if each.rule is Rule.DENIED_IN_A_ROW]
    with bureau.store.reading() as session, pytest.raises(NotFound):
        findings.one(session, row.id, faults=True)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM anomaly",
        "UPDATE anomaly SET rule = 'crash'",
        "UPDATE anomaly SET at = 1",
        "UPDATE anomaly SET state = 'selesai'",
        "DELETE FROM anomaly_note",
        "UPDATE anomaly_note SET note = 'x'",
        (
            "INSERT INTO anomaly (key, rule, severity, at, events, found_at, state)"
            " VALUES ('x', 'crash', 'sedang', 1, '', 1, 'selesai')"
        ),
        (
            "INSERT INTO anomaly_note (anomaly_id, state, note, by_id, at)"
            " VALUES (1, 'ditangani', 'x', 1, 1)"
        ),
        (
            "INSERT INTO anomaly_note (anomaly_id, state, note, by_id, at)"
            " VALUES (1, 'selesai', ' ', 1, 1)"
        ),
        "INSERT INTO watch (id, seq, memory, at) VALUES (2, 0, '{}', 0)",
    ],
)
def test_raw_sql_changes_nothing_that_was_found_or_written(
    bureau: Bureau, journal: Path, statement: str
) -> None:
    number = force(bureau, journal)
    handle(bureau, number, Handling("Periksa.", owner=bureau.people["operator"], due=TOMORROW))
    with (
        closing(sqlite3.connect(bureau.store.path)) as connection,
        pytest.raises(sqlite3.IntegrityError),
    ):
        connection.execute(statement)


def test_raw_sql_does_not_open_what_was_closed(bureau: Bureau, journal: Path) -> None:
    number = force(bureau, journal)
    handle(bureau, number, Handling("Kucing.", close=True))
    with (
        closing(sqlite3.connect(bureau.store.path)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="stays closed"),
    ):
        connection.execute(
            "INSERT INTO anomaly_note (anomaly_id, state, note, owner_id, due, by_id, at)"
            " VALUES (1, 'ditangani', 'x', 1, '2026-11-25', 1, 1)"
        )


def told(bureau: Bureau, who: str) -> list[str]:
    """The subjects under somebody's bell."""
    with bureau.store.reading() as session:
        return [
            render(each.template, each.fields, "en").subject
            for each in messages.of_person(session, bureau.people[who])
        ]


def test_the_kasi_is_told_of_what_is_urgent_once_and_of_nothing_old(
    bureau: Bureau, journal: Path
) -> None:
    force(bureau, journal)
    watching.catch_up(bureau.store, journal, bureau.now)
    assert told(bureau, "kasi") == ["Urgent findings at the server room's door"]
    write(journal, Kind.HELD_OPEN, after=2)  # not urgent
    watching.catch_up(bureau.store, journal, bureau.now)
    write(journal, Kind.FORCED_OPEN, after=3)
    bureau.wait(days=3)
    watching.catch_up(bureau.store, journal, bureau.now)
    assert len(told(bureau, "kasi")) == 1


def test_who_is_to_see_to_a_finding_is_told_and_nobody_tells_himself(
    bureau: Bureau, journal: Path
) -> None:
    number = force(bureau, journal)
    handle(bureau, number, Handling("Kamera.", owner=bureau.people["operator"], due=TOMORROW))
    handle(bureau, number, Handling("Saya.", owner=bureau.people["kasi"], due=TOMORROW))
    assert told(bureau, "operator") == [f"Finding {number} is handed to you"]
    assert len(told(bureau, "kasi")) == 1
