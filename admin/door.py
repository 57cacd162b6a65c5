"""The door as the office sees it: what its journal says, through the one read-only file."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from sqlite3 import DatabaseError, OperationalError
from typing import Final

from admin.access import site
from admin.log.keeper import keeper
from ledger.events import Kind
from ledger.logbook.filter import Filter
from ledger.logbook.query import Log
from ledger.reading import PAGE, Reader, Recorded
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
    try:
        with saying() as said:
            return _readers(said.last(Kind.STARTED))
    except DatabaseError:
        return ()


def lost() -> Mapping[str, str]:
    """Return what the driver said of each reader that does not answer, by the reader's name."""
    try:
        with saying() as said:
            started = said.last(Kind.STARTED)
            since = 0 if started is None else started.seq
            gone = {each.name: _gone(said, each.name, since) for each in _readers(started)}
    except DatabaseError:
        return {}
    return {name: why for name, why in gone.items() if why is not None}


def _gone(said: "Saying", reader: str, since: int) -> str | None:
    """Return what was said of a reader that has not come back, or None."""
    found = [said.last(kind, since, reader) for kind in ANSWERS]
    last = max(filter(None, found), key=attrgetter("seq"), default=None)
    if last is None or last.kind is not Kind.READER_LOST:
        return None
    return str((last.detail or {}).get("why", ""))


class Saying:
    """What the daemon said, by its kind: found by the index of the log, however long ago.

    What the index has not taken in yet is looked through.
    """

    def __init__(self, log: Log, journal: Reader) -> None:
        """Take both, open for reading."""
        self._log, self._journal = log, journal

    def last(self, kind: Kind, after: int = 0, reader: str | None = None) -> Recorded | None:
        """Return the newest event of a kind behind one, or None."""
        return next(self.newest(kind, after, reader), None)

    def newest(self, kind: Kind, after: int = 0, reader: str | None = None) -> Iterator[Recorded]:
        """Yield the events of a kind behind one, newest first; of one reader, if one is named."""
        taken = max(self._log.last(), after)
        fresh = self._journal.tail(max(0, min(BACK, self._journal.last() - taken)))
        yield from (e for e in fresh if e.kind is kind and reader in (None, e.reader))
        wanted, before = Filter(kind=kind, reader=reader), taken + 1
        while page := self._log.page(wanted, before=before, limit=FEW):
            behind = [line.seq for line in page if line.seq > after]
            yield from reversed(self._journal.these(behind))
            before = page[-1].seq if len(behind) == len(page) else 0


@contextmanager
def saying() -> Iterator[Saying]:
    """Open both; sqlite3.DatabaseError where there is none, or the index is to be built anew."""
    with keeper().reading() as log, journal() as opened:
        yield Saying(log, opened)


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
        said = [each for each in _revisions() if (each.revision or 0) >= revision]
    except OperationalError:
        return None
    return EPOCH + timedelta(milliseconds=said[0].wall) if said else None  # the first to say so


def known() -> Known:
    """Return what the journal says beside the register: which revision the door has seen."""
    try:
        said = _revisions()
    except OperationalError:
        return Known()
    if not said:
        return Known()
    return Known(revision=said[-1].revision, seen=EPOCH + timedelta(milliseconds=said[-1].wall))


def _revisions() -> Sequence[Recorded]:
    """Return which revisions the door said it has seen, of the newest events, oldest first."""
    with journal() as reader:
        last = reader.last()
        return reader.of_kind(Kind.REGISTER_REVISION, last - PAGE + 1, last)


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


def _readers(started: Recorded | None) -> tuple[DoorReader, ...]:
    said = "" if started is None else str((started.detail or {}).get("readers", ""))
    return tuple(DoorReader(*each.split(":")) for each in said.split())
