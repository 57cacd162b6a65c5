"""What a demonstration's journal tells of the days before it: one scene at the door at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from ledger.access import Entry
from ledger.events import Detail, Kind, Reason

DOOR: Final = "server"
OUT: Final = "keluar"  # the reader inside, at which people tap when they leave
UNLOCK: Final = 5.0  # seconds
STEP: Final = 37 * 60_000  # ms by which the clock once jumped


class Line(NamedTuple):
    """One event of a scene.

    Attributes:
        after: seconds from the scene's beginning.
        door: whether it is the door's, and not the controller's own.
    """

    after: float
    kind: Kind
    reader: str | None = None
    reason: Reason | None = None
    who: Entry | None = None
    subject: str | None = None
    detail: Detail | None = None
    door: bool = True


@dataclass(frozen=True, slots=True)
class Scene:
    """Events that follow each other with nothing between them.

    Attributes:
        at: when it begins, aware.
        boots: whether the controller starts again here.
    """

    at: datetime
    lines: Sequence[Line]
    boots: bool = False

    @property
    def end(self) -> datetime:
        """Return the moment of the last event."""
        return self.at + timedelta(seconds=self.lines[-1].after)


def opened(after: float) -> tuple[Line, ...]:
    """Return what the door says when somebody walks in or out."""
    return (
        Line(after + 1.8, Kind.DOOR_OPENED),
        Line(after + 2.3, Kind.RELOCKED),
        Line(after + 5.1, Kind.DOOR_CLOSED),
    )


def entry(at: datetime, who: Entry, reader: str) -> Scene:
    """Somebody taps and goes in."""
    return Scene(at, (Line(0, Kind.GRANTED, reader, Reason.GRANTED, who), *opened(0)))


def leaving(at: datetime, who: Entry) -> Scene:
    """Somebody taps inside, and goes out."""
    return Scene(
        at,
        (
            Line(0, Kind.EXIT_REQUESTED),
            Line(0, Kind.EXIT, OUT, Reason.EXIT_RECORDED, who),
            Line(1.6, Kind.DOOR_OPENED),
            Line(4.4, Kind.DOOR_CLOSED),
        ),
    )


def escorted(at: datetime, guest: Entry, escort: Entry, reader: str) -> Scene:
    """A visitor taps, then his escort: the door opens for both."""
    detail = {"companion": guest.cardholder}
    return Scene(
        at,
        (
            Line(0, Kind.WAITING, reader, Reason.WAITING_FOR_ESCORT, guest),
            Line(4, Kind.GRANTED, reader, Reason.GRANTED_WITH_ESCORT, escort, detail=detail),
            *opened(4),
        ),
    )


def alone(at: datetime, guest: Entry, reader: str) -> Scene:
    """A visitor taps, and no escort comes."""
    return Scene(
        at,
        (
            Line(0, Kind.WAITING, reader, Reason.WAITING_FOR_ESCORT, guest),
            Line(15, Kind.DENIED, reader, Reason.ESCORT_MISSING, subject=guest.cardholder),
        ),
    )


def with_pin(at: datetime, who: Entry, reader: str) -> Scene:
    """Somebody taps at the keypad, and types his PIN."""
    asked = Line(0, Kind.WAITING, reader, Reason.WAITING_FOR_PIN, who)
    return Scene(at, (asked, Line(6, Kind.GRANTED, reader, Reason.GRANTED, who), *opened(6)))


def denied(at: datetime, reader: str, reason: Reason, who: Entry | None = None) -> Scene:
    """A tap that opens nothing; nobody's where no number was read."""
    return Scene(at, (Line(0, Kind.DENIED, reader, reason, who),))


def stranger(at: datetime, reader: str, fingerprint: str, times: int = 1) -> Scene:
    """A card that nobody has, once or again and again."""
    detail = {"technology": "iso14443a"}
    reason = Reason.UNKNOWN_CARD
    return Scene(
        at,
        tuple(
            Line(9.0 * n, Kind.DENIED, reader, reason, subject=fingerprint, detail=detail)
            for n in range(times)
        ),
    )


def not_opened(at: datetime, who: Entry, reader: str) -> Scene:
    """Somebody taps, and thinks better of it."""
    return Scene(
        at,
        (
            Line(0, Kind.GRANTED, reader, Reason.GRANTED, who),
            Line(UNLOCK, Kind.RELOCKED),
            Line(UNLOCK + 1, Kind.NOT_OPENED),
        ),
    )


def held(at: datetime, who: Entry, reader: str) -> Scene:
    """Somebody goes in and leaves the door open behind him."""
    return Scene(
        at,
        (
            Line(0, Kind.GRANTED, reader, Reason.GRANTED, who),
            Line(1.8, Kind.DOOR_OPENED),
            Line(2.3, Kind.RELOCKED),
            Line(21.8, Kind.HELD_OPEN_SOON),
            Line(31.8, Kind.HELD_OPEN),
            Line(174, Kind.HELD_OPEN_ENDED),
            Line(174, Kind.DOOR_CLOSED),
        ),
    )


def forced(at: datetime) -> Scene:
    """The door opens, and nobody was let in."""
    return Scene(
        at,
        (
            Line(0, Kind.FORCED_OPEN),
            Line(41, Kind.FORCED_OPEN_ENDED),
            Line(41, Kind.DOOR_CLOSED),
        ),
    )


def reader_out(at: datetime, reader: str, minutes: float) -> Scene:
    """A reader's cable comes loose, and somebody puts it back."""
    why = {"why": "it does not answer"}
    return Scene(
        at,
        (
            Line(0, Kind.READER_LOST, reader, detail=why),
            Line(minutes * 60, Kind.READER_BACK, reader),
        ),
    )


def register_out(at: datetime, reader: str) -> Scene:
    """The register cannot be read for a moment, and somebody taps just then."""
    return Scene(
        at,
        (
            Line(0, Kind.REGISTER_LOST, door=False),
            Line(3, Kind.DENIED, reader, Reason.REGISTER_UNREADABLE),
            Line(8, Kind.REGISTER_BACK, door=False),
        ),
    )


def clock_step(at: datetime) -> Scene:
    """The clock jumps ahead; a time server puts it right after some minutes."""
    there = {"before": round(at.timestamp() * 1000), "after": round(at.timestamp() * 1000) + STEP}
    back = {"before": there["after"] + 240_000, "after": there["before"] + 240_000}
    return Scene(
        at,
        (
            Line(0, Kind.CLOCK_STEPPED, detail=there, door=False),
            Line(240, Kind.CLOCK_STEPPED, detail=back, door=False),
        ),
    )


def slow_disk(at: datetime, who: Entry, reader: str) -> Scene:
    """The storage is slow at a grant, and the release goes ahead of it."""
    first, *rest = entry(at, who, reader).lines
    return Scene(at, (first, Line(0.3, Kind.STORAGE_SLOW), *rest))


def boot(at: datetime, readers: str, config: str, *, crashed: bool = False) -> Scene:
    """The controller starts, having ended as it should or not."""
    found = (Line(0, Kind.CRASH_FOUND, door=False),) if crashed else ()
    detail = {"config": config, "readers": readers}
    return Scene(at, (*found, Line(0, Kind.STARTED, detail=detail, door=False)), boots=True)


def stop(at: datetime, config: str) -> Scene:
    """The controller ends as it should."""
    return Scene(at, (Line(0, Kind.STOPPED, detail={"config": config}, door=False),))
