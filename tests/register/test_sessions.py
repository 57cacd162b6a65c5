from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from register.errors import NotFound
from register.login import accounts, sessions
from register.login.sessions import ABSOLUTE, IDLE, SET_BACK, Visitor
from tests.register.bureau import AT, Bureau


class Desk:
    """The Kasi's sessions."""

    def __init__(self, folder: Path) -> None:
        self.bureau = Bureau(folder / "register.db")
        self.kasi = self.bureau.people["kasi"]
        with self.bureau.session() as session:
            by = self.bureau.by("kasi")
            self.account = accounts.make(session, self.kasi, "kasi", None, by, AT).id

    def opens(self) -> str:
        with self.bureau.session() as session:
            return sessions.open_(session, self.kasi, "t", self.bureau.now, account=self.account)

    def finds(self, token: str) -> Visitor | None:
        with self.bureau.store.reading() as session:
            return sessions.find(session, token, self.bureau.now)

    def uses(self, token: str) -> Visitor | None:
        found = self.finds(token)
        if found is not None:
            with self.bureau.session() as session:
                sessions.touch(session, found.session, self.bureau.now)
        return found


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.bureau.store.close()


def test_a_session_that_is_not_used_ends_after_fifteen_minutes(desk: Desk) -> None:
    token = desk.opens()
    desk.bureau.now += IDLE - timedelta(milliseconds=1)
    assert desk.uses(token) is not None
    desk.bureau.now += IDLE
    assert desk.finds(token) is None


def test_a_session_that_is_used_ends_after_eight_hours(desk: Desk) -> None:
    token = desk.opens()
    while desk.bureau.now - AT < ABSOLUTE - IDLE / 2:
        desk.bureau.now += IDLE / 2
        assert desk.uses(token) is not None
    desk.bureau.now = AT + ABSOLUTE
    assert desk.finds(token) is None


def test_a_clock_that_is_set_back_prolongs_neither_a_session_nor_a_proof(desk: Desk) -> None:
    token = desk.opens()
    desk.bureau.now -= timedelta(seconds=1)
    slightly = desk.finds(token)
    assert slightly is not None
    assert slightly.proved
    desk.bureau.now -= SET_BACK
    assert desk.finds(token) is None


def test_last_seen_is_stale_after_half_a_minute(desk: Desk) -> None:
    token = desk.opens()
    desk.bureau.wait(seconds=29)
    fresh = desk.finds(token)
    desk.bureau.wait(seconds=1)
    stale = desk.finds(token)
    assert fresh is not None
    assert stale is not None
    assert (fresh.stale, stale.stale) == (False, True)


def test_only_ones_own_open_sessions_can_be_ended(desk: Desk) -> None:
    mine, theirs = desk.finds(desk.opens()), desk.bureau.people["siti"]
    assert mine is not None
    with desk.bureau.session() as session:
        with pytest.raises(NotFound):
            sessions.end_own(session, theirs, mine.session, desk.bureau.by("siti"), AT)
        sessions.end_own(session, desk.kasi, mine.session, desk.bureau.by("kasi"), AT)
        with pytest.raises(NotFound):
            sessions.end_own(session, desk.kasi, mine.session, desk.bureau.by("kasi"), AT)


def test_the_token_itself_is_nowhere_in_the_file(desk: Desk) -> None:
    token = desk.opens()
    desk.bureau.store.close()
    files = desk.bureau.store.path.parent.glob("register.db*")
    assert not [file for file in files if token.encode() in file.read_bytes()]
