"""An office whose door has a log as long as years make it, written in bulk."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from ledger.logbook.filling import Logbook
from ledger.logbook.schema import INDEXES, Result
from ledger.logbook.schema import connect as connect_log
from ledger.logbook.week import HOUR_MS, Calendar
from ledger.schema import connect, make
from register.door_log import movements
from register.models import Cardholder
from tests.admin.office import Office

PEOPLE: Final = 100
DENIED_OF: Final = 10  # one line in so many is a denial
ESCORTED_OF: Final = 16  # in one of so many somebody came along
START: Final = 1_704_042_000_000  # 2024-01-01 00.00 in Jakarta: a Monday
AHEAD: Final = 7 * HOUR_MS  # of UTC
MANY: Final = 10_000_000
FEW: Final = 10_000
CHECKED: Final = 2_000  # lines that the bulk's log is compared on with one that followed
PARTS: Final = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;"
NUMBERS: Final = """
WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < :count)
"""
EVENTS: Final = f"""
INSERT INTO event {NUMBERS} SELECT n, printf(
  '{{"seq":%d,"boot":"0123456789abcdef0123456789abcdef","wall":%d,"ticks":%d,"clock":"synced",'
  || '"kind":"%s","door":"server","reader":"server-in","reason":"%s","subject":"P-%010d"%s}}',
  n, :start + n * :apart, n, iif(n % {DENIED_OF}, 'granted', 'denied'),
  iif(n % {DENIED_OF}, 'granted', 'expired'), n * 7919 % {PEOPLE},
  iif(n % {ESCORTED_OF}, '',
    printf(',"detail":{{"companion":"P-%010d"}}', (n * 7919 + 1) % {PEOPLE}))
), x'00' FROM number
"""  # noqa: S608 - numbers of ours
WORDS: Final = ("granted", "server", "server-in", "denied", "expired")
LINES: Final = f"""
INSERT INTO line {NUMBERS}, local (n, wall, minute) AS (
  SELECT n, :start + n * :apart, (:start + n * :apart + {AHEAD}) / 60000 FROM number
) SELECT n, wall, (minute / 1440 + 3) % 7 * 24 + minute % 1440 / 60,
  NOT ((minute / 1440 + 3) % 7 < 5 AND minute % 1440 BETWEEN 450 AND 959),
  iif(n % {DENIED_OF}, {Result.GRANTED:d}, {Result.DENIED:d}),
  iif(n % {DENIED_OF}, 1, 4), 2, 3, iif(n % {DENIED_OF}, 1, 5),
  100 + n * 7919 % {PEOPLE}, NULL,
  iif(n % {ESCORTED_OF}, NULL, 100 + (n * 7919 + 1) % {PEOPLE}) FROM local
"""  # noqa: S608 - numbers of ours
HOURS: Final = f"""
INSERT INTO hour SELECT wall / {HOUR_MS}, week_hour, door, result, outside, count(*), min(seq),
  max(seq) FROM line GROUP BY 1, 2, 3, 4, 5
"""  # noqa: S608 - numbers of ours
READ: Final = """
SELECT seq, wall, week_hour, outside, result, kind.text, door.text, reason.text, subject.text,
  companion.text
FROM line JOIN word kind ON kind.id = kind JOIN word door ON door.id = door
JOIN word reason ON reason.id = reason JOIN word subject ON subject.id = subject
LEFT JOIN word companion ON companion.id = companion
"""

COUNTS: Final = "SELECT hour, week_hour, result, outside, count, first, last FROM hour"


def person(number: int) -> str:
    """Return the pseudonymous id of one of the people."""
    return f"P-{number:010d}"


@contextmanager
def office(folder: Path, count: int, days: int) -> Iterator[Office]:
    """Open an office with so many lines over so many days, its log up to date.

    Raises AssertionError where the bulk's log is not what following the journal makes.
    """
    folder.mkdir(parents=True)
    made = Office(folder)
    with made.bureau.session() as session:
        session.add_all(
            Cardholder(public_id=person(n), name=f"Pegawai {n}", kind="asn-diskominfo", unit="Unit")
            for n in range(PEOPLE)
        )
        zone, weekly = movements.office_week(session)
        calendar = Calendar(zone, weekly, movements.free_days(session))
    apart = days * 24 * HOUR_MS // count
    with ProcessPoolExecutor(1, get_context("spawn")) as other:  # its caches are not our memory
        other.submit(_write, folder, min(count, CHECKED), apart, calendar).result()
        _check(folder, calendar)
        other.submit(_write, folder, count, apart, calendar).result()
    yield made
    made.bureau.store.close()


def _write(folder: Path, count: int, apart: int, calendar: Calendar) -> None:
    values = {"count": count, "start": START, "apart": apart}
    for name in ("journal.db", "log.db"):
        for path in folder.glob(f"{name}*"):
            path.unlink()
    with closing(connect(folder / "journal.db", synchronous="OFF")) as journal:
        make(journal)
        for (trigger,) in journal.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'trigger'"
        ).fetchall():
            journal.execute(f"DROP TRIGGER {trigger}")
        journal.executescript(PARTS)
        journal.execute(EVENTS, values)
        journal.execute("PRAGMA journal_mode = WAL")
    with closing(connect_log(folder / "log.db")) as log:
        for (index,) in log.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"
        ).fetchall():
            log.execute(f"DROP INDEX {index}")
        log.executescript(PARTS)
        words = [*enumerate(WORDS, 1), *((100 + n, person(n)) for n in range(PEOPLE))]
        log.executemany("INSERT INTO word VALUES (?, ?)", words)
        log.execute(LINES, values)
        log.execute(HOURS)
        log.execute("INSERT INTO followed VALUES (1, ?, x'00', 0, ?)", (count, calendar.digest))
        log.executescript(INDEXES)
        log.execute("PRAGMA journal_mode = WAL")


def _check(folder: Path, calendar: Calendar) -> None:
    """See that the bulk writes what following the journal would."""
    book = Logbook(folder / "followed.db", folder / "journal.db", calendar)
    book.catch_up()
    book.close()
    files = [folder / "log.db", folder / "followed.db"]
    lines, hours = ([_rows(file, statement) for file in files] for statement in (READ, COUNTS))
    if lines[0] != lines[1] or hours[0] != hours[1] or not lines[0]:
        raise AssertionError("the bulk's log is not the one that following the journal makes")


def _rows(path: Path, statement: str) -> list[object]:
    with closing(sqlite3.connect(path)) as connection:
        return sorted(connection.execute(statement).fetchall(), key=repr)
