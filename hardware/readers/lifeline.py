"""Keeps one reader running in a thread of its own, and says when it is lost and back."""

import logging
from threading import Event, Thread
from typing import Final

from hardware.errors import ReaderOffline
from hardware.readers import Deliver, Reader, ReaderBack, ReaderLost, Ticks

SHORTEST_PAUSE: Final = 0.25  # seconds before the first new try; doubles
LONGEST_PAUSE: Final = 1.0  # seconds: who plugs a reader back in waits no longer
STEADY: Final = 5_000_000_000  # ns that a reader must answer before its pause is short again
CLOSING_TRIES: Final = 40
CLOSING_TRY: Final = 0.05  # seconds; 40 of them are the 2 s that closing may take

logger = logging.getLogger(__name__)


class Pauses:
    """How long to wait before the next try (pure)."""

    def __init__(self) -> None:
        self._next = SHORTEST_PAUSE

    def after(self, answered: int) -> float:
        """Return the seconds to wait after a run in which the reader answered for so many ns."""
        if answered >= STEADY:
            self._next = SHORTEST_PAUSE
        pause, self._next = self._next, min(2 * self._next, LONGEST_PAUSE)
        return pause


class Lifeline:
    """One reader, its thread, and its life told in events.

    A reader that cannot be opened at the start is lost at once. Each loss is delivered once,
    however many tries it takes to get the reader back, and so is each return.
    """

    def __init__(self, reader: Reader, deliver: Deliver, ticks: Ticks) -> None:
        self._reader, self._deliver, self._ticks = reader, deliver, ticks
        self._closing = Event()
        self._lost = False
        self._ready_at: int | None = None  # ticks of this run's `ready`
        self._pauses = Pauses()
        self._thread = Thread(target=self._live, name=f"reader-{reader.name}", daemon=True)

    def start(self) -> None:
        """Run the reader from now on; once only."""
        self._thread.start()

    def close(self) -> None:
        """Stop the reader and its thread; waits at most 2 s for a driver that hangs."""
        self._closing.set()
        if self._thread.ident is None:
            return  # never started
        for _ in range(CLOSING_TRIES):  # again and again: `run` may be just about to begin
            self._reader.close()
            self._thread.join(CLOSING_TRY)
            if not self._thread.is_alive():
                return
        logger.warning("reader %s does not stop; its thread is left behind", self._reader.name)

    def _live(self) -> None:
        while not self._closing.is_set():
            why = self._run_once()
            if self._closing.is_set():
                return
            self._say_lost(why)
            self._closing.wait(self._pauses.after(self._answered()))

    def _run_once(self) -> str:
        """Run the reader until it ends and return why it did."""
        self._ready_at = None
        try:
            self._reader.run(self._deliver, self._ready)
        except ReaderOffline as offline:
            return offline.why
        except Exception as error:  # a thread begins here: nothing may end it in silence
            if not self._lost:
                logger.exception("reader %s failed in an unforeseen way", self._reader.name)
            return f"{type(error).__name__}: {error}"
        return "it stopped by itself"

    def _ready(self) -> None:
        self._ready_at = self._ticks()
        if self._lost:
            self._lost = False
            logger.info("reader %s is back", self._reader.name)
            self._deliver(ReaderBack(self._reader.name, self._ready_at))

    def _say_lost(self, why: str) -> None:
        if self._lost:
            return
        self._lost = True
        logger.warning("reader %s is lost: %s", self._reader.name, why)
        logger.info("reader %s is tried again until it answers", self._reader.name)
        self._deliver(ReaderLost(self._reader.name, why, self._ticks()))

    def _answered(self) -> int:
        """Return for how many ns the run that ended was answered."""
        return 0 if self._ready_at is None else self._ticks() - self._ready_at
