"""The allowlist as the door reads it: always the present, and never longer than it may wait."""

import json
import sqlite3
import subprocess
import sys
import threading
from itertools import product
from pathlib import Path
from queue import SimpleQueue

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.access import AccessKind, CardState, Hours
from ledger.allowlist import VIEW_STATEMENT, Allowlist, doors
from tests.ledger.conftest import REVOKE, state
from tests.register.offices import NOW, SITI, print_of, raw

ENDED = {CardState.DAMAGED, CardState.RETURNED, CardState.REVOKED, CardState.DESTROYED}


def test_a_card_is_read_with_everything_the_decision_needs(
    allowlist: Allowlist, admin: sqlite3.Connection
) -> None:
    admin.execute("UPDATE card SET pin_hash = 'a', duress_hash = 'b' WHERE id = 1")
    entry = allowlist.find(print_of(SITI))
    assert entry is not None
    assert (entry.card, entry.cardholder) == (1, "P-S1T1RAHMA1")
    assert (entry.state, entry.kind) == (CardState.ACTIVE, AccessKind.STANDING)
    assert entry.valid_from < NOW < entry.valid_until
    assert entry.doors == {"server": Hours("1 0730-1600", on_holidays=False)}
    assert (entry.escort, entry.pin_hash, entry.duress_hash) == (None, "a", "b")
    assert entry.revision == allowlist.revision()


def test_an_unknown_card_is_no_entry(allowlist: Allowlist) -> None:
    assert allowlist.find(bytes(32)) is None


def test_a_card_without_doors_has_none(allowlist: Allowlist, admin: sqlite3.Connection) -> None:
    admin.execute("DELETE FROM grant_door")
    entry = allowlist.find(print_of(SITI))
    assert entry is not None
    assert entry.doors == {}


def test_hours_that_were_read_cannot_be_altered(allowlist: Allowlist) -> None:
    entry = allowlist.find(print_of(SITI))
    assert entry is not None
    with pytest.raises(TypeError):
        entry.doors["vault"] = Hours("always", on_holidays=True)  # type: ignore[index]


@given(
    st.dictionaries(
        st.from_regex(r"[a-z0-9-]{1,12}", fullmatch=True),
        st.tuples(st.text(max_size=30), st.sampled_from([0, 1])),
    )
)
def test_doors_come_out_of_the_view_as_they_went_in(hours: dict[str, tuple[str, int]]) -> None:
    assert doors(json.dumps(hours)) == {
        door: Hours(weekly, on_holidays=bool(on)) for door, (weekly, on) in hours.items()
    }


@pytest.mark.parametrize(
    ("card", "frozen", "revoked"), list(product(CardState, [False, True], [False, True]))
)
def test_what_a_card_shows_follows_from_card_and_grant(
    allowlist: Allowlist, admin: sqlite3.Connection, card: CardState, *, frozen: bool, revoked: bool
) -> None:
    admin.execute(
        "UPDATE card SET state = ?, ended_at = ?, handed_over_at = ? WHERE id = 1",
        (card, 1 if card in ENDED else None, None if card is CardState.NOT_HANDED_OVER else 1),
    )
    admin.execute(
        "UPDATE access_grant SET frozen_at = ?, revoked_at = ? WHERE id = 1",
        (1 if frozen else None, 1 if revoked else None),
    )
    own = card in ENDED or card is CardState.LOST
    shown = CardState.REVOKED if revoked else CardState.FROZEN if frozen else card
    assert state(allowlist) is (card if own else shown)


def test_one_number_is_one_row_however_often_it_was_issued(
    allowlist: Allowlist, admin: sqlite3.Connection
) -> None:
    for _ in range(3):
        admin.execute(REVOKE, (print_of(SITI),))
        admin.execute(
            "INSERT INTO card (fingerprint, technology, last_four, state, cardholder_id, grant_id,"
            " issued_at, handed_over_at, changed_at) SELECT fingerprint, technology, last_four,"
            " 'active', cardholder_id, grant_id, 1, 1, 1 FROM card WHERE id = 1"
        )
    rows = admin.execute(VIEW_STATEMENT, (print_of(SITI),)).fetchall()
    assert len(rows) == 1
    assert state(allowlist) is CardState.ACTIVE
    admin.execute(REVOKE + " AND state = 'active'", (print_of(SITI),))
    assert state(allowlist) is CardState.REVOKED


