"""The log of a month: counted, verified, signed by the Kasi, countersigned, and then fixed."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from ledger.chain import verify
from ledger.events import Event, Kind, Reason
from ledger.instant import ClockState, Instant
from ledger.journal import Journal
from register.door_log import findings, log_figures, log_months, watching
from register.door_log.findings import Handling
from register.door_log.log_figures import Figures
from register.errors import NotFound, SignOffRefused
from register.models import LogSignOff, canonical
from tests.register.bureau import AT, Bureau

OCTOBER = "2026-10"
BEGINS = datetime(2026, 9, 30, 17, 0, tzinfo=UTC)  # midnight in Jakarta
ENDS = datetime(2026, 10, 31, 17, 0, tzinfo=UTC)
MS = timedelta(milliseconds=1)
LINES = (
    (BEGINS - MS, Kind.STARTED, None),
    (BEGINS, Kind.GRANTED, Reason.GRANTED),  # midnight: outside hours
    (BEGINS + timedelta(days=5, hours=10), Kind.GRANTED, Reason.GRANTED),
    (BEGINS + timedelta(days=5, hours=11), Kind.DENIED, Reason.EXPIRED),
    (BEGINS + timedelta(days=5, hours=12), Kind.EXIT, Reason.EXIT_RECORDED),
    (BEGINS + timedelta(days=6), Kind.FORCED_OPEN, None),
    (ENDS - MS, Kind.DENIED, Reason.UNKNOWN_CARD),
    (ENDS, Kind.GRANTED, Reason.GRANTED),
)


def write(path: Path, *lines: tuple[datetime, Kind, Reason | None]) -> None:
    with closing(Journal.open(path, boot="ab" * 16)) as journal:
        for when, kind, reason in lines:
            wall = round(when.timestamp() * 1000)
            at = Instant(wall, 0, ClockState.SYNCED)
            journal.record(Event(kind=kind, at=at, door="server", reader="in", reason=reason))


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    path = tmp_path / "journal.db"
    write(path, *LINES)
    return path


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = Bureau(tmp_path / "register.db")
    yield made
    made.store.close()


def prepared(bureau: Bureau, journal: Path, month: str = OCTOBER) -> Figures:
    with bureau.store.reading() as session:
        return log_figures.prepare(session, journal, month, bureau.now)


def sign(bureau: Bureau, figures: Figures, who: str = "kasi") -> None:
    with bureau.session() as session:
        person, by = bureau.people[who], bureau.by(who)
        log_months.sign(session, figures, " Sesuai. ", person, by, bureau.now)


def countersign(bureau: Bureau, who: str = "kabid") -> None:
    with bureau.session() as session:
        log_months.countersign(
            session, OCTOBER, bureau.people[who], bureau.by(who), bureau.now + timedelta(hours=1)
        )


def test_a_month_counts_its_own_lines_by_the_offices_calendar(
    bureau: Bureau, journal: Path
) -> None:
    figures = prepared(bureau, journal)
    assert (figures.first_seq, figures.last_seq, figures.lines) == (2, 7, 6)
    assert (figures.granted, figures.denied, figures.exits) == (2, 2, 1)
    assert figures.outside_hours == 1
    assert figures.reasons == {"expired": 1, "unknown-card": 1}


def test_the_months_meet_and_their_last_root_is_the_journals(bureau: Bureau, journal: Path) -> None:
    bureau.wait(days=30)
    september, october, november = (
        prepared(bureau, journal, month) for month in ("2026-09", OCTOBER, "2026-11")
    )
    assert (september.last_seq + 1, october.last_seq + 1) == (2, november.first_seq)
    assert november.root == verify(journal).root.hex()


@pytest.mark.parametrize("then", [None, Kind.STARTED, Kind.CRASH_FOUND])
def test_a_month_in_which_the_journal_was_not_there_is_neither_signed_nor_awaited(
    bureau: Bureau, journal: Path, then: Kind | None
) -> None:
    bureau.wait(days=70)
    if then is not None:
        write(journal, (bureau.now, then, None))
    with pytest.raises(SignOffRefused, match="no line of December 2026"):
        prepared(bureau, journal, "2026-12")
    with bureau.store.reading() as session:
        states = {each.month: each for each in log_months.months(session, journal, bureau.now)}
    december, november = states["2026-12"], states["2026-11"]
    assert (december.silent, december.waits, december.overdue) == (True, False, False)
    assert (november.silent, november.waits, november.overdue) == (False, True, True)


def test_a_month_without_a_line_can_be_signed_where_the_journal_goes_on(
    bureau: Bureau, journal: Path
) -> None:
    bureau.wait(days=70)
    write(journal, (bureau.now, Kind.GRANTED, Reason.GRANTED))
    figures = prepared(bureau, journal, "2026-12")
    assert (figures.first_seq, figures.last_seq, figures.lines) == (9, 8, 0)
    sign(bureau, figures)


@pytest.mark.parametrize("month", ["1900-01", "2026-08", "2027-01"])
def test_a_month_that_the_journal_knows_nothing_of_is_neither_shown_nor_signed(
    bureau: Bureau, journal: Path, month: str
) -> None:
    with pytest.raises(NotFound):
        prepared(bureau, journal, month)
    made_up = replace(prepared(bureau, journal), month=month, first_seq=1, last_seq=0)
    with pytest.raises(NotFound):
        sign(bureau, made_up)


def test_what_was_found_and_done_stands_in_the_month(bureau: Bureau, journal: Path) -> None:
    watching.catch_up(bureau.store, journal, bureau.now)
    with bureau.session() as session:
        (forced,) = [
            each for each in findings.listed(session).anomalies if each.rule == "forced-open"
        ]
        doing = Handling("Angin.", close=True)
        person, by = bureau.people["kasi"], bureau.by("kasi")
        findings.handle(session, forced.id, doing, person, by, bureau.now)
    told = [(each.rule, each.state, each.done) for each in prepared(bureau, journal).anomalies]
    assert told == [("outside-hours", "terbuka", None), ("forced-open", "selesai", "Angin.")]


def test_progress_is_told_and_comes_to_its_end(bureau: Bureau, journal: Path) -> None:
    told: list[tuple[int, int]] = []
    with bureau.store.reading() as session:
        log_figures.prepare(session, journal, OCTOBER, AT, lambda *far: told.append(far))
        pieces = list(log_figures.chain(journal, *log_figures.size(session, journal, OCTOBER)))
    assert (told[0], told[-1]) == ((6, 12), (12, 12))
    assert pieces == [(6, 6)]


def test_a_month_that_is_still_running_cannot_be_signed(bureau: Bureau, journal: Path) -> None:
    bureau.now = ENDS - timedelta(seconds=1)
    with pytest.raises(SignOffRefused, match="not over"):
        prepared(bureau, journal)
    bureau.now = ENDS
    assert prepared(bureau, journal).lines == 6


@pytest.mark.parametrize("month", ["2026-13", "besok", "2026-1 ", ""])
def test_there_is_no_such_month(bureau: Bureau, journal: Path, month: str) -> None:
    with pytest.raises(NotFound):
        prepared(bureau, journal, month)


def test_a_broken_chain_cannot_be_signed(bureau: Bureau, journal: Path) -> None:
    with closing(sqlite3.connect(journal)) as raw, raw:
        raw.execute("DROP TRIGGER event_never_changes")
        raw.execute("UPDATE event SET body = replace(body, 'denied', 'dented') WHERE seq = 4")
    with pytest.raises(SignOffRefused, match="line 4"):
        prepared(bureau, journal)


def test_a_signed_month_is_what_was_counted_and_stays_so(bureau: Bureau, journal: Path) -> None:
    figures = prepared(bureau, journal)
    sign(bureau, figures)
    countersign(bureau)
    with bureau.store.reading() as session:
        kept = log_months.report(session, OCTOBER)
        assert kept is not None
        assert kept.figures == figures
        assert kept.digest == sha256(canonical(figures.record()).encode()).hexdigest()
        assert (kept.signed.note, kept.signed.title) == ("Sesuai.", "kasi")
        assert kept.countersigned is not None
        assert kept.countersigned.person_id == bureau.people["kabid"]
        assert log_months.report(session, "2026-09") is None
    with pytest.raises(SignOffRefused, match="the log of October 2026 is signed already"):
        sign(bureau, figures)
    with pytest.raises(SignOffRefused, match="countersign"):
        countersign(bureau)


@pytest.mark.parametrize("who", ["kabid", "kadis", "operator", "siti"])
def test_nobody_but_the_kasi_signs(bureau: Bureau, journal: Path, who: str) -> None:
    with pytest.raises(SignOffRefused, match="Kasi"):
        sign(bureau, prepared(bureau, journal), who)


@pytest.mark.parametrize("who", ["kasi", "kadis", "auditor"])
def test_nobody_but_the_kabid_countersigns(bureau: Bureau, journal: Path, who: str) -> None:
    with pytest.raises(NotFound):
        countersign(bureau)
    sign(bureau, prepared(bureau, journal))
    with pytest.raises(SignOffRefused):
        countersign(bureau, who)


@pytest.mark.parametrize(
    ("after", "running", "overdue"),
    [
        (-MS, True, False),
        (timedelta(0), False, False),
        (timedelta(days=7) - MS, False, False),
        (timedelta(days=7), False, True),
    ],
)
def test_a_month_is_overdue_seven_days_after_its_end(
    bureau: Bureau,
    journal: Path,
    after: timedelta,
    running: bool,  # noqa: FBT001
    overdue: bool,  # noqa: FBT001
) -> None:
    bureau.now = ENDS + after
    with bureau.store.reading() as session:
        states = {each.month: each for each in log_months.months(session, journal, bureau.now)}
    assert (states[OCTOBER].running, states[OCTOBER].overdue) == (running, overdue)
    assert min(states) == "2026-09"


def test_a_signed_month_is_overdue_no_more(bureau: Bureau, journal: Path) -> None:
    with bureau.store.reading() as session:
        assert log_months.overdue(session, journal, bureau.now) == ["2026-09", OCTOBER]
    sign(bureau, prepared(bureau, journal))
    with bureau.store.reading() as session:
        assert log_months.overdue(session, journal, bureau.now) == ["2026-09"]


def test_where_the_door_never_ran_there_is_no_month(bureau: Bureau, tmp_path: Path) -> None:
    with bureau.store.reading() as session:
        assert log_months.months(session, tmp_path / "none.db", AT) == ()


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM log_sign_off",
        "UPDATE log_sign_off SET report = '{}'",
        "UPDATE log_sign_off SET note = 'x'",
        "DELETE FROM log_countersignature",
        "UPDATE log_countersignature SET at = 1",
        "INSERT OR REPLACE INTO log_sign_off SELECT * FROM log_sign_off",
    ],
)
def test_raw_sql_changes_nothing_that_was_signed(
    bureau: Bureau, journal: Path, statement: str
) -> None:
    sign(bureau, prepared(bureau, journal))
    countersign(bureau)
    with closing(sqlite3.connect(bureau.store.path)) as raw:
        raw.execute("PRAGMA recursive_triggers = ON")
        with pytest.raises(sqlite3.IntegrityError):
            raw.execute(statement)


def test_raw_sql_signs_for_nobody_else_and_nothing_else(bureau: Bureau, journal: Path) -> None:
    sign(bureau, prepared(bureau, journal))
    now = round(bureau.now.timestamp() * 1000)
    month = (
        "INSERT INTO log_sign_off (month, ended, first_seq, last_seq, root, report, digest,"
        " person_id, title, capacity, at) SELECT '2026-09', ?, 1, 1, root, report, digest, ?,"
        " title, capacity, ? FROM log_sign_off"
    )
    under = (
        "INSERT INTO log_countersignature (sign_off_id, person_id, title, capacity, at, digest)"
        " VALUES (1, ?, 'Kabid', 'definitif', ?, ?)"
    )
    kasi, kabid = bureau.people["kasi"], bureau.people["kabid"]
    digest = digest_of(bureau)
    with closing(sqlite3.connect(bureau.store.path)) as raw:
        for statement, values in (
            (month, (1, kabid, now)),  # not the Kasi
            (month, (now + 1, kasi, now)),  # not over
            (under, (kasi, now, digest)),  # not the Kabid, and the very signer
            (under, (kabid, now, "00")),  # not what was signed
        ):
            with pytest.raises(sqlite3.IntegrityError):
                raw.execute(statement, values)
        raw.execute(under, (kabid, now, digest))


def digest_of(bureau: Bureau) -> str:
    with bureau.store.reading() as session:
        return session.get_one(LogSignOff, 1).digest
