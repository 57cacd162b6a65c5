"""The door as the office sees it: what its journal says, through the one read-only file."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from operator import attrgetter
from sqlite3 import DatabaseError, OperationalError
from typing import Final

from admin.access import site
from admin.log.keeper import keeper
from ledger.events import Kind
from ledger.logbook.filter import Filter
from ledger.reading import Reader, Recorded
from register.errors import CardRefused
from register.offers import Offered
from register.register_rows import Known

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
BACK: Final = 20_000  # events: so far back one looks where no index tells
FEW: Final = 20  # events of a kind that are read at a time
ANSWERS: Final = (Kind.READER_LOST, Kind.READER_BACK)
OFFERS: Final = frozenset({Kind.CARD_OFFERED, Kind.CARD_SHOWN})
TESTS: Final = frozenset({Kind.TEST_TAP, Kind.CARD_SHOWN})
ASSURANCES: Final = ("UID_ONLY", "CRYPTO1", "SUN", "MUTUAL_AES")  # hardware.readers.Assurance


@dataclass(frozen=True, slots=True)
class DoorReader:
    """A reader as the daemon's configuration has it; one at a desk has no door."""

    name: str
    door: str
    side: str


@contextmanager
def journal() -> Iterator[Reader]:
    """Open the journal for one look; a door that never ran has none."""
    with closing(Reader(site().journal)) as reader:
        yield reader


def last() -> int:
    """Return the newest event's sequence, 0 where there is no journal yet."""
    try:
        with journal() as reader:
            return reader.last()
    except OperationalError:
        return 0


def readers() -> tuple[DoorReader, ...]:
    """Return the readers that the daemon said it has when it last started."""
    started = _started()
    return () if started is None else _readers(started)


def lost() -> Mapping[str, str]:
    """Return what the driver said of each reader that does not answer, by the reader's name."""
    started = _started()
    if started is None:
        return {}
    gone = {each.name: _gone(each.name, started.seq) for each in _readers(started)}
    return {name: why for name, why in gone.items() if why is not None}


def _gone(reader: str, since: int) -> str | None:
    """Return what was said of a reader that has not come back, or None."""
    said = [next(newest(kind, since, reader), None) for kind in ANSWERS]
    last = max(filter(None, said), key=attrgetter("seq"), default=None)
    if last is None or last.kind is not Kind.READER_LOST:
        return None
    return str((last.detail or {}).get("why", ""))


def newest(kind: Kind, after: int = 0, reader: str | None = None) -> Iterator[Recorded]:
    """Yield the journal's events of a kind behind one, newest first; none where it has none.

    They are found by the index of the log, however long ago; what that has not taken in yet is
    looked through.
    """
    wanted = Filter(kind=kind, reader=reader)
    try:
        with keeper().reading() as log, journal() as opened:
            taken = max(log.last(), after)
            fresh = takewhile(lambda event: event.seq > taken, backwards())
            yield from (
                event for event in fresh
                if event.kind is kind and reader in (None, event.reader)
            )  # fmt: skip
            before = taken + 1
            while page := log.page(wanted, before=before, limit=FEW):
                behind = [line.seq for line in page if line.seq > after]
                yield from reversed(opened.these(behind))
                before = page[-1].seq if len(behind) == len(page) else 0
    except DatabaseError:  # neither is there, or the index is damaged and is being built anew
        return


def _started() -> Recorded | None:
    return next(newest(Kind.STARTED), None)


def backwards() -> Iterator[Recorded]:
    """Yield the journal's newest events, newest first; OperationalError where there is none."""
    with journal() as reader:
        before = reader.last() + 1
        stop = max(0, before - BACK)
        while before > stop and (page := reader.before(before)):
            yield from page
            before = page[-1].seq


def at_doors(known: Iterable[DoorReader]) -> tuple[DoorReader, ...]:
    """Return those of some readers that let people through."""
    return tuple(each for each in known if each.door)


def desks(known: Iterable[DoorReader]) -> tuple[DoorReader, ...]:
    """Return those that only show the operator which card is held to them."""
    return tuple(each for each in known if not each.door)


def inner(known: Iterable[DoorReader]) -> tuple[DoorReader, ...]:
    """Return those at which somebody asks to come in: only these decide anything."""
    return tuple(each for each in at_doors(known) if each.side == "in")


def confirmed(revision: int) -> datetime | None:
    """Return when the door said that it had seen a revision of the register, or None."""
    try:
        with journal() as reader:
            said = [
                event
                for event in reader.tail()
                if event.kind is Kind.REGISTER_REVISION and (event.revision or 0) >= revision
            ]
    except OperationalError:
        return None
    return EPOCH + timedelta(milliseconds=said[-1].wall) if said else None  # the first to say so


def known() -> Known:
    """Return what the journal says beside the register: which revision the door has seen."""
    try:
        with journal() as reader:
            said = next(
                (each for each in reader.tail() if each.kind is Kind.REGISTER_REVISION), None
            )
    except OperationalError:
        return Known()
    if said is None:
        return Known()
    return Known(revision=said.revision, seen=EPOCH + timedelta(milliseconds=said.wall))


def offered(after: int, reader: str) -> Recorded | None:
    """Return the newest card that a reader offered behind event `after`, or None."""
    return _newest(_offers, after, reader)


def tested(after: int, reader: str) -> Recorded | None:
    """Return the newest test tap, or card at a desk, behind event `after`, or None."""
    return _newest(lambda event: event.kind in TESTS, after, reader)


def offer(seq: int) -> Offered:
    """Return the card that event `seq` offered; CardRefused where it offered none."""
    with journal() as opened:
        found = opened.after(seq - 1, 1)
    if not found or found[0].seq != seq or not _offers(found[0]):
        raise CardRefused(
            "Ketukan itu bukan kartu yang ditawarkan pembaca. Ketuk sekali lagi.",
            f"event {seq} offers no card; tap once more",
        )
    detail = found[0].detail or {}
    return Offered(
        fingerprint=bytes.fromhex(found[0].subject or ""),
        technology=str(detail["technology"]),
        last_four=str(detail["last_four"]),
        assurance=ASSURANCES.index(str(detail["assurance"])),
    )


def _offers(event: Recorded) -> bool:
    return event.kind in OFFERS and event.subject is not None


def _newest(wanted: Callable[[Recorded], bool], after: int, reader: str) -> Recorded | None:
    with journal() as opened:
        found = [e for e in opened.after(after) if e.reader == reader and wanted(e)]
    return found[-1] if found else None


def _readers(started: Recorded) -> tuple[DoorReader, ...]:
    said = str((started.detail or {}).get("readers", ""))
    return tuple(DoorReader(*each.split(":")) for each in said.split())
