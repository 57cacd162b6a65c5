"""What timers do in an office, in the demonstration: messages are sent, the log is looked through.

Nothing leaves the house: a message is only marked as sent.
"""

from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from threading import Event, Thread
from typing import Final

from gapura.demo.site import Site
from register.door_log import watching
from register.messaging import outbox
from register.seeding.messages import post
from register.store import Store

EVERY: Final = 20.0  # seconds: sooner than an office, which somebody waits for here


class Timers:
    """The thread that does it, from when it is made until it is closed."""

    def __init__(self, site: Site, now: Callable[[], datetime]) -> None:
        self._site, self._now, self._closing = site, now, Event()
        self._thread = Thread(target=self._run, name="timers")
        self._thread.start()

    def close(self) -> None:
        """End it."""
        self._closing.set()
        self._thread.join()

    def _run(self) -> None:
        with closing(self._site.store()) as store:
            while True:
                self._once(store)
                if self._closing.wait(EVERY):
                    return

    def _once(self, store: Store) -> None:
        at = self._now()
        with store.reading() as session:
            waiting, _, _ = outbox.counts(session)
        if waiting:
            with store.session() as session:
                post(session, at)
        watching.catch_up(store, self._site.journal, at)
