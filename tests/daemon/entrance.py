"""A door with its memory, at which tests let people tap and type."""

from daemon.decide import Attempt, Decision, DoorRules, Pin, Side, decide
from daemon.situation import Lapse, Memory
from hardware.readers import Assurance, CardNumber, CardRead
from ledger.access import Entry
from ledger.events import Reason
from ledger.instant import ClockState, Instant
from tests.daemon.people import NOW, RULES, TICKS, S


class Entrance:
    """A door with its memory, at which people tap so many seconds after the start."""

    def __init__(self, rules: DoorRules = RULES) -> None:
        self.rules, self.memory = rules, Memory(rules)
        self.lapses: list[tuple[str, str | None, Reason]] = []

    def tap(
        self,
        entry: Entry | None,
        seconds: float = 0.0,
        pin: Pin = Pin.NOT_ASKED,
        reader: str = "front",
    ) -> Decision:
        at = Instant(NOW, TICKS + round(seconds * S), ClockState.SYNCED)
        read = CardRead(
            reader,
            CardNumber(f"em4100:{0 if entry is None else entry.card:010X}"),
            Assurance.UID_ONLY,
            at.ticks,
        )
        attempt = Attempt(at=at, side=Side.IN, technology="em4100", pin=pin)
        decision = decide(entry, attempt, self.rules, self.memory.snapshot(reader, at))
        self._note(self.memory.remember(decision, read, at))
        return decision

    def expire(self, seconds: float) -> None:
        self._note(self.memory.expire(TICKS + round(seconds * S)))

    def keys(self, keys: str, seconds: float = 0.0, reader: str = "front") -> list[str]:
        """Press keys; return the PINs that were completed."""
        ticks = TICKS + round(seconds * S)
        typed = [self.memory.key(reader, key, ticks) for key in keys]
        return [one.digits for one in typed if one is not None]

    def _note(self, lapses: tuple[Lapse, ...]) -> None:
        for lapse in lapses:
            assert not lapse.decision.granted
            self.lapses.append((lapse.reader, lapse.decision.subject, lapse.decision.reason))
