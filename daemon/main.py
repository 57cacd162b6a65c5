"""Configuration to objects to a running loop: the only place that builds."""

import gc
import logging
import os
import signal
import sys
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Final

from daemon.access_point import AccessPoint
from daemon.clock import SystemClock, kernel_synced
from daemon.clock_rules import Mark
from daemon.config import Config, ConfigError, DoorConfig, ReaderConfig, read
from daemon.desk import Desk
from daemon.door import Door
from daemon.health import Health
from daemon.housekeeping import Caretaker, RegisterWatch, Timekeeper
from daemon.loop import Loop, Part, Stop
from daemon.obey import Orders
from daemon.recorder import Recorder
from daemon.senses import Senses
from daemon.situation import Memory
from daemon.taps import ReaderAt, Taps
from hardware.errors import HardwareError
from hardware.portal import Indicator, Sense
from hardware.portal.indicator import GpioIndicator
from hardware.portal.inputs import GpioInput
from hardware.portal.pins import open_pins
from hardware.portal.strike import GpioStrike
from hardware.readers.catalogue import build
from hardware.readers.lifeline import Lifeline
from ledger.allowlist import Allowlist
from ledger.credential import KEY_BYTES
from ledger.errors import LedgerError, RegisterUnreadable
from ledger.events import Kind
from ledger.journal import Journal

log = logging.getLogger(__name__)

EXIT_CANNOT_START: Final = 3
BOOT_ID: Final = Path("/proc/sys/kernel/random/boot_id")
BUILT: Final = 1_795_000_000_000  # UTC ms: no moment before this release can be now


class StartRefused(Exception):
    """The daemon cannot start as it is configured."""


class Daemon:
    """All that runs, from the configuration; closes in the opposite order."""

    def __init__(self, config: Config, clock: SystemClock, synced: Callable[[], bool]) -> None:
        self._config, self.clock = config, clock
        self._key = _key(config.fingerprint_key)
        self._open = ExitStack()
        self.allowlist = Allowlist(config.register, demo=config.simulated)
        self._open.callback(self.allowlist.close)
        self._check_register()
        boot = BOOT_ID.read_text().strip().replace("-", "")
        self.journal = Journal.open(config.journal.path, boot=boot, reserve=config.journal.reserve)
        self._open.callback(self.journal.close)
        self._health = Health.from_environment()
        self.recorder = Recorder(self.journal, clock, config.journal.flush_wait, self._health.alive)
        self._pins = open_pins(simulated=config.simulated)
        self._lifelines: list[Lifeline] = []
        self.loop = Loop(clock.ticks)
        self.points = {name: self._point(door) for name, door in config.doors.items()}
        desk = Desk(self._desk_readers(), self.recorder, self._key)
        self.loop.listeners = (*self.points.values(), desk)
        self.loop.parts = self._parts(synced)

    def serve(self) -> None:
        """Tell what was found, start the readers, run until Stop, and tell the end."""
        with self._open:
            self.tell_start()
            for part in self.loop.parts:
                part.tick(self.clock.ticks())
            for lifeline in self._lifelines:
                lifeline.start()
                self._open.callback(lifeline.close)
            gc.freeze()  # what stands now stands for ever: the collector need not walk it at a tap
            gc.enable()
            self._health.say("READY=1")
            self.loop.run()
            self._health.say("STOPPING=1")
            self._secure()
            self.recorder.say(Kind.STOPPED, detail={"config": self._config.digest})

    def close(self) -> None:
        """Secure the doors and close every file, where `serve` was never called or has returned."""
        self._open.close()

    def _secure(self) -> None:
        """Lock every door; one that refuses keeps no other from it."""
        for name, point in self.points.items():
            try:
                point.close()
            except Exception:
                log.exception("door %s could not be secured", name)

    def tell_start(self) -> None:
        """Record what was found, and with what this life of the daemon begins."""
        found = self.journal.found
        if self.journal.crashed and found is not None:
            self.recorder.say(Kind.CRASH_FOUND, detail={"last": found.seq, "wall": found.wall})
        digest, before = self._config.digest, self.journal.config
        if before not in (None, digest):
            self.recorder.say(Kind.CONFIG_CHANGED, detail={"from": before, "to": digest})
        readers = " ".join(f"{r.name}:{r.door}:{r.side}" for r in self._config.readers.values())
        self.recorder.say(Kind.STARTED, detail={"config": digest, "readers": readers})

    def _check_register(self) -> None:
        """Refuse invented people at a real door, and real ones in the demonstration."""
        try:
            with closing(Allowlist(self._config.register)) as found:
                demo = found.demo
        except RegisterUnreadable:
            log.warning("the register cannot be read yet: every tap is denied", exc_info=True)
            return
        if demo is not self._config.simulated:
            wanted, there = ("real", "demonstration") if demo else ("demonstration", "real")
            raise StartRefused(f"{self._config.register} is a {there} register, not a {wanted} one")

    def _parts(self, synced: Callable[[], bool]) -> tuple[Part, ...]:
        points = tuple(self.points.values())
        memories = [point.memory for point in points]
        mark = Mark(max(BUILT, self.journal.synced_wall or 0), self.clock.ticks())
        keeper = Timekeeper(self.clock, self.recorder, memories, synced, mark, rtc=self._config.rtc)
        orders = Orders(
            self.points, keeper, self.recorder.note, self.recorder.record_first, self.clock.now
        )
        watch = RegisterWatch(self.allowlist, points, orders, self.recorder)
        return (*points, keeper, watch, Caretaker(self._health, self.recorder, points))

    def _point(self, config: DoorConfig) -> AccessPoint:
        """Build one door: the strike first, so that it is secured before anything else is."""
        strike = GpioStrike(config.strike, self._pins, self.clock.ticks)
        self._open.callback(strike.close)
        is_open = self._inputs(config)
        taps = Taps(
            rules=config.rules,
            readers=self._readers(config),
            allowlist=self.allowlist,
            recorder=self.recorder,
            memory=Memory(config.rules),
            secret=self._key,
        )
        door = Door(config.timing, open_at_start=is_open)
        return AccessPoint(door, strike, taps, Senses(config.inputs), self.recorder)

    def _inputs(self, config: DoorConfig) -> bool:
        """Claim the inputs; return whether the door stands open."""
        is_open = False
        for sense, wiring in config.inputs.items():
            claimed = GpioInput(
                config.name,
                sense,
                wiring,
                factory=self._pins,
                deliver=self.loop.put,
                ticks=self.clock.ticks,
            )
            self._open.callback(claimed.close)
            is_open |= sense is Sense.CONTACT and claimed.active
        return is_open

    def _readers(self, door: DoorConfig) -> dict[str, ReaderAt]:
        places = {}
        for name, config in self._config.readers.items():
            if config.door == door.name:
                places[name] = ReaderAt(
                    name, config.side, self._reader(config), config.rules(door.rules)
                )
        return places

    def _desk_readers(self) -> dict[str, Indicator]:
        found = self._config.readers.values()
        return {each.name: self._reader(each) for each in found if not each.door}

    def _reader(self, config: ReaderConfig) -> Indicator:
        """Build a reader and its light, and return the light; the reader starts with the others."""
        indicator = GpioIndicator(config.indicator, self._pins, self.clock.ticks)
        self._open.callback(indicator.close)
        reader = build(config.kind, config.name, config.wiring, self.clock.ticks)
        self._lifelines.append(Lifeline(reader, self.loop.put, self.clock.ticks))
        return indicator


