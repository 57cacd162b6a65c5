"""What stands in a month of the door's log: counted, and its part of the chain verified."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from sqlite3 import OperationalError
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from ledger.chain import verify_range
from ledger.errors import JournalBroken
from ledger.events import Kind
from ledger.reading import Reader, Recorded
from register import dates, settings
from register.door_log import watching
from register.door_log.anomalies import Bounds, outside
from register.errors import NotFound, SignOffRefused
from register.models import Anomaly, milliseconds

STEP: Final = 5_000  # lines counted at a time
TRUSTED_WITHIN: Final = 1_000  # lines in which the first believable time is looked for
PIECE: Final = 50_000  # lines verified between two words of progress
MONTH_LETTERS: Final = "%Y-%m"
BEGINNINGS: Final = frozenset({Kind.STARTED, Kind.CRASH_FOUND, Kind.CONFIG_CHANGED})
"""What a life of the daemon begins with: nothing shows that it ran just before."""
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Noted:
    """A finding of the month as it stood when the month was signed.

    Attributes:
        at: UTC ms.
        subject: pseudonymous id, or None.
        state: `terbuka`, `ditangani` or `selesai`.
        done: what was last written to it, or None.
    """

    id: int
    rule: str
    severity: str
    at: int
    subject: str | None
    state: str
    done: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What stands in the log of a month.

    Attributes:
        month: `2026-10`, of the office's own calendar.
        first_seq: the journal's first line of it.
        last_seq: the last; one less than the first where there is none.
        lines: all of them; the chain was verified over each.
        granted, denied, exits: of people at a reader.
        outside_hours: entries outside the office's hours.
        reasons: why denied, and how often.
        root: where the journal's chain stood at the last line, hex.
        anomalies: what was found at the door.
    """

    month: str
    first_seq: int
    last_seq: int
    lines: int
    granted: int
    denied: int
    exits: int
    outside_hours: int
    reasons: dict[str, int]
    root: str
    anomalies: tuple[Noted, ...]

    def record(self) -> dict[str, Any]:
        """Return it as plain values, as it is digested and kept."""
        return asdict(self)


def size(session: Session, journal: Path, month: str) -> tuple[int, int]:
    """Return the first and the last line of a month; NotFound where it is none of the journal's."""
    return _range(journal, month, ZoneInfo(settings.read(session).zone))


def _range(journal: Path, month: str, zone: ZoneInfo) -> tuple[int, int]:
    when, first_line = span(month, zone), began(journal)
    if first_line is not None and when[1] <= first_line:
        raise nothing(month)
    try:
        with closing(Reader(journal)) as reader:
            first, behind = (_at(reader, milliseconds(each)) for each in when)
            return first, behind - 1
    except OperationalError as error:
        raise NotFound("Belum ada log pintu.", "there is no door log yet") from error


def began(journal: Path) -> datetime | None:
    """Return the first time in the journal that can be believed, or None."""
    try:
        with closing(Reader(journal)) as reader:
            first = reader.after(0, 1)
            sound = first if _sound(first) else _sound(reader.after(0, TRUSTED_WITHIN))
    except OperationalError:
        return None
    return watching.moment((sound or first)[0].wall) if first else None


def _sound(lines: Sequence[Recorded]) -> Sequence[Recorded]:
    return [line for line in lines if line.clock != "untrusted"]


def silent(session: Session, journal: Path, month: str) -> bool:
    """Tell whether a month has no line, and nothing shows that the journal was kept to its end.

    That is where the next line is a start of the daemon, or is not there yet.
    """
    first, last = size(session, journal, month)
    return last < first and _unseen(journal, last)


def _unseen(journal: Path, last: int) -> bool:
    with closing(Reader(journal)) as reader:
        following = reader.after(last, 1)
    return not following or following[0].kind in BEGINNINGS


def nothing(month: str) -> NotFound:
    """Return the refusal of a month that the journal knows nothing of."""
    id_, en = (dates.asked_month(month, each) for each in ("id", "en"))
    return NotFound(f"Tidak ada log bulan {id_}.", f"there is no log of {en}")


def not_signed(month: str) -> NotFound:
    """Return the refusal of a month that the Kasi has not signed."""
    id_, en = (dates.asked_month(month, each) for each in ("id", "en"))
    return NotFound(f"Log bulan {id_} belum disahkan.", f"the log of {en} is not signed")


def end(session: Session, month: str) -> datetime:
    """Return when a month ends on the office's calendar, exclusive; NotFound for no month."""
    return span(month, ZoneInfo(settings.read(session).zone))[1]


