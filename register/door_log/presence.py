"""Who is inside, as far as taps tell (pure): who tapped to come in, and not to go out.

Only a door with a reader on its inside tells: anybody may leave by the handle, and the journal then
says that somebody left, and not who.
"""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from ledger.events import Kind, Reason
from ledger.reading import Recorded

LONG_MS: Final = 12 * 3_600_000
"""Somebody inside for so long has probably left without a tap."""


class Inside(NamedTuple):
    """Somebody who came and did not go.

    Attributes:
        subject: pseudonymous id.
        since: UTC ms.
        seq: of the line that let him in.
        escort: pseudonymous id of who let him in as his escort; None for who came by himself.
        escort_left: his escort is not inside any more.
        long: for 12 hours or more.
    """

    subject: str
    door: str
    since: int
    seq: int
    escort: str | None = None
    escort_left: bool = False
    long: bool = False


class Presence(NamedTuple):
    """Who is inside, the longest first.

    Attributes:
        empty_at: UTC ms of the last line after which nobody was; None where the lines do not say.
    """

    people: tuple[Inside, ...]
    empty_at: int | None


def inside(events: Iterable[Recorded], doors: frozenset[str], now: int) -> Presence:
    """Return who is inside.

    Args:
        events: the journal's lines, oldest first, from a moment at which few were inside.
        doors: those that have readers on both sides.
        now: UTC ms.
    """
    there: dict[tuple[str, str], Inside] = {}
    awaited: dict[str, list[Inside]] = {}  # let in, and not yet seen to open the door
    empty_at = None
    for event in events:
        if event.door is None or event.door not in doors:
            continue
        if event.kind == Kind.GRANTED:
            awaited[event.door] = come = _come(event)
            there |= {(each.door, each.subject): each for each in come}
        elif event.kind == Kind.DOOR_OPENED:
            awaited.pop(event.door, None)
        elif event.kind == Kind.NOT_OPENED:
            for each in awaited.pop(event.door, []):
                there.pop((each.door, each.subject), None)
        elif event.kind == Kind.EXIT and event.subject is not None:
            there.pop((event.door, event.subject), None)
            empty_at = event.wall if not there else empty_at
    return Presence(_hinted(there, now), empty_at)


def two_sided(readers: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Return the doors that have a reader on each side, of (door, side) pairs."""
    pairs = set(readers)
    return frozenset(door for door, side in pairs if side == "out" and (door, "in") in pairs)


def _come(event: Recorded) -> list[Inside]:
    """Return who comes in by a grant: the holder, and who comes along."""
    door, subject, companion = event.door or "", event.subject, event.companion
    found = [] if subject is None else [Inside(subject, door, event.wall, event.seq)]
    if companion is not None:
        escort = subject if event.reason == Reason.GRANTED_WITH_ESCORT else None
        found.append(Inside(companion, door, event.wall, event.seq, escort))
    return found


def _hinted(there: Mapping[tuple[str, str], Inside], now: int) -> tuple[Inside, ...]:
    found = (
        each._replace(
            long=now - each.since >= LONG_MS,
            escort_left=each.escort is not None and (each.door, each.escort) not in there,
        )
        for each in there.values()
    )
    return tuple(sorted(found, key=lambda each: (each.since, each.seq)))
