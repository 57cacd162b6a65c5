"""The index of the log, kept up with the journal for all who read it."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from sqlite3 import DatabaseError, OperationalError
from threading import Event, Thread
from typing import Final

from flask import current_app

from admin.board import Board
from admin.site import Site
from admin.streams import Streams
from ledger.logbook.filling import Logbook
from ledger.logbook.query import Log
from ledger.logbook.schema import damaged
from ledger.logbook.week import Calendar
from register.door_log import movements

LOOK_EVERY: Final = 0.04  # seconds; asking whether there is news takes microseconds
HEARTBEAT: Final = 10.0  # seconds
CALENDAR_EVERY: Final = timedelta(minutes=1)  # a holiday that was imported counts so soon
EXTENSION: Final = "log"


class Keeper:
    """What one application reads of the log.

    Attributes:
        book: the index, which this process owns.
        streams: of those who watch; the board's state is the newest line that they can ask for.
    """

    def __init__(self, site: Site) -> None:
        """Take the site's files; nothing is opened yet."""
        self._site = site
        self.book = Logbook(site.log_file, site.journal, Calendar("UTC", ""))
        self._board: Board[int] = Board()
        self.streams = Streams(self._board, HEARTBEAT)
        self._calendar_read: datetime | None = None
        self._closing = Event()
        self._thread: Thread | None = None

    def start(self) -> None:
        """Follow the journal from now on, on a thread of its own."""
        self._thread = Thread(target=self._run, name="log", daemon=True)
        self._thread.start()

    def let_go(self) -> None:
        """Let every viewer go; callable where a signal came in."""
        self._closing.set()
        self._board.close()

    def close(self) -> None:
        """Let every viewer go, and stop."""
        self.let_go()
        if self._thread is not None:
            self._thread.join()
        self.book.close()

    @contextmanager
    def reading(self) -> Iterator[Log]:
        """Open the log; where no thread follows the journal, what is new is taken first.

        Raises sqlite3.OperationalError where there is neither a log nor a journal. A log that
        turns out to be damaged is thrown away, and built anew.
        """
        if self._thread is None:
            self.look()
        try:
            with closing(Log(self._site.log_file)) as log:
                yield log
        except DatabaseError as error:
            if damaged(error):
                self.book.discard()
            raise

    def look(self) -> int:
        """Take what the journal has that the log has not, and tell the viewers."""
        self._keep_calendar()
        last = self.book.catch_up()
        self._board.show(last)
        return last

    def _keep_calendar(self) -> None:
        at = self._site.now()
        if self._calendar_read is None or at - self._calendar_read >= CALENDAR_EVERY:
            with self._site.store.reading() as session:
                zone, weekly = movements.office_week(session)
                self.book.calendar = Calendar(zone, weekly, movements.free_days(session))
            self._calendar_read = at

    def _run(self) -> None:
        shown = -1
        while not self._closing.is_set():
            try:
                self._keep_calendar()
                last = self.book.catch_up()
            except (OperationalError, DatabaseError):  # no journal yet, or busy: again soon
                last = shown
            if last != shown:
                self._board.show(last)
                shown = last
            self._closing.wait(LOOK_EVERY)


def keeper() -> Keeper:
    """Return the application's."""
    found: Keeper = current_app.extensions[EXTENSION]
    return found