def run(path: Path, wires: tuple[int, ...] | None = None) -> int:
    """Serve until SIGTERM or SIGINT; return the exit code, having said why on stderr."""
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s", level=logging.INFO)
    clock = SystemClock()
    try:
        config = read(path)
        synced = _simulated(wires, clock, config) if wires else kernel_synced
        daemon = Daemon(config, clock, synced)
    except (ConfigError, StartRefused, LedgerError, HardwareError) as error:
        sys.stderr.write(f"gapura: the daemon does not start.\n{error}\n")
        return EXIT_CANNOT_START
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: daemon.loop.put(Stop()))
    daemon.serve()
    return 0


def _simulated(wires: tuple[int, ...], clock: SystemClock, config: Config) -> Callable[[], bool]:
    """Put the demonstration's wires under this process; its clock is believed as they say."""
    from hardware.simulated.wires import plug  # noqa: PLC0415 - never on a real door

    def unplugged() -> None:
        os.kill(os.getpid(), signal.SIGTERM)  # the demonstration is gone, however it ended

    chips = [reader for reader in config.readers.values() if reader.kind == "mfrc522"]
    desk = any(not reader.door for reader in chips)
    plugged = plug(wires[0], wires[1], clock.ticks, unplugged, mfrc522=bool(chips), desk=desk)
    return lambda: plugged.clock == "synced"


def _key(path: Path) -> bytes:
    """Read the key of the fingerprints."""
    try:
        key = path.read_bytes()
    except OSError as error:
        raise StartRefused(
            f"the fingerprint key {path} cannot be read: {error.strerror}"
        ) from error
    if len(key) != KEY_BYTES:
        raise StartRefused(
            f"the fingerprint key {path} has {len(key)} bytes; {KEY_BYTES} are wanted"
        )
    return key
