"""The office's pages: how soon they answer, and what is revoked on them fails at the door."""

import select
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Final

from flask import Flask

from admin.door import confirmed
from admin.office import office_app, settle
from admin.site import Site
from gapura.demo.running import furnish
from register.store import Store
from tests.admin.walk import Opened, counting, look, signed_in, walk
from tests.bench.crowd import acting, ended
from tests.bench.door import BenchDoor, door
from tests.bench.measure import quantile
from tests.bench.office import Office, opened, planted
from tests.bench.process import LIMIT, Wire, running
from tests.register.offices import KEY

LOOKS: Final = 40  # at each page
LOOKS_AT_SLOWEST: Final = 400
RACES: Final = 1_000
CONFIRMED: Final = 200  # revocations
GLANCE: Final = 0.002  # seconds between two looks for the confirmation
NS_PER_MS: Final = 1_000_000


def pages(folder: Path) -> dict[str, float]:
    """Return server time and SQL statements of the slowest page of the demonstration's office.

    Each page is opened `LOOKS` times as whoever it took longest for. The slowest is the one of the
    highest median, and its p95 is taken over `LOOKS_AT_SLOWEST`: the highest of so many p95 of few
    looks each is the machine's worst moment, whatever page it met. Downloads are not pages.
    """
    with demonstration(folder) as app:
        seen = [each for each in walk(app) if each.answer.mimetype == "text/html"]
        taken = {each: statistics.median(_again(app, each, LOOKS)) for each in _slowest(seen)}
        worst = max(taken, key=lambda each: taken[each])
        looks = _again(app, worst, LOOKS_AT_SLOWEST)
    return {
        "page_p95_ms": quantile(looks, 0.95) / NS_PER_MS,
        "page_max_sql": max(each.statements for each in seen),
        "_pages": len(taken),
        "_page_median_ms": statistics.median(taken.values()) / NS_PER_MS,
        "_page_worst_median_ms": statistics.median(looks) / NS_PER_MS,
        f"_page_worst_is_{worst.endpoint}": 1,
    }


def _slowest(seen: Sequence[Opened]) -> list[Opened]:
    longest: dict[str, Opened] = {}
    for each in seen:
        known = longest.get(each.endpoint)
        if known is None or each.taken > known.taken:
            longest[each.endpoint] = each
    return list(longest.values())


def _again(app: Flask, page: Opened, looks: int) -> list[int]:
    client = signed_in(app, page.who)
    with counting() as statements:
        return [
            look(client, page.who, page.path, page.endpoint, statements).taken for _ in range(looks)
        ]


@contextmanager
def demonstration(folder: Path) -> Iterator[Flask]:
    """Lay out the demonstration's office, and serve nothing."""
    folder.mkdir(parents=True)
    laid, _ = furnish(folder, "/dev/null", datetime.now(UTC))
    with laid.store() as store:
        app = office_app(_site(store, laid.journal, laid.key, demo=True))
        settle()
        yield app


def confirmations(folder: Path) -> dict[str, float]:
    """Return the time from a revocation's commit to the door's confirmation, as a page reads it."""
    wire = Wire()
    office = opened(folder, planted(folder / "register", CONFIRMED), port=wire.port)
    with running(office, wire) as daemon, at_desk(office) as (app, store), app.app_context():
        daemon.settle()
        taken = [_until_confirmed(store, card) for card in range(1, CONFIRMED + 1)]
    wire.close()
    return {
        "confirm_p99_ms": quantile(taken, 0.99) / NS_PER_MS,
        "_confirm_p50_ms": quantile(taken, 0.5) / NS_PER_MS,
    }


def _until_confirmed(store: Store, card: int) -> int:
    revision = ended(store, card)
    began = time.monotonic_ns()
    while confirmed(revision) is None:
        if time.monotonic_ns() - began > LIMIT * 1e9:
            raise AssertionError(f"revision {revision} was not confirmed within {LIMIT} s")
        time.sleep(GLANCE)
    return time.monotonic_ns() - began


def races(folder: Path) -> dict[str, float]:
    """Return how many taps of just revoked cards opened once the page showed the confirmation.

    The revoking process and the taps run against each other, tap upon tap, from before the
    revocation until one tap after the confirmation.
    """
    register = planted(folder / "register", RACES + 1)
    office = opened(folder, register, flush_wait=0)
    late = before = 0
    with (
        at_desk(office) as (app, _), app.app_context(), door(office) as built,
        acting("end", register.path, 1) as other,
    ):  # fmt: skip
        for card in range(1, RACES + 1):
            other.go_on()
            opens = list(_race(built, register.number(card), other.said))
            late += opens[-1]
            before += sum(opens[:-1])
        if not built.opens(register.number(RACES + 1)):
            raise AssertionError("no card opens any more: these taps show nothing")
    return {"revoke_races_opened": late, "_races": RACES, "_opened_before": before}


def _race(built: BenchDoor, number: str, said: IO[str]) -> Iterator[bool]:
    """Tap until the confirmation is shown; the last answer is of the tap after that."""
    revision, shown = None, False
    while not shown:
        built.loop.serve(None)  # time passes: the door looks at the register when it is due
        if revision is None and select.select([said], [], [], 0)[0]:
            revision = int(said.readline())
        shown = revision is not None and confirmed(revision) is not None
        yield built.opens(number)


@contextmanager
def at_desk(office: Office) -> Iterator[tuple[Flask, Store]]:
    """Open the office's application on a bench's register and journal."""
    with Store(office.register.path) as store:
        yield office_app(_site(store, office.journal, KEY, demo=False)), store


def _site(store: Store, journal: Path, key: bytes, *, demo: bool) -> Site:
    return Site(
        store=store, journal=journal, key=key, now=lambda: datetime.now(UTC),
        origin="http://localhost", demo=demo,
    )  # fmt: skip
