"""The one thread that waits for the disk: flushes, checkpoints, and the room kept in reserve."""

import logging
import sqlite3
from _thread import LockType, allocate_lock
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Final, Protocol

from ledger.errors import LedgerError

log = logging.getLogger(__name__)

PATIENCE: Final = 1.0  # seconds: what nobody asked for is flushed after this much quiet
CLOSING: Final = 3.0  # seconds that closing waits for a disk that stalls


class Storage(Protocol):
    """The disk's side of the journal, as the flusher moves it."""

    def last(self) -> int:
        """Return the newest event committed."""

    def sync(self) -> None:
        """Put everything committed on the disk; OSError or sqlite3.Error where it cannot."""

    def tidy(self, *, idle: bool) -> None:
        """Do what may wait: checkpoint, prune, take the reserve again."""


class Flusher:
    """Makes events durable, a group at a time.

    Attributes:
        durable: the newest event that is on the disk.
        failing: what the disk last answered, or None while it obeys.
    """

    def __init__(self, storage: Storage, durable: int) -> None:
        self.durable = durable
        self.failing: str | None = None
        self._storage = storage
        self._asked: SimpleQueue[LockType | None] = SimpleQueue()
        self._stopping = False
        self._thread = Thread(target=self._run, name="journal-flusher", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def ask(self) -> None:
        """Ask for a flush of what is committed by now; returns at once."""
        self._asked.put(None)

    def wait(self, seq: int, seconds: float | None) -> bool:
        """Ask for a flush and wait for its end; True once `seq` is on the disk."""
        if self.durable >= seq:
            return True
        answer = allocate_lock()
        answer.acquire()
        self._asked.put(answer)
        answer.acquire(timeout=-1 if seconds is None else seconds)
        return self.durable >= seq

    def stop(self) -> bool:
        """Flush, tidy, end; False where the disk has not answered within 3 s."""
        self._stopping = True
        self._asked.put(None)
        self._thread.join(CLOSING)
        return not self._thread.is_alive()

    def _run(self) -> None:
        """Serve until told to stop, then once more for what came last."""
        while not self._stopping:
            idle = not self._serve(PATIENCE)
            self._tidy(idle=idle)
        self._serve(0)
        self._tidy(idle=True)

    def _serve(self, patience: float) -> bool:
        """Wait for the first to ask, flush for all who have; False if nobody did."""
        waiting = self._gather(patience)
        idle = not waiting and self._storage.last() == self.durable
        self._flush()
        for answer in waiting:
            if answer is not None:
                answer.release()
        return not idle

    def _gather(self, patience: float) -> list[LockType | None]:
        """Return everyone who asked, waiting for the first; empty after `patience` seconds."""
        waiting: list[LockType | None] = []
        try:
            waiting.append(self._asked.get(timeout=patience))
            while True:
                waiting.append(self._asked.get_nowait())
        except Empty:
            return waiting

    def _flush(self) -> None:
        """Put what is committed on the disk, and say how that went."""
        target = self._storage.last()
        if target == self.durable and self.failing is None:
            return
        try:
            self._storage.sync()
        except (OSError, sqlite3.Error, LedgerError) as error:
            if self.failing is None:
                log.warning("the journal cannot be flushed: %s", error)
            self.failing = str(error)
        else:
            self.durable, self.failing = target, None

    def _tidy(self, *, idle: bool) -> None:
        """Let the storage do what may wait; what fails there waits for the next time."""
        try:
            self._storage.tidy(idle=idle)
        except (OSError, sqlite3.Error, LedgerError) as error:
            log.info("the journal's housekeeping waits: %s", error)
