"""What is too old goes, once, and nothing that is young."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from ledger.aged import last_before
from ledger.events import Event, Kind
from ledger.instant import ClockState, Instant
from ledger.reading import Reader
from register import retention, settings
from register.audit import By
from register.errors import SettingRefused
from register.messaging import messages
from register.models import DoorOrder, Notice, milliseconds
from register.retention import Dropped, before
from tests.ledger.journals import opened
from tests.register.bureau import Bureau

OLD, YOUNG = datetime(2024, 11, 23, tzinfo=UTC), datetime(2024, 11, 25, tzinfo=UTC)
SYNCED, UNTRUSTED = ClockState.SYNCED, ClockState.UNTRUSTED


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = Bureau(tmp_path / "register.db")  # now: 24 November 2026, 24 months are kept
    yield made
    made.store.close()


def journal(folder: Path, *events: tuple[datetime, ClockState]) -> Path:
    path = folder / "journal.db"
    made = opened(path)
    made.record_all(
        [
            Event(kind=Kind.DOOR_OPENED, at=Instant(milliseconds(at), number, clock))
            for number, (at, clock) in enumerate(events)
        ]
    )
    made.close()
    return path


def retain(bureau: Bureau, path: Path) -> Dropped:
    with closing(Reader(path)) as reader, bureau.session() as session:
        by = By(source="timer")
        return retention.retain(session, lambda ms: last_before(reader, ms), by, bureau.now)


def test_the_door_is_told_once_to_drop_what_is_older_than_is_kept(
    bureau: Bureau, tmp_path: Path
) -> None:
    path = journal(tmp_path, (OLD, SYNCED), (OLD, SYNCED), (YOUNG, SYNCED))
    assert retain(bureau, path).upto == 2
    assert retain(bureau, path).upto is None
    with bureau.store.reading() as session:
        (order,) = session.scalars(select(DoorOrder))
        assert (order.kind, order.upto) == ("prune", 2)


def test_an_order_that_the_door_slept_through_is_placed_again(
    bureau: Bureau, tmp_path: Path
) -> None:
    path = journal(tmp_path, (OLD, SYNCED), (YOUNG, SYNCED))
    assert retain(bureau, path).upto == 1
    bureau.wait(hours=2)
    assert retain(bureau, path).upto == 1


@pytest.mark.parametrize(
    ("events", "upto"),
    [
        ([], 0),
        ([(YOUNG, SYNCED)], 0),
        ([(OLD, SYNCED), (YOUNG, UNTRUSTED), (OLD, SYNCED), (YOUNG, SYNCED)], 3),
        ([(OLD, SYNCED), (OLD, UNTRUSTED), (YOUNG, SYNCED)], 1),
        ([(OLD, UNTRUSTED)], 0),
        ([(YOUNG, SYNCED), (OLD, SYNCED)], 0),
        ([(OLD, SYNCED)] * 450 + [(YOUNG, SYNCED)], 450),
    ],
)
def test_a_date_that_a_clock_made_up_neither_keeps_nor_drops(
    tmp_path: Path, events: list[tuple[datetime, ClockState]], upto: int
) -> None:
    cutoff = milliseconds(datetime(2024, 11, 24, tzinfo=UTC))
    with closing(Reader(journal(tmp_path, *events))) as reader:
        assert last_before(reader, cutoff) == upto


def test_old_notices_go_with_it_and_zero_months_keep_everything(
    bureau: Bureau, tmp_path: Path
) -> None:
    path = journal(tmp_path, (OLD, SYNCED), (YOUNG, SYNCED))
    with bureau.session() as session:
        for at in (OLD, YOUNG):
            messages.tell(session, bureau.people["siti"], "undeliverable", {}, at)
        settings.change(session, {"retention_months": 0}, bureau.by("admin"), bureau.now)
    assert retain(bureau, path) == Dropped(upto=None, messages=0)
    with bureau.session() as session:
        settings.change(session, {"retention_months": 24}, bureau.by("admin"), bureau.now)
    assert retain(bureau, path) == Dropped(upto=1, messages=1)
    with bureau.store.reading() as session:
        assert [each.at for each in session.scalars(select(Notice))] == [YOUNG]


def test_nobody_lets_the_doors_log_go_before_a_year_is_over(bureau: Bureau) -> None:
    with bureau.session() as session:
        with pytest.raises(SettingRefused, match="12 months at least"):
            settings.change(session, {"retention_months": 11}, bureau.by("admin"), bureau.now)
        settings.change(session, {"retention_months": 12}, bureau.by("admin"), bureau.now)


@pytest.mark.parametrize(
    ("at", "months", "earlier"),
    [
        ((2026, 11, 24), 24, (2024, 11, 24)), ((2026, 3, 31), 1, (2026, 2, 28)),
        ((2026, 1, 15), 1, (2025, 12, 15)), ((2024, 3, 31), 13, (2023, 2, 28)),
    ],
)  # fmt: skip
def test_months_are_calendar_months(
    at: tuple[int, int, int], months: int, earlier: tuple[int, int, int]
) -> None:
    assert before(datetime(*at, tzinfo=UTC), months) == datetime(*earlier, tzinfo=UTC)
