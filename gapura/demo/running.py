"""`gapura demo`: the whole product on this machine, with one page, until Ctrl-C.

A start of a process, so it makes a clock of its own (as daemon/main.py does).
"""

import logging
import os
import signal
import socket
import sys
import time
import tty
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import Final

from waitress.server import create_server

from admin.demo import demo_app
from admin.log.keeper import Keeper
from admin.office import settle
from admin.site import Site
from gapura.demo.bench import DemoBench
from gapura.demo.journal import remember
from gapura.demo.looked_after import look_after
from gapura.demo.site import ZONE, lay_out
from gapura.demo.site import Site as Laid
from gapura.demo.timers import Timers
from register.seeding.reviews import hold_reviews

QUEUE: Final = "waitress.queue"  # says that a request waited a moment: no news in a demo
THREADS: Final = 32  # each stream holds one (DESIGN section 4)
ENDS: Final = (signal.SIGINT, signal.SIGTERM)
LOOPBACK: Final = "127.0.0.1"


def run(port: int = 0, directory: Path | None = None) -> None:
    """Serve the demo's page until SIGINT or SIGTERM, and leave nothing behind.

    Args:
        port: of the page; 0 takes any free one.
        directory: an empty one for the demo's files, kept; None makes one and removes it.
    """
    _on_signals(lambda: None)
    try:
        with _directory(directory) as place, _bench(place) as (bench, laid):
            _serve(bench, laid, port)
    except SystemExit:
        sys.stdout.write("\n")


def _on_signals(first: Callable[[], None]) -> None:
    """Leave at SIGINT and SIGTERM, once, after doing something."""

    def leave(_number: int, _frame: FrameType | None) -> None:
        for number in ENDS:
            signal.signal(number, signal.SIG_IGN)
        first()
        raise SystemExit(0)

    for number in ENDS:
        signal.signal(number, leave)


@contextmanager
def _directory(given: Path | None) -> Iterator[Path]:
    if given is not None:
        yield given
        return
    with TemporaryDirectory(prefix="gapura-demo-") as made:
        yield Path(made)


def furnish(place: Path, port: str, now: datetime) -> tuple[Laid, int]:
    """Lay out the site with its past: days at the door, reviews held, findings seen to.

    Args:
        place: an empty directory.
        port: of the 125 kHz reader.
        now: until when the past reaches.

    Returns the site and the last event's sequence.
    """
    site = lay_out(place, port, now)
    past = remember(site, now)
    with closing(site.store()) as store:
        hold_reviews(store, site.journal, now)
    look_after(site, site.who, now)
    return site, past


@contextmanager
def _bench(place: Path) -> Iterator[tuple[DemoBench, Laid]]:
    """Lay out the site and run the daemon, with a pseudo-terminal as the 125 kHz reader."""
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    now = datetime.now(UTC)
    site, past = furnish(place, os.ttyname(theirs), now)
    bench = DemoBench(site, ours, place / "daemon.log", time.monotonic_ns, past)
    bench.start()
    timers = Timers(site, lambda: datetime.now(UTC))
    try:
        yield bench, site
    finally:
        timers.close()
        bench.close()
        os.close(ours)
        os.close(theirs)


def _serve(bench: DemoBench, laid: Laid, port: int) -> None:
    with socket.create_server((LOOPBACK, port)) as listening, closing(laid.store()) as store:
        address = f"http://localhost:{listening.getsockname()[1]}"
        office = Site(
            store=store,
            journal=laid.journal,
            key=laid.key,
            now=lambda: datetime.now(UTC),
            origin=address,
            demo=True,
        )
        logging.getLogger(QUEUE).setLevel(logging.ERROR)
        app = demo_app(bench, ZONE, office)
        log: Keeper = app.extensions["log"]
        log.start()
        settle()
        server = create_server(app, sockets=[listening], threads=THREADS, ident="gapura")
        sys.stdout.write(f"Gapura: {address}/pintu/ (Ctrl-C: selesai, ends it)\n")
        sys.stdout.flush()

        def let_go() -> None:
            """Let the streams end, or the server waits for them."""
            bench.board.close()
            log.let_go()

        _on_signals(let_go)
        try:
            server.run()
        finally:
            log.close()
