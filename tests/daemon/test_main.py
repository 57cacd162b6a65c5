"""From a configuration to a daemon: what it refuses, what it does first, what it says of itself."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from gpiozero import Device

from daemon.config import ConfigError, read
from daemon.door import Signal
from daemon.loop import Stop
from daemon.main import BUILT, EXIT_CANNOT_START, Daemon, StartRefused, run
from hardware.readers import CardRefused, Refusal
from hardware.simulated.wires import ReportingFactory
from ledger.allowlist import REAL
from ledger.errors import LedgerError
from ledger.events import Event, Kind
from ledger.instant import ClockState, Instant
from ledger.reading import Recorded
from tests.daemon.office import CONTACT, NS, REX, STRIKE, StandingClock, furnished, planted
from tests.ledger.journals import bodies, made, opened

NONE = "[readers]\n"
GUDANG = """
[doors.gudang.strike]
line = 16
[doors.gudang.timing]
tells_exit = false
[readers.gudang]
kind = "rdm6300"
door = "gudang"
port = "/dev/null"
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    planted(tmp_path / "register.db")
    return furnished(tmp_path, NONE)


class Pins(ReportingFactory):
    """The header of a Pi at a closed door; `told` are the levels that its outputs took."""

    def __init__(self) -> None:
        self.told: list[tuple[int, bool]] = []
        super().__init__(lambda line, level: self.told.append((line, level)))
        self.drive(CONTACT, level=False)
        self.drive(REX, level=True)

    def drive(self, line: int, *, level: bool) -> None:
        self.pin(f"GPIO{line}").drive(level=level)


@pytest.fixture
def pins() -> Iterator[Pins]:
    pins = Device.pin_factory = Pins()
    yield pins
    pins.close()
    Device.pin_factory = None


def built(config: Path, *, synced: bool = True) -> Daemon:
    return Daemon(read(config), StandingClock(), lambda: synced)


def heard(daemon: Daemon) -> None:
    """Let the loop hear all that waits, and a second pass."""
    daemon.loop.put(Stop())
    daemon.loop.run()
    assert isinstance(daemon.clock, StandingClock)
    daemon.clock.passed += NS
    daemon.loop.serve(None)


def served(config: Path) -> list[Recorded]:
    """Let a daemon start and stop; return what that run recorded."""
    before = len(bodies(journal(config))) if journal(config).exists() else 0
    daemon = built(config)
    daemon.loop.put(Stop())
    daemon.serve()
    return [Recorded.parse(body) for body in bodies(journal(config))[before:]]


def journal(config: Path) -> Path:
    return config.with_name("journal.db")


# what it refuses


def _is_real(config: Path) -> None:
    with closing(sqlite3.connect(config.with_name("register.db"))) as register:
        register.execute(f"PRAGMA application_id = {REAL}")


NO_FILE = "gapura.toml: cannot be read: No such file"
NO_JOURNAL = "is damaged: file is not a database"
REFUSED: dict[str, Callable[[Path], object]] = {
    NO_FILE: lambda config: config.unlink(),
    "doors.server.timing.unlock_time: 99": lambda config: furnished(
        config.parent, NONE, unlock_time=99
    ),
    "key cannot be read: No such file": lambda config: config.with_name("key").unlink(),
    "key has 5 bytes; 32 are wanted": lambda config: config.with_name("key").write_bytes(b"short"),
    "is a demonstration register, not a real one": lambda config: furnished(
        config.parent, NONE, simulated="false"
    ),
    "is a real register, not a demonstration one": _is_real,
    NO_JOURNAL: lambda config: journal(config).write_bytes(bytes(8192)),
    "cannot be opened for writing": lambda config: journal(config).mkdir(),
}


@pytest.mark.usefixtures("pins")
@pytest.mark.parametrize("sentence", REFUSED)
def test_nothing_is_built_on_what_cannot_be_trusted(config: Path, sentence: str) -> None:
    REFUSED[sentence](config)
    with pytest.raises((ConfigError, StartRefused, LedgerError), match=re.escape(sentence)):
        built(config)


