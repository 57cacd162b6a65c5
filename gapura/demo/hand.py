"""The hand before the demo's readers: the card that it holds there, and the keys that it hits."""

import os
import termios
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from operator import xor
from typing import Final

from gapura.demo.daemon import Act
from gapura.demo.door import MS
from gapura.demo.stage import Stage
from gapura.demo.tapping import Tapping
from hardware.readers import CardNumber
from hardware.simulated.wiegand import card_word, key_word
from ledger.events import Kind, Reason
from ledger.reading import Recorded

RADIO: Final = "server-in"  # names of readers
FOB: Final = "fob"
KEYPAD: Final = "keypad"
READS: Final = {"iso14443a": RADIO, "em4100": FOB, "wiegand": KEYPAD}  # technology: reader
DATA0, DATA1 = 22, 23  # lines of the keypad's reader
AGAIN: Final = 200 * MS  # a number is said so often while its card rests on such a reader
ANSWERS: Final = frozenset(  # to a tap
    {Kind.GRANTED, Kind.DENIED, Kind.WAITING, Kind.EXIT, Kind.TEST_TAP, Kind.CARD_OFFERED}
)
LAPSES: Final = frozenset({Reason.ESCORT_MISSING, Reason.PIN_MISSING})  # of an earlier tap


class Hand:
    """Does what `Tapping` says, on the stage's thread.

    Attributes:
        tapping: what it does now.
        asked: the reader with the keys waits for a PIN.
        typed: digits of it so far.
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
        self.tapping, self.asked, self.typed = Tapping(), False, 0
        self._stage, self._numbers, self._port = stage, numbers, port
        self._do, self._moved = do, moved

    def do(self, what: str, at: int) -> None:
        """Show a card, or hit a key, when what was asked before has had its turn."""
        self._turn(self.tapping.then(what), at)
        self._move(at)

    def hear(self, event: Recorded, at: int) -> None:
        """Take a line of the journal: it may be the answer to the card at hand, or to its PIN."""
        if event.kind not in ANSWERS:
            return
        if event.reader == KEYPAD:
            self.asked, self.typed = event.reason is Reason.WAITING_FOR_PIN, 0
        mine = event.reader == self._reader() and event.reason not in LAPSES
        settles = mine and event.ticks >= self.tapping.since
        self._turn(self.tapping.settle() if settles else self.tapping, at)

    def forget(self, at: int) -> None:
        """Know that the daemon is dead: it waits for nothing any more."""
        self.asked, self.typed = False, 0
        self._moved(at)

    def give_up(self, at: int) -> None:
        """Know that the reader with the chip is off its wire, and answers nothing."""
        if self._reader() == RADIO and not self.tapping.settled:
            self._turn(self.tapping.settle(), at)

    def in_the_field(self) -> list[Act]:
        """Return what brings the card at hand before the chip, if that is where it is held."""
        if self._reader() != RADIO:
            return []
        numbers = self._numbers[self.tapping.held]
        return [{"do": "place", "cards": [number.partition(":")[2] for number in numbers]}]

    def _reader(self) -> str:
        """Return the reader before which a card is held, or nothing."""
        held = self._numbers.get(self.tapping.held, ())
        return next((READS[number.partition(":")[0]] for number in held), "")

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
        if key := before.hits(after):
            self.typed = self.typed + 1 if self.asked and key.isdigit() else 0
            self._send(key_word(key))
        if after.due is not None:
            self._stage.later(after.due, self._move)
        self._moved(at)

    def _say(self, at: int) -> None:
        """Let a reader without a chip of ours say the number, again and again until it is heard."""
        reader = self._reader()
        if reader in {"", RADIO} or self.tapping.settled:
            return
        number = self._numbers[self.tapping.held][0]
        if reader == KEYPAD:
            self._send(card_word(CardNumber(number)))
        else:
            termios.tcflush(self._port, termios.TCIOFLUSH)  # what nobody heard is gone
            os.write(self._port, rdm6300(number.partition(":")[2]))
        self._stage.later(at + AGAIN, self._say)

    def _send(self, bits: str) -> None:
        self._do({"do": "word", "data0": DATA0, "data1": DATA1, "bits": bits})


def rdm6300(digits: str) -> bytes:
    """Return the frame of a 125 kHz reader: STX, 10 hex digits, their XOR, ETX."""
    check = reduce(xor, bytes.fromhex(digits))
    return b"\x02" + f"{digits}{check:02X}".encode() + b"\x03"