def prepare(
    session: Session,
    journal: Path,
    month: str,
    at: datetime,
    progress: Progress = lambda _done, _all: None,
    *,
    within: tuple[int, int] | None = None,
) -> Figures:
    """Count a month's log, and verify its part of the chain.

    Args:
        session: reading.
        journal: `journal.db`.
        month: `2026-10`.
        at: now.
        progress: told (lines walked, lines in all); each line is walked twice.
        within: its `size`, where that was asked already.

    Raises:
        SignOffRefused: the month is not over, `silent`, or the chain does not verify.
        NotFound: there is no such month, or it lies before the journal's first line or after now.
    """
    limits = watching.bounds(session)
    start, until = span(month, ZoneInfo(limits.zone))
    if at < start:
        raise nothing(month)
    if at < until:
        raise SignOffRefused(
            f"{dates.month(month)} masih berjalan; log disahkan sesudah bulan itu berakhir.",
            f"{dates.month(month, 'en')} is not over; a log is signed after its end",
        )
    first, last = within or _range(journal, month, ZoneInfo(limits.zone))
    lines = last - first + 1
    if lines == 0 and _unseen(journal, last):
        raise SignOffRefused(
            f"Tidak ada satu baris pun pada {dates.month(month)}, dan jurnal tidak menunjukkan"
            " bahwa pintu bekerja sampai bulan itu berakhir; bulan itu tidak disahkan.",
            f"there is no line of {dates.month(month, 'en')}, and the journal does not show that"
            " the door ran to its end; such a month is not signed",
        )
    try:
        verified = verify_range(journal, first, last, lambda done, _: progress(done, 2 * lines))
    except JournalBroken as error:
        raise SignOffRefused(
            f"Rantai log rusak di baris {error.seq}; log bulan {dates.month(month)} tidak dapat"
            " disahkan.",
            f"the log's chain is broken at line {error.seq}; {dates.month(month, 'en')} cannot be"
            " signed",
        ) from error
    counted = _count(journal, first, last, limits, progress)
    return Figures(
        month=month,
        first_seq=first,
        last_seq=last,
        lines=verified.count,
        granted=counted[Kind.GRANTED],
        denied=counted[Kind.DENIED],
        exits=counted[Kind.EXIT],
        outside_hours=counted["outside"],
        reasons={
            key.removeprefix("reason:"): count
            for key, count in sorted(counted.items())
            if key.startswith("reason:")
        },
        root=verified.root.hex(),
        anomalies=tuple(_noted(session, start, until)),
    )


def span(month: str, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return a month's beginning and end on the office's calendar; NotFound for no month."""
    try:
        start = datetime.strptime(month, MONTH_LETTERS).replace(tzinfo=zone)
    except ValueError as error:
        raise NotFound(f"Tidak ada bulan {month}.", f"there is no month {month}") from error
    return start, (start + timedelta(days=32)).replace(day=1)


def _at(reader: Reader, wall: int) -> int:
    """Return the first line that is not before a moment, UTC ms; one more than the last if none."""
    first = reader.after(0, 1)
    low, high = (first[0].seq if first else 1), reader.last() + 1
    while low < high:
        middle = (low + high) // 2
        if reader.after(middle - 1, 1)[0].wall < wall:
            low = middle + 1
        else:
            high = middle
    return low


def chain(journal: Path, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Verify lines piece by piece, and yield (lines verified, lines in all) after each.

    Raises JournalBroken at the first that is wrong.
    """
    for start in range(first, last + 1, PIECE):
        reached = min(start + PIECE - 1, last)
        verify_range(journal, start, reached)
        yield reached - first + 1, last - first + 1


def _count(
    journal: Path, first: int, last: int, bounds: Bounds, progress: Progress
) -> Counter[str]:
    """Count what the figures tell, by kind, by reason of denial, and outside hours."""
    counted: Counter[str] = Counter()
    lines = last - first + 1
    with closing(Reader(journal)) as reader:
        for start in range(first, last + 1, STEP):
            reached = min(start + STEP - 1, last)
            for kind, reason, count in reader.tally(start, reached):
                counted[kind] += count
                if kind == Kind.DENIED:
                    counted[f"reason:{reason}"] += count
            granted = reader.of_kind(Kind.GRANTED, start, reached)
            counted["outside"] += sum(outside(event, bounds) for event in granted)
            progress(lines + reached - first + 1, 2 * lines)
    return counted


def _noted(session: Session, start: datetime, until: datetime) -> Iterator[Noted]:
    """Yield what was found at the door in a month, oldest first."""
    for row in session.scalars(
        select(Anomaly)
        .where(Anomaly.at >= start, Anomaly.at < until)
        .options(selectinload(Anomaly.notes))
        .order_by(Anomaly.at, Anomaly.id)
    ):
        done = row.notes[-1].note if row.notes else None
        yield Noted(
            row.id, row.rule, row.severity, milliseconds(row.at), row.subject, row.state, done
        )
