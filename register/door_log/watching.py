"""Findings at the door, looked for in the journal and kept: as often as one likes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from sqlite3 import OperationalError
from typing import Final, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.access import CardState
from ledger.reading import Reader, Recorded
from register import audit, posts, settings
from register.audit import By
from register.door_log.anomalies import (
    SEVERITIES,
    Bounds,
    Found,
    Held,
    Memory,
    Severity,
    dormant,
    look,
    merged,
    together,
)
from register.messaging import messages
from register.models import (
    Anomaly,
    Card,
    Cardholder,
    Grant,
    Holiday,
    Watch,
    milliseconds,
)
from register.store import Store
from register.workflow import Role

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
BATCH: Final = 5_000  # lines
NEWS: Final = timedelta(days=2)  # what is older is told to nobody by itself
AGAIN: Final = timedelta(hours=1)  # where no line is new, cards are looked at no sooner


class Caught(NamedTuple):
    """How far a look through the journal came.

    Attributes:
        seq: the last line looked at.
        left: lines that are still to be looked at.
        new: findings that were not known before.
    """

    seq: int
    left: int
    new: int


def catch_up(
    store: Store,
    journal: Path,
    at: datetime,
    *,
    batches: int | None = None,
    size: int = BATCH,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Caught:
    """Look through what the journal says since the last look; twice finds nothing twice.

    Args:
        store: of the register.
        journal: `journal.db`; where there is none, nothing is found in it.
        at: now.
        batches: at most so many, and nothing where no line is new; None goes to the end.
        size: lines of a batch, looked through in one transaction.
        progress: told (lines looked at, lines in all) after each.
    """
    seq, looked = _seen(store)
    new, caught = 0, Caught(seq, 0, 0)
    for events, last in _pages(journal, seq, batches, size):
        hasty = batches is not None or (looked is not None and at - looked < AGAIN)
        if not events and hasty:
            break
        with store.session() as session:
            caught = _take(session, events, last, at)
        new += caught.new
        progress(caught.seq, last)
    return caught._replace(new=new)


def bounds(session: Session) -> Bounds:
    """Return what the office calls unusual."""
    mine = settings.read(session)
    return Bounds(
        zone=mine.zone,
        hours=mine.hours,
        holidays=frozenset(session.scalars(select(Holiday.date))),
        in_row=mine.denied_in_row,
        minutes=mine.denied_minutes,
        dormant_days=mine.dormant_days,
        unused_days=mine.unused_days,
    )


def moment(wall: int) -> datetime:
    """Return a journal line's UTC ms as a moment."""
    return EPOCH + timedelta(milliseconds=wall)


def _pages(
    journal: Path, seq: int, batches: int | None, size: int
) -> Iterator[tuple[Sequence[Recorded], int]]:
    """Yield the lines behind `seq`, a batch at a time; once nothing, where there is none."""
    try:
        reader = Reader(journal)
    except OperationalError:
        yield (), seq
        return
    with closing(reader):
        last, taken = reader.last(), 0
        while True:
            events = reader.after(seq, size)
            yield events, max(last, seq)
            taken += 1
            if len(events) < size or taken == batches:
                return
            seq = events[-1].seq


def _seen(store: Store) -> tuple[int, datetime | None]:
    """Return how far the journal was looked through, and when."""
    with store.reading() as session:
        watch = session.get(Watch, 1)
        return (0, None) if watch is None else (watch.seq, watch.at)


def _take(session: Session, events: Sequence[Recorded], last: int, at: datetime) -> Caught:
    """Look at lines, keep what they tell, and remember how far it was."""
    watch = session.get(Watch, 1)
    seq = 0 if watch is None else watch.seq
    memory, limits = Memory.of({} if watch is None else watch.memory), bounds(session)
    fresh = [event for event in events if event.seq > seq]  # another may have looked meanwhile
    seq = max(seq, fresh[-1].seq if fresh else seq)
    found = list(look(fresh, memory, limits))
    if seq >= last:
        found += dormant(_held(session, at), memory, limits, milliseconds(at))
    new = _keep(session, merged(found), at)
    session.merge(Watch(id=1, seq=seq, memory=memory.kept(), at=at))
    if new:
        audit.write(session, "anomaly.found", By(), at, {"upto": seq, "new": new})
    return Caught(seq, max(0, last - seq), new)


def _held(session: Session, at: datetime) -> Iterator[Held]:
    """Yield the cards that would open, were they tapped, and since when they could be."""
    rows = session.execute(
        select(Card.id, Cardholder.public_id, Card.handed_over_at, Grant.valid_from)
        .join(Card.grant)
        .join(Grant.cardholder)
        .where(
            Card.state == CardState.ACTIVE,
            Grant.frozen_at.is_(None),
            Grant.revoked_at.is_(None),
            Grant.valid_from <= at,
            Grant.valid_until > at,
        )
    )
    for card, holder, handed_over, valid_from in rows:
        yield Held(card, holder, milliseconds(max(handed_over or valid_from, valid_from)))


def _keep(session: Session, found: Mapping[str, Found], at: datetime) -> int:
    """Keep findings: new ones, and new lines of those known; return how many are new."""
    known = {
        row.key: row
        for row in session.scalars(select(Anomaly).where(Anomaly.key.in_(found.keys())))
    }
    for each in found.values():
        row = known.get(each.key)
        if row is None:
            session.add(_anomaly(each, at))
        else:
            _go_on(row, each)
    session.flush()
    fresh = found.keys() - known.keys()
    _tell(session, [found[key] for key in fresh], at)
    return len(fresh)


def _tell(session: Session, fresh: Sequence[Found], at: datetime) -> None:
    """Tell the Kasi of what is urgent and of these days; an old journal is no news."""
    since = milliseconds(at - NEWS)
    urgent = sum(SEVERITIES[each.rule] is Severity.HIGH and each.wall >= since for each in fresh)
    if urgent:
        for tenure in posts.holders(session, Role.KASI, at):
            messages.tell(session, tenure.person_id, "finding-urgent", {"jumlah": urgent}, at)


def _go_on(row: Anomaly, found: Found) -> None:
    """Take the lines by which a known finding has grown."""
    known = [int(seq) for seq in row.events.split()]
    if found.events[-1:] > tuple(known[-1:]):
        row.until = _moment(found.until)
    row.events = _text(together(known, found.events))


def _moment(wall: int | None) -> datetime | None:
    return None if wall is None else moment(wall)


def _anomaly(found: Found, at: datetime) -> Anomaly:
    return Anomaly(
        key=found.key,
        rule=found.rule,
        severity=SEVERITIES[found.rule],
        at=moment(found.wall),
        until=_moment(found.until),
        door=found.door,
        reader=found.reader,
        subject=found.subject,
        card=found.card,
        events=_text(found.events),
        found_at=at,
    )


def _text(events: Sequence[int]) -> str:
    return " ".join(map(str, events))
