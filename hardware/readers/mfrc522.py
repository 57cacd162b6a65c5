"""An MFRC522 board on SPI as a Reader: looks for cards, watches the chip, mends it."""

import logging
from collections.abc import Callable
from importlib import import_module
from threading import Event
from time import sleep
from typing import TYPE_CHECKING, Final

from gpiozero import GPIOZeroError

from hardware import pi_gpio
from hardware.errors import ChipWedged, ReaderOffline
from hardware.readers import Deliver, ReaderBack, ReaderLost, Ticks
from hardware.readers.iso14443 import REQA, WUPA, converse, inventory, look_again
from hardware.readers.mfrc522_presence import Presence
from hardware.wiring import Mfrc522Wiring

if TYPE_CHECKING:
    from hardware.readers.mfrc522_chip import Mfrc522Chip

MS: Final = 1_000_000  # ns
CHECK_EVERY: Final = 1000 * MS  # version and configuration are read back
LOOK_AGAIN_EVERY: Final = 50 * MS  # the cards that rest are woken by their numbers
RELAPSE: Final = 10_000 * MS  # a chip that needs mending again so soon is not mended

logger = logging.getLogger(__name__)


class Mfrc522Reader:
    """One board.

    A chip that loses its configuration or hangs is reset in place, told as lost and back; what
    that does not mend raises ReaderOffline. `pause` sleeps for seconds.
    """

    def __init__(
        self,
        name: str,
        wiring: Mfrc522Wiring,
        ticks: Ticks,
        pause: Callable[[float], None] = sleep,
    ) -> None:
        self.name = name
        self._wiring, self._ticks, self._pause = wiring, ticks, pause
        self._closing = Event()
        self._mended_at = -RELAPSE

    def close(self) -> None:
        """Make `run` return after the poll at hand."""
        self._closing.set()

    def run(self, deliver: Deliver, ready: Callable[[], None]) -> None:
        """Open the chip and deliver cards until closed; ReaderOffline when it fails."""
        self._closing.clear()
        try:
            chip = self._open()
        except (OSError, ImportError, RuntimeError, GPIOZeroError) as error:
            raise ReaderOffline(self.name, f"{type(error).__name__}: {error}") from error
        try:
            self._start(chip)
            ready()
            self._attend(chip, deliver)
        except ChipWedged as wedged:
            raise ReaderOffline(self.name, str(wedged)) from wedged
        except OSError as error:
            raise ReaderOffline(self.name, f"SPI failed: {error}") from error
        finally:
            chip.close()

    def _open(self) -> "Mfrc522Chip":
        """Open SPI and RST; the library's imports are satisfied first."""
        pi_gpio.install()
        driver = import_module("hardware.readers.mfrc522_chip")
        chip: Mfrc522Chip = driver.Mfrc522Chip(self._wiring, self._pause)
        return chip

    def _start(self, chip: "Mfrc522Chip") -> None:
        """Reset, test and configure the chip; a failed test is a warning: clones all fail it."""
        chip.restart()
        check(chip)
        if chip.self_test() is False:
            logger.warning("reader %s: the chip fails its self-test; it may be no NXP", self.name)
        chip.restart()
        check(chip)

    def _attend(self, chip: "Mfrc522Chip", deliver: Deliver) -> None:
        """Look for cards until closed, mending the chip where it needs it."""
        presence = Presence(self.name)
        looking_again, checking = Every(LOOK_AGAIN_EVERY), Every(CHECK_EVERY)
        while not self._closing.is_set():
            now = self._ticks()
            try:
                self._look(chip, presence, deliver)
                if looking_again.is_due(now):
                    self._look_again(chip, presence)
                if checking.is_due(now):
                    check(chip)
            except ChipWedged as wedged:
                self._mend(chip, str(wedged), deliver)
            self._pause(self._wiring.poll)

    def _look(self, chip: "Mfrc522Chip", presence: Presence, deliver: Deliver) -> None:
        """Poll once. While cards rest, only new ones are called, or all would answer at once."""
        at = self._ticks()
        wake = REQA if presence.resting else WUPA
        told = presence.take_in(converse(inventory(wake), chip.exchange), at)
        if told is not None:
            deliver(told)

    def _look_again(self, chip: "Mfrc522Chip", presence: Presence) -> None:
        for number in presence.resting:
            presence.looked(number, there=converse(look_again(number), chip.exchange))

    def _mend(self, chip: "Mfrc522Chip", why: str, deliver: Deliver) -> None:
        """Reset the chip and say so; ReaderOffline where that does not help, or did not last."""
        noticed = self._ticks()
        if noticed - self._mended_at < RELAPSE:
            raise ReaderOffline(self.name, f"{why}, again")
        logger.warning("reader %s: %s; resetting it", self.name, why)
        chip.restart()
        try:
            check(chip)
            chip.exchange(WUPA)
        except ChipWedged as wedged:
            raise ReaderOffline(self.name, str(wedged)) from wedged
        self._mended_at = self._ticks()
        deliver(ReaderLost(self.name, why, noticed))
        deliver(ReaderBack(self.name, self._mended_at))


class Every:
    """Something that is due once a period, first one period after the first question."""

    def __init__(self, period: int) -> None:
        self._period = period
        self._at: int | None = None

    def is_due(self, now: int) -> bool:
        """Tell whether it is time, and start the next period if so."""
        if self._at is not None and now < self._at:
            return False
        first, self._at = self._at is None, now + self._period
        return not first


def check(chip: "Mfrc522Chip") -> None:
    """Read version and configuration back; ChipWedged says what is wrong."""
    why = chip.ailment()
    if why is not None:
        raise ChipWedged(why)
