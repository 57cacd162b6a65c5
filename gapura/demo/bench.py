"""What stands behind the demo's page: the real daemon, and people and things at its wires."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread
from typing import Final

from admin.board import Board
from admin.demo import DemoState
from admin.demo_hand import CardInHand
from admin.following import follow
from gapura.demo import site
from gapura.demo.daemon import Act, DaemonProcess
from gapura.demo.door import MS, Cue, Phase, Scene
from gapura.demo.hand import ANSWERS, Hand
from gapura.demo.stage import NS_PER_S, Stage
from ledger.events import Kind
from ledger.reading import Recorded

LINGER: Final = 1600 * MS  # a holder stays so long where the door stays shut
AT_DESK: Final = 1500 * MS  # a card lies so long on the desk's reader
DARK: Final = 2500 * MS  # from the power cut to the next start
EARLIER: Final = 40  # lines of the days before that the page begins with
SHOWN: Final = {site.STRIKE: "released", site.GREEN: "green", site.RED: "red",
                site.BUZZER: "buzzer", site.PAD_GREEN: "pad_green", site.PAD_RED: "pad_red",
                site.PAD_BUZZER: "pad_buzzer"}  # fmt: skip


class DemoBench:
    """The bench of the demo; its methods may be called from any thread, and return at once."""

    def __init__(
        self, laid: site.Site, port: int, log: Path, ticks: Callable[[], int], past: int = 0
    ) -> None:
        """Take the site and the far end of the 125 kHz reader's port.

        Events up to `past` were there before: they are shown, and move nobody any more.
        """
        self.board: Board[DemoState] = Board()
        self.people = laid.people
        self._site, self._log, self._past = laid, log, past
        self._stage = Stage(ticks)
        self._hand = Hand(self._stage, laid.numbers, port, self._do, self._hand_moved)
        self._closing = Event()
        self._scene = Scene()
        self._awaited = False  # somebody stands there until an escort taps, or a PIN is typed
        self._stays_until = 0
        self._state = DemoState()
        self._unmeasured: Recorded | None = None  # a grant whose release is yet to be told
        self._released_at = 0
        self._daemon: DaemonProcess
        self._levels: Thread
        self._follower = Thread(
            target=follow,
            name="journal",
            args=(laid.journal, self._journaled, self._closing, max(0, past - EARLIER)),
        )
        self._acts: Final[Mapping[str, Callable[[int], None]]] = {
            "leave": lambda at: self._cue(Cue.LEAVE, at),
            "force": lambda at: self._cue(Cue.FORCE, at),
            "wedge": lambda at: self._cue(Cue.UNWEDGE if self._scene.wedged else Cue.WEDGE, at),
            "fire": lambda _: self._input("fire", site.FIRE),
            "tamper": lambda _: self._input("tampered", site.TAMPER),
            "unplug": self._unplug,
            "power": lambda _: self._daemon.cut_power(),
            "clock-synced": lambda _: self._clock("synced"),
            "clock-holdover": lambda _: self._clock("holdover"),
            "clock-untrusted": lambda _: self._boot_without_time(),
        }

    @property
    def hand(self) -> Sequence[CardInHand]:
        """The cards as the register knows them now."""
        return self._site.hand_now()

    def start(self) -> None:
        """Start the daemon and the threads."""
        self._start_daemon()
        self._follower.start()
        self._stage.start()

    def close(self) -> None:
        """End the daemon and the threads."""
        self._closing.set()
        self.board.close()
        self._stage.close()
        self._daemon.close()
        self._levels.join()
        self._follower.join()

    def tap(self, card: str) -> None:
        """Hold a card of the hand before its reader, when those before it have had their turn."""
        self._stage.put(lambda at: self._hand.do(card, at))

    def show(self, card: str) -> None:
        """Hold a card to the operator's desk reader for a moment."""
        self._stage.put(lambda at: self._at_desk(card, at))

    def press(self, key: str) -> None:
        """Hit a key of the keypad, one of `0123456789*#`, behind the cards tapped before."""
        self._stage.put(lambda at: self._hand.do(key, at))

    def act(self, act: str) -> None:
        """Do something else at the door."""
        self._stage.put(self._acts[act])

    # what follows happens on the stage's thread

    def _show(self, **changes: object) -> None:
        state = replace(self._state, **changes)  # type: ignore[arg-type] # each field by its name
        if state != self._state:
            self._state = state
            self.board.show(state)

    # the daemon

    def _start_daemon(self) -> None:
        self._daemon = DaemonProcess(self._site.config, self._log, self._as_it_stands())
        self._levels = self._daemon.follow(
            lambda *level: self._stage.put(lambda _: self._level(*level)),
            lambda: self._stage.put(self._ended),
        )
        self._show(daemon="starting")

    def _as_it_stands(self) -> Sequence[Act]:
        """Return what a daemon finds at its wires when it starts."""
        levels = {
            site.CONTACT: self._scene.stands_open,
            site.REX: self._scene.phase is not Phase.PRESSING,
            site.TAMPER: self._state.tampered,
            site.FIRE: self._state.fire,
        }
        acts: list[Act] = [{"do": "line", "line": k, "level": v} for k, v in levels.items()]
        acts.append({"do": "clock", "state": self._state.clock})
        if not self._state.plugged:
            acts.append({"do": "unplug"})
        return acts + self._hand.in_the_field()

    def _ended(self, at: int) -> None:
        """Show a dead daemon: its lines fall back, the strike is without power."""
        if self._closing.is_set():
            return
        self._daemon.close()
        self._levels.join()
        self._cue(Cue.SECURED, at)
        self._show(daemon="down", left_ms=0, **dict.fromkeys(SHOWN.values(), False))
        self._hand.forget(at)
        self._stage.later(at + DARK, lambda _: self._start_daemon())

    def _level(self, line: int, level: bool, ticks: int) -> None:  # noqa: FBT001 - a line's pair
        shown = SHOWN.get(line)
        if shown is None:
            return
        if line == site.STRIKE and level != self._state.released:
            left = site.UNLOCK_SECONDS * NS_PER_S // MS if level else 0
            self._show(released=level, left_ms=left)
            if level:
                self._released_at = ticks
                self._measure()
            self._cue(Cue.RELEASED if level else Cue.SECURED, ticks)
        self._show(**{shown: level})

    def _journaled(self, events: Sequence[Recorded]) -> None:
        self._stage.put(lambda at: self._read(events, at))

    def _read(self, events: Sequence[Recorded], at: int) -> None:
        self.board.add(events)
        for event in (each for each in events if each.seq > self._past):
            self._hand.hear(event, at)
            if event.kind is Kind.STARTED:
                self._show(daemon="up")
            elif event.kind in ANSWERS:
                self._awaited = event.kind is Kind.WAITING
                self._linger(at)
            if event.kind is Kind.GRANTED:
                extends = self._state.released and self._released_at < event.ticks
                self._unmeasured = None if extends else event  # nothing moves: no time to tell
            self._show(believed=event.clock)
        self._measure()

    def _measure(self) -> None:
        """Say how long the strike took, once both the grant and the release are known."""
        grant = self._unmeasured
        if grant is not None and self._released_at >= grant.ticks:
            self.board.measure(grant.seq, (self._released_at - grant.ticks) / MS)
            self._unmeasured = None

    # people and things

    def _hand_moved(self, at: int) -> None:
        tapping = self._hand.tapping
        if tapping.held and self._scene.phase is Phase.SHUT:
            self._show(who=tapping.held)
        self._show(
            held=tapping.held,
            queue=tapping.queue,
            asked=self._hand.asked,
            typed=self._hand.typed,
        )
        self._linger(at)
        if not self._state.plugged:
            self._hand.give_up(at)

    def _linger(self, at: int) -> None:
        self._stays_until = at + LINGER
        self._stage.later(self._stays_until, self._go)

    def _go(self, at: int) -> None:
        """Let who stands there leave, if nothing holds him any longer."""
        busy = self._hand.tapping.held or self._awaited or self._scene.phase is not Phase.SHUT
        if not busy and at >= self._stays_until:
            self._show(who="")

    def _cue(self, cue: Cue, at: int) -> None:
        before, self._scene = self._scene, self._scene.after(cue, at)
        if self._scene.due is not None and self._scene.due != before.due:
            self._stage.later(self._scene.due, self._time)
        if self._scene.stands_open != before.stands_open:
            self._drive(site.CONTACT, level=self._scene.stands_open)
        if (self._scene.phase is Phase.PRESSING) != (before.phase is Phase.PRESSING):
            self._drive(site.REX, level=self._scene.phase is not Phase.PRESSING)
        gone = before.phase is Phase.GOING_IN and self._scene.phase is not Phase.GOING_IN
        self._show(
            phase=self._scene.phase,
            open=self._scene.stands_open,
            wedged=self._scene.wedged,
            who="" if gone else self._state.who,
        )
        self._linger(at)

    def _time(self, at: int) -> None:
        if self._scene.due is not None and self._scene.due <= at:
            self._cue(Cue.TIME, at)

    def _do(self, act: Act) -> None:
        self._daemon.do(act)

    def _at_desk(self, card: str, at: int) -> None:
        digits = [number.partition(":")[2] for number in self._site.numbers[card]]
        self._do({"do": "show", "cards": digits})
        self._stage.later(at + AT_DESK, lambda _: self._do({"do": "hide"}))

    def _drive(self, line: int, *, level: bool) -> None:
        self._do({"do": "line", "line": line, "level": level})

    def _input(self, field: str, line: int) -> None:
        level = not getattr(self._state, field)
        self._drive(line, level=level)
        self._show(**{field: level})

    def _unplug(self, at: int) -> None:
        self._do({"do": "unplug" if self._state.plugged else "plug"})
        self._show(plugged=not self._state.plugged)
        self._hand_moved(at)

    def _clock(self, state: str) -> None:
        self._do({"do": "clock", "state": state})
        self._show(clock=state)

    def _boot_without_time(self) -> None:
        self._show(clock="untrusted")
        self._daemon.cut_power()
