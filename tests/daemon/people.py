"""Entries, rules and moments for tests of the rules: one good case, a fact changed at a time."""

from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from daemon.decide import Attempt, DoorRules, PassbackRule, Situation
from ledger.access import AccessKind, CardState, Entry, Hours
from ledger.events import Reason
from ledger.instant import ClockState, Instant

S: Final = 1_000_000_000  # ns
DAY: Final = 86_400_000  # ms
TICKS: Final = 1_000 * S


def wall(text: str) -> int:
    """UTC ms of a local time in Jakarta, as `2026-11-23 09:00`."""
    there = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Jakarta"))
    return int(there.timestamp() * 1000)


NOW: Final = wall("2026-11-23 09:00")  # a Monday
RULES: Final = DoorRules(name="server")
TWO: Final = DoorRules(name="server", two_cards="always")
PINS: Final = DoorRules(name="server", pin="always")
HARD: Final = DoorRules(name="server", passback=PassbackRule.HARD, passback_for=3600.0)
N: Final = round(RULES.second_card_within)
R = Reason


def person(letter: str, **changed: Any) -> Entry:  # noqa: ANN401 - whatever the fields hold
    """An entry against which nothing speaks."""
    good = Entry(
        card=ord(letter),
        cardholder=f"P-{letter}",
        state=CardState.ACTIVE,
        kind=AccessKind.TEMPORARY,
        valid_from=NOW - DAY,
        valid_until=NOW + DAY,
        doors={"server": Hours("1-5 0730-1600", on_holidays=False)},
        escort=None,
        pin_hash=None,
        duress_hash=None,
        revision=7,
    )
    return good._replace(**changed)


VISITOR: Final = person("V", escort="P-E", kind=AccessKind.VISITOR)
ESCORT: Final = person("E")


def tap(
    seconds: float = 0.0,
    clock: ClockState = ClockState.SYNCED,
    at: int = NOW,
    **changed: Any,  # noqa: ANN401 - whatever the fields hold
) -> Attempt:
    """A tap so many seconds after the first; `at` is its wall time."""
    return Attempt(at=Instant(at, TICKS + round(seconds * S), clock), **changed)


CALM: Final = Situation()
