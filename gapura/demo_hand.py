"""The hand before the demo's readers: what each reader is given of the card that it holds."""

import os
import termios
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from operator import xor
from typing import Final

from gapura.demo_daemon import Act
from gapura.demo_door import MS
from gapura.demo_stage import Stage
from gapura.demo_tapping import Tapping
from ledger.events import Kind, Reason
from ledger.reading import Recorded

RADIO: Final = "server-in"  # names of readers
FOB: Final = "fob"
READS: Final = {"iso14443a": RADIO, "em4100": FOB}  # technology: reader
AGAIN: Final = 200 * MS  # a fob's number is said so often while it rests there
ANSWERS: Final = frozenset({Kind.GRANTED, Kind.DENIED, Kind.WAITING})  # to a tap
LAPSES: Final = frozenset({Reason.ESCORT_MISSING})  # denials of an earlier tap


class Hand:
    """Does what `Tapping` says, on the stage's thread.

    Attributes:
        tapping: what it does now.
    """

    def __init__(
        self,
        stage: Stage,
        numbers: Mapping[str, Sequence[str]],
        port: int,
        do: Callable[[Act], None],
        moved: Callable[[int], None],
    ) -> None:
        """Take what the hand reaches.

        Args:
            stage: on whose thread everything here happens.
            numbers: id of a card to its numbers in full.
            port: the far end of the 125 kHz reader's port.
            do: lets something happen at the daemon's wires.
            moved: told the monotonic ns when a card has come or gone, or is to come.
        """
        self.tapping = Tapping()
        self._stage, self._numbers, self._port = stage, numbers, port
        self._do, self._moved = do, moved

    def tap(self, card: str, at: int) -> None:
        """Show a card, when those before it have had their turn."""
        self._turn(self.tapping.then(card), at)
        self._move(at)

    def hear(self, event: Recorded, at: int) -> None:
        """Take a line of the journal: it may be the answer to the card at hand."""
        answers = event.kind in ANSWERS and event.reason not in LAPSES
        if answers and event.reader == self._reader() and event.ticks >= self.tapping.since:
            self._turn(self.tapping.settle(), at)

    def give_up(self, at: int) -> None:
        """Know that the reader with the chip is off its wire, and answers nothing."""
        if self._reader() == RADIO and not self.tapping.settled:
            self._turn(self.tapping.settle(), at)

    def in_the_field(self) -> list[Act]:
        """Return what brings the card at hand before the chip, if that is where it is held."""
        return [{"do": "place", "cards": self._digits()}] if self._reader() == RADIO else []

    def _reader(self) -> str:
        """Return the reader before which a card is held, or nothing."""
        held = self._numbers.get(self.tapping.held, ())
        return next((READS[number.partition(":")[0]] for number in held), "")

    def _digits(self) -> list[str]:
        return [number.partition(":")[2] for number in self._numbers[self.tapping.held]]

    def _move(self, at: int) -> None:
        """Keep an appointment, if it is still one."""
        if (after := self.tapping.after(at)) is not self.tapping:
            self._turn(after, at)

    def _turn(self, after: Tapping, at: int) -> None:
        before, self.tapping = self.tapping, after
        if before.held and not after.held:
            self._do({"do": "clear"})
        if after.held and not before.held:
            for act in self.in_the_field():
                self._do(act)
            self._say(at)
        if after.due is not None:
            self._stage.later(after.due, self._move)
        self._moved(at)

    def _say(self, at: int) -> None:
        """Let the 125 kHz reader say the fob's number, again and again until it was heard."""
        if self._reader() == FOB and not self.tapping.settled:
            termios.tcflush(self._port, termios.TCIOFLUSH)  # what nobody heard is gone
            os.write(self._port, rdm6300(self._digits()[0]))
            self._stage.later(at + AGAIN, self._say)


def rdm6300(digits: str) -> bytes:
    """Return the frame of a 125 kHz reader: STX, 10 hex digits, their XOR, ETX."""
    check = reduce(xor, bytes.fromhex(digits))
    return b"\x02" + f"{digits}{check:02X}".encode() + b"\x03"
