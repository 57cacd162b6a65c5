"""One door put together, on a real register and a real journal; its wires and disk are fakes."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from daemon.access_point import AccessPoint
from daemon.decide import DoorRules, Side
from daemon.door import Door, DoorTiming
from daemon.recorder import Recorder
from daemon.senses import Senses
from daemon.situation import Memory
from daemon.taps import ReaderAt, Taps
from hardware.portal import Pattern, PinEdge, Sense
from hardware.readers import Assurance, CardNumber, CardRead, KeyPressed, ReaderEvent
from hardware.wiring import InputWiring
from ledger.allowlist import Allowlist
from ledger.instant import ClockState
from tests.daemon.office import NS, StandingClock, card, planted
from tests.daemon.people import RULES
from tests.ledger.journals import Told, bodies, opened
from tests.register.offices import KEY

SIDES: Final = {"in": Side.IN, "side": Side.IN, "out": Side.OUT}


class Sync:
    """A disk: `meanwhile` is what happens while it is waited for."""

    def __init__(self) -> None:
        self.meanwhile: Callable[[], object] = lambda: None

    def __call__(self, _file: int) -> None:
        self.meanwhile()


class Light:
    """An indicator, and all that it showed; a broken one shows nothing and raises."""

    def __init__(self) -> None:
        self.shown: list[Pattern] = []
        self.resting = Pattern.IDLE
        self.broken = False

    def show(self, pattern: Pattern) -> None:
        if self.broken:
            raise OSError("its line is gone")
        self.shown.append(pattern)

    def rest(self, pattern: Pattern) -> None:
        self.resting = pattern

    def close(self) -> None:
        raise AssertionError("whoever claimed an indicator gives it back")


class Strike:
    """A strike that tells each of its moves; a broken one does not move and raises."""

    released = False

    def __init__(self, moved: Callable[[str], None]) -> None:
        self._moved = moved
        self.broken = False

    def release(self, until: int) -> None:
        del until
        if self.broken:
            raise OSError("its line is gone")
        self._moved("release")

    def hold(self) -> None:
        self._moved("hold")

    def secure(self) -> None:
        self._moved("secure")

    def close(self) -> None:
        self._moved("close")


class Threshold(Told):
    """One door, its readers `in` and `side` outside it, `out` within.

    Attributes:
        moves: each move of the strike, with the newest kind that the journal had by then.
        lights: by reader.
    """

    def __init__(
        self,
        folder: Path,
        sync: Sync,
        *,
        rules: DoorRules = RULES,
        timing: DoorTiming = DoorTiming(),  # noqa: B008 - frozen
        flush_wait: float | None = 10,
    ) -> None:
        self.path, self.register, self.sync = folder / "journal.db", folder / "register.db", sync
        planted(self.register)
        self.journal = opened(self.path)
        super().__init__(self.path)
        self.clock = StandingClock()
        self.clock.state = ClockState.SYNCED
        self.recorder = Recorder(self.journal, self.clock, flush_wait, lambda: None)
        self.allowlist, self.memory = Allowlist(self.register), Memory(rules)
        self.lights = {name: Light() for name in SIDES}
        self.taps = Taps(
            rules=rules,
            readers={name: ReaderAt(name, SIDES[name], self.lights[name]) for name in SIDES},
            allowlist=self.allowlist,
            recorder=self.recorder,
            memory=self.memory,
            secret=KEY,
        )
        self.moves: list[tuple[str, str]] = []
        self.strike = Strike(self._moved)
        senses = Senses(dict.fromkeys(Sense, InputWiring(line=5, settle=0.02)))
        self.point = AccessPoint(Door(timing), self.strike, self.taps, senses, self.recorder)

    def close(self) -> None:
        self.sync.meanwhile = lambda: None
        self.reader.close()
        self.allowlist.close()
        self.journal.close()

    @property
    def moved(self) -> list[str]:
        return [move for move, _ in self.moves]

    def tap(self, who: str, reader: str = "in", *, ago: float = 0) -> None:
        """Have somebody hold his card before a reader, so many seconds before its turn comes."""
        self.present(card(who), reader, ago=ago)

    def present(self, number: str, reader: str = "in", *, ago: float = 0) -> None:
        ticks = self.clock.passed - round(ago * NS)
        self.hear(CardRead(reader, CardNumber(number), Assurance.UID_ONLY, ticks))

    def type(self, keys: str, reader: str = "in") -> None:
        for key in keys:
            self.hear(KeyPressed(reader, key, self.clock.passed))

    def sense(self, sense: Sense, *, active: bool) -> None:
        """Let an input take a level, and settle."""
        self.hear(PinEdge("server", sense, active, self.clock.passed))
        self.wait(0.1)

    def hear(self, incoming: ReaderEvent | PinEdge) -> None:
        assert self.point.hear(incoming)

    def wait(self, seconds: float) -> None:
        """Let time pass; what falls due meanwhile happens at its own tick."""
        end = self.clock.passed + round(seconds * NS)
        while (due := self.point.due()) is not None and due <= end:
            self.clock.passed = max(due, self.clock.passed)
            self.point.tick(self.clock.passed)
            assert self.point.due() != due, "the loop would spin: this deadline has no end"
        self.clock.passed = end

    def resting(self) -> list[Pattern]:
        """Return what the readers show while nobody taps."""
        return [light.resting for light in self.lights.values()]

    def newest(self) -> str:
        """Return the newest kind that the file holds, as any thread finds it."""
        kinds = [body.partition('"kind":"')[2].partition('"')[0] for body in bodies(self.path)]
        return kinds[-1] if kinds else ""

    def _moved(self, move: str) -> None:
        self.moves.append((move, self.newest()))
