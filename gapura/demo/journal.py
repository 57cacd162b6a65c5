"""The demonstration's journal as it stands at the start: ninety days, by the journal's own code."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from daemon.config import read as read_config
from gapura.demo.past import Past
from gapura.demo.scenes import DOOR, Line, Scene, stop
from gapura.demo.site import SEED, STRANGER, Site
from ledger.allowlist import Allowlist
from ledger.credential import fingerprint
from ledger.events import Event
from ledger.instant import ClockState, Instant
from ledger.journal import Journal
from register.seeding.calendar import office_times
from register.seeding.file import read

QUIET: Final = timedelta(minutes=2)  # nothing happens so long before the demonstration
APART: Final = timedelta(seconds=3)  # two scenes at one door
SECOND: Final = timedelta(seconds=1)


def remember(site: Site, at: datetime) -> int:
    """Write the days before the demonstration; return the last event's sequence.

    Args:
        site: laid out, its journal not begun.
        at: now; everything happened before.
    """
    config = read_config(site.config)
    readers = " ".join(f"{each.name}:{each.door}:{each.side}" for each in config.readers.values())
    with closing(Allowlist(site.register, demo=True)) as allowlist:
        cards = {
            card.story: entry
            for person in read(SEED, at).people.values()
            for grant in person.grants
            for card in grant.cards
            if (entry := allowlist.find(fingerprint(card.number, site.key))) is not None
        }
    past = Past(cards, fingerprint(STRANGER, site.key).hex(), office_times(at))
    told = [*past.scenes(), *past.boots(readers, config.digest)]
    until = at - QUIET
    scenes = _in_turn(scene for scene in told if scene.end < until)
    last = 0
    for n, run in enumerate(_runs([*scenes, stop(max(until, scenes[-1].end), config.digest)])):
        boot = sha256(f"demo boot {n}".encode()).hexdigest()[:32]
        journal = Journal.open(site.journal, boot=boot)
        with closing(journal):
            last = journal.record_all(event for scene in run for event in _events(scene, run[0].at))
    return last


def _in_turn(scenes: Iterable[Scene]) -> Sequence[Scene]:
    """Return scenes in their order, one that would come too early a little later."""
    turn: list[Scene] = []
    for scene in sorted(scenes, key=lambda each: each.at):
        free = turn[-1].end + APART if turn else scene.at
        turn.append(Scene(max(scene.at, free), scene.lines, scene.boots))
    return turn


def _runs(scenes: Sequence[Scene]) -> Iterator[Sequence[Scene]]:
    """Yield the scenes of each life of the controller."""
    starts = [n for n, scene in enumerate(scenes) if scene.boots]
    for first, after in zip(starts, [*starts[1:], len(scenes)], strict=True):
        yield scenes[first:after]


def _events(scene: Scene, booted: datetime) -> Iterator[Event]:
    for line in scene.lines:
        at = scene.at + timedelta(seconds=line.after)
        ticks = (at - booted + SECOND) // timedelta(microseconds=1) * 1000
        yield _event(line, Instant(int(at.timestamp() * 1000), ticks, ClockState.SYNCED))


def _event(line: Line, at: Instant) -> Event:
    who = line.who
    return Event(
        kind=line.kind,
        at=at,
        door=DOOR if line.door else None,
        reader=line.reader,
        reason=line.reason,
        subject=line.subject if who is None else who.cardholder,
        card=None if who is None else who.card,
        revision=None if who is None else who.revision,
        detail=line.detail,
    )
