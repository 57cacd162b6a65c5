"""What another process does to the register, or fails to finish, never holds up a tap."""

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager

from ledger.credential import fingerprint
from tests.daemon.office import card
from tests.register.offices import KEY
from tests.scenarios.site import Site

LIMIT = 20  # seconds: only a failing test waits so long
WRITER = """
import sqlite3, sys
register = sqlite3.connect(sys.argv[1], isolation_level=None)
register.execute("PRAGMA foreign_keys = ON")
register.execute("BEGIN IMMEDIATE")
print(register.execute(
    "UPDATE card SET state = 'revoked', ended_at = changed_at WHERE hex(fingerprint) = ?",
    (sys.argv[2],),
).rowcount, flush=True)
if sys.stdin.readline():
    register.execute("COMMIT")
    print("committed", flush=True)
sys.stdin.readline()
"""


@contextmanager
def revoking(site: Site, number: str) -> Iterator[subprocess.Popen[str]]:
    """Another process that has revoked a card and has not committed it: a line makes it commit."""
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(site.folder / "register.db"),
         fingerprint(number, KEY).hex().upper()],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as writer:  # fmt: skip
        assert said(writer) == "1"
        try:
            yield writer
        finally:
            writer.kill()
            writer.wait(LIMIT)


def said(writer: subprocess.Popen[str]) -> str:
    assert writer.stdout is not None
    return writer.stdout.readline().strip()


def tell(writer: subprocess.Popen[str]) -> None:
    assert writer.stdin is not None
    writer.stdin.write("\n")
    writer.stdin.flush()


def test_a_frozen_writer_leaves_taps_to_what_was_committed(site: Site) -> None:
    number = card("siti")
    with revoking(site, number) as writer:
        writer.send_signal(signal.SIGSTOP)
        site.tap(number)
        assert site.unlocked()
        site.wait(seconds=8)
        site.tap(card("hendra"))
    assert site.reasons() == ["granted", "expired"]


def test_what_a_killed_writer_did_not_commit_never_was_and_the_next_order_counts(
    site: Site,
) -> None:
    number = card("siti")
    with revoking(site, number) as writer:
        writer.send_signal(signal.SIGSTOP)
        site.tap(number)
        writer.kill()
        writer.wait(LIMIT)
        site.tap(number)
        assert site.reasons() == ["granted", "granted"]
        site.revoke(number)
        site.tap(number)
        assert site.reasons() == ["revoked"]


def test_a_revocation_from_elsewhere_is_seen_by_the_very_next_tap(site: Site) -> None:
    """Readers stand open all the while, one of them in the middle of its snapshot."""
    number = card("siti")
    path = site.folder / "register.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM card").fetchone()
        with revoking(site, number) as writer:
            site.tap(number)
            tell(writer)
            assert said(writer) == "committed"
            site.tap(number)
    assert site.reasons() == ["granted", "revoked"]