@pytest.mark.parametrize("sentence", [NO_FILE, NO_JOURNAL])
def test_a_refusal_is_an_exit_code_and_a_sentence(
    config: Path, capsys: pytest.CaptureFixture[str], sentence: str
) -> None:
    REFUSED[sentence](config)
    assert run(config) == EXIT_CANNOT_START
    said = capsys.readouterr().err
    assert said.startswith("gapura: the daemon does not start.\n")
    assert sentence in said


@pytest.mark.usefixtures("pins")
def test_a_register_that_is_not_there_yet_stops_no_start(config: Path) -> None:
    config.with_name("register.db").unlink()
    assert Kind.REGISTER_LOST in {event.kind for event in served(config)}


# what it does first, and last


def test_the_strike_is_the_first_output_and_secured(config: Path, pins: Pins) -> None:
    served(config)
    assert pins.told[0] == (STRIKE, False)


def test_a_door_that_stands_released_is_locked_before_the_end_is_told(
    config: Path, pins: Pins
) -> None:
    daemon = built(config)
    daemon.points["server"].feed(Signal.GRANT, daemon.clock.ticks())
    daemon.loop.put(Stop())
    moves: list[tuple[bool, bool]] = []
    pins.report = lambda _, level: moves.append((level, '"stopped"' in bodies(journal(config))[-1]))
    daemon.serve()
    assert moves[0] == (False, False)


def test_a_door_that_is_found_open_was_forced_by_nobody(config: Path, pins: Pins) -> None:
    pins.drive(CONTACT, level=True)
    with closing(built(config)) as daemon:
        heard(daemon)
        assert '"forced-open"' not in "".join(bodies(journal(config)))
        assert '"register-revision"' in bodies(journal(config))[-1]


@pytest.mark.usefixtures("pins")
def test_a_reader_is_heard_at_its_own_door_alone(config: Path) -> None:
    with closing(built(furnished(config.parent, GUDANG))) as daemon:
        daemon.loop.put(CardRefused("gudang", Refusal.RANDOM, daemon.clock.ticks()))
        heard(daemon)
        said = [Recorded.parse(body) for body in bodies(journal(config))]
    assert [event.door for event in said if event.kind is Kind.DENIED] == ["gudang"]


# what it says of itself


@pytest.mark.usefixtures("pins")
def test_a_run_says_its_start_before_and_its_end_behind_all_else(config: Path) -> None:
    events = served(config)
    assert (events[0].kind, events[-1].kind) == (Kind.STARTED, Kind.STOPPED)
    digest = read(config).digest
    assert events[0].detail == {"config": digest, "readers": ""}
    assert events[-1].detail == {"config": digest}
    assert [event.kind for event in events[1:-1]] == [Kind.CLOCK_STATE, Kind.REGISTER_REVISION]


@pytest.mark.usefixtures("pins")
def test_a_run_that_ended_without_a_word_is_found_by_the_next(config: Path) -> None:
    made(journal(config), 3)
    found, started, *_ = served(config)
    assert (found.kind, started.kind) == (Kind.CRASH_FOUND, Kind.STARTED)
    assert found.detail is not None
    assert found.detail["last"] == 3


@pytest.mark.usefixtures("pins")
def test_a_changed_configuration_is_told_once_and_no_crash_is_found(config: Path) -> None:
    before = read(config).digest
    served(config)
    furnished(config.parent, NONE, unlock_time=6.0)
    changed, started, *_ = served(config)
    assert (changed.kind, started.kind) == (Kind.CONFIG_CHANGED, Kind.STARTED)
    assert changed.detail == {"from": before, "to": read(config).digest}
    assert served(config)[0].kind is Kind.STARTED


@pytest.mark.usefixtures("pins")
@pytest.mark.parametrize(("synced_at", "mark"), [(BUILT - 1, BUILT), (BUILT + 1, BUILT + 1)])
def test_no_time_counts_before_this_release_or_before_what_the_journal_has_seen(
    config: Path, synced_at: int, mark: int
) -> None:
    written = opened(journal(config))
    written.record(Event(kind=Kind.STOPPED, at=Instant(synced_at, 0, ClockState.SYNCED)))
    written.close()
    with closing(built(config, synced=False)) as daemon:
        for part in daemon.loop.parts:
            part.tick(daemon.clock.ticks())
        assert [point.memory.mark.wall for point in daemon.points.values()] == [mark]