def test_a_revocation_is_seen_by_the_very_next_tap(
    allowlist: Allowlist, admin: sqlite3.Connection
) -> None:
    assert state(allowlist) is CardState.ACTIVE
    admin.execute(REVOKE, (print_of(SITI),))
    assert state(allowlist) is CardState.REVOKED


def test_readers_that_hold_the_past_open_do_not_hold_the_door_to_it(
    register: Path, allowlist: Allowlist, admin: sqlite3.Connection
) -> None:
    half_read, inside = raw(register), raw(register)
    cursor = half_read.execute("SELECT id FROM card")
    cursor.fetchone()
    inside.execute("BEGIN")
    inside.execute("SELECT count(*) FROM card").fetchone()
    assert state(allowlist) is CardState.ACTIVE
    admin.execute(REVOKE, (print_of(SITI),))
    assert state(allowlist) is CardState.REVOKED
    past = inside.execute(VIEW_STATEMENT, (print_of(SITI),)).fetchone()
    assert past[2] == "active"  # so there was something to be misled by
    half_read.close()
    inside.close()


def test_nothing_that_the_door_reads_keeps_a_moment_open(
    register: Path, allowlist: Allowlist, admin: sqlite3.Connection
) -> None:
    """A checkpoint can truncate the WAL only when no reader stands in it."""
    state(allowlist)
    allowlist.changed()
    allowlist.holidays()
    allowlist.orders(NOW)
    admin.execute(REVOKE, (print_of(SITI),))
    state(allowlist)
    assert admin.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
    assert register.with_name("register.db-wal").stat().st_size == 0


def test_revocations_by_another_process_are_seen_each_time(
    register: Path, allowlist: Allowlist
) -> None:
    program = (
        "import sqlite3, sys\n"
        "c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "for line in sys.stdin:\n"
        "    c.execute('UPDATE access_grant SET frozen_at = ?', (1 if line[0] == 'f' else None,))\n"
        "    print('done', flush=True)\n"
    )
    command = [sys.executable, "-c", program, str(register)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        for turn in range(200):
            other.stdin.write("f\n" if turn % 2 else "t\n")
            other.stdin.flush()
            assert other.stdout.readline() == "done\n"
            assert state(allowlist) is (CardState.FROZEN if turn % 2 else CardState.ACTIVE)
        other.stdin.close()


def test_a_change_is_told_once_and_only_when_the_revision_is_new(
    allowlist: Allowlist, admin: sqlite3.Connection
) -> None:
    assert [allowlist.changed(), allowlist.changed()] == [True, False]
    admin.execute("CREATE TABLE session (seen INTEGER)")  # what is not behind the door
    admin.execute("INSERT INTO session VALUES (1)")
    assert not allowlist.changed()
    admin.execute(REVOKE, (print_of(SITI),))
    assert [allowlist.changed(), allowlist.changed()] == [True, False]


def test_holidays_are_read_again_when_they_change(
    allowlist: Allowlist, admin: sqlite3.Connection
) -> None:
    assert allowlist.holidays() == frozenset()
    admin.execute(
        "INSERT INTO holiday (date, name_id, name_en, kind, source)"
        " VALUES ('2026-12-25', 'Natal', 'Christmas', 'national', 'SKB')"
    )
    found = allowlist.holidays()
    assert found == {"2026-12-25"}
    assert allowlist.holidays() is found
    admin.execute("DELETE FROM holiday")
    assert allowlist.holidays() == frozenset()


def test_one_thread_may_build_what_another_reads(allowlist: Allowlist) -> None:
    assert allowlist.demo
    answers: SimpleQueue[CardState | None] = SimpleQueue()
    loop = threading.Thread(target=lambda: answers.put(state(allowlist)))
    loop.start()
    assert answers.get(timeout=10) is CardState.ACTIVE
    loop.join(timeout=10)
