"""Taps while fifty people use the office's pages at once, one of whom exports without end.

As a program, `python -m tests.bench.web_load serve|visit FOLDER`: either serves the
demonstration's office as `gapura admin` does, or lets fifty clients at it, until killed. Both run
at the priority that the pages' unit has behind the door's.
"""

import http.client
import json
import logging
import os
import sys
from collections.abc import Iterator, Sequence
from itertools import cycle
from pathlib import Path
from threading import Barrier, Thread
from typing import Final

from flask import Flask
from waitress.server import create_server

from admin.cookies import PLAIN_NAME
from tests.admin.walk import cast, signed_in, walk
from tests.bench.crowd import program
from tests.bench.door import door
from tests.bench.measure import interleaved, quantile
from tests.bench.office import Register, opened
from tests.bench.taps import tapping
from tests.bench.web import demonstration

CLIENTS: Final = 50
TAPS: Final = 2_000
THREADS: Final = 32  # as gapura/admin.py has it
BEHIND: Final = 10  # by which the units' Nice differ: the door's -5, the pages' 5
EXPORT: Final = "/unduh/daftar-akses.csv"  # as the first of the cast, the Kadis
NOTE: Final = "visitors.json"
NS_PER_US: Final = 1000


def figures(folder: Path, register: Register) -> dict[str, float]:
    """Return the 95th percentile of taps under that load over quiet ones.

    Raises AssertionError where a tap did not open, or no export ended meanwhile.
    """
    with door(opened(folder / "door", register)) as built:
        tap = tapping(built, register)
        quiet = interleaved({"tap": tap}, TAPS)["tap"]
        with program("tests.bench.web_load", "serve", str(folder / "web")) as web:
            web.said.readline()  # it serves
            with program("tests.bench.web_load", "visit", str(folder / "web")) as crowd:
                crowd.said.readline()  # all fifty have had a page
                busy = interleaved({"tap": tap}, TAPS)["tap"]
                if not web.runs or not crowd.runs:
                    raise AssertionError("the pages were not in use for as long as there were taps")
                crowd.go_on()
                served = json.loads(crowd.said.readline())
    if not served["exports"]:
        raise AssertionError("no export ended while there were taps")
    return {
        "tap_p95_under_web_load": quantile(busy, 0.95) / quantile(quiet, 0.95),
        "_tap_p95_quiet_us": quantile(quiet, 0.95) / NS_PER_US,
        "_tap_p95_web_load_us": quantile(busy, 0.95) / NS_PER_US,
        "_pages_meanwhile": served["pages"],
        "_exports_meanwhile": served["exports"],
    }


def serve(folder: Path) -> None:
    """Serve the office; leave a note of where, what, and as whom."""
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # that some wait is meant
    with demonstration(folder) as app:
        server = create_server(app, host="127.0.0.1", port=0, threads=THREADS, ident=None)
        note = {
            "port": int(server.effective_port),
            "paths": sorted({each.path for each in walk(app, 1)}),
            "cookies": [_cookie(app, who) for who in cast(app)],
        }
        (folder / NOTE).write_text(json.dumps(note))
        say("serves")
        server.run()


def _cookie(app: Flask, who: str) -> str:
    held = signed_in(app, who).get_cookie(PLAIN_NAME)
    return "" if held is None else f"{PLAIN_NAME}={held.value}"


class Crowd:
    """Fifty clients, each a thread that asks for page after page."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.served = {"pages": 0, "exports": 0}
        self._all = Barrier(CLIENTS + 1)

    def begin(self, cookies: Sequence[str], paths: Sequence[str]) -> None:
        """Let them begin; return when each has had an answer."""
        mine = cycle(cookies)
        for number in range(CLIENTS):
            turned = [*paths[number % len(paths) :], *paths[: number % len(paths)]]
            asked = cycle(turned) if number else cycle([EXPORT])
            kind = "pages" if number else "exports"
            Thread(target=self._ask, args=(next(mine), asked, kind), daemon=True).start()
        self._all.wait()

    def _ask(self, cookie: str, paths: Iterator[str], kind: str) -> None:
        connection = http.client.HTTPConnection("localhost", self._port)
        for number, path in enumerate(paths):
            method = "POST" if kind == "exports" else "GET"
            headers = {"Cookie": cookie, "Sec-Fetch-Site": "same-origin"}
            connection.request(method, path, headers=headers)
            answer = connection.getresponse()
            answer.read()
            self.served[kind] += answer.status == http.HTTPStatus.OK
            if not number:
                self._all.wait()


def visit(folder: Path) -> None:
    """Let the clients at it until told to go; say what they were served."""
    note = json.loads((folder / NOTE).read_text())
    crowd = Crowd(note["port"])
    crowd.begin(note["cookies"], note["paths"])
    before = dict(crowd.served)
    say("all are served")
    sys.stdin.readline()
    say(json.dumps({kind: crowd.served[kind] - before[kind] for kind in before}))


def say(text: str) -> None:
    """Say a line."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    os.nice(BEHIND)
    {"serve": serve, "visit": visit}[sys.argv[1]](Path(sys.argv[2]))
