from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from register.login import throttle
from register.login.throttle import FREE, FREE_OF_SOURCE, LONGEST, wait
from register.models import Throttle
from tests.register.bureau import AT, Bureau


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = Bureau(tmp_path / "register.db")
    yield made
    made.store.close()


def tries(bureau: Bureau, login: str = "siti", source: str = "10.0.0.1") -> timedelta:
    with bureau.session() as session:
        return throttle.take(session, throttle.keys(login, source), bureau.now).wait


def test_waiting_doubles_from_a_second_to_a_quarter_of_an_hour() -> None:
    seconds = [int(wait(failures, FREE).total_seconds()) for failures in range(FREE - 1, FREE + 12)]
    assert seconds == [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]


@given(failures=st.integers(0, 10**9), free=st.integers(0, 100))
def test_nobody_ever_waits_longer_than_that(failures: int, free: int) -> None:
    assert timedelta(0) <= wait(failures, free) <= LONGEST


def test_five_are_free_and_then_each_waits_longer(bureau: Bureau) -> None:
    assert [tries(bureau) for _ in range(FREE)] == [timedelta(0)] * FREE
    assert tries(bureau) == timedelta(seconds=1)
    bureau.wait(seconds=1)
    assert tries(bureau) == timedelta(0)
    assert tries(bureau) == timedelta(seconds=2)


def test_a_try_that_comes_too_early_makes_the_wait_no_longer(bureau: Bureau) -> None:
    for _ in range(FREE):
        tries(bureau)
    assert {tries(bureau) for _ in range(100)} == {timedelta(seconds=1)}
    bureau.wait(seconds=1)
    assert tries(bureau) == timedelta(0)


def test_a_login_waits_wherever_it_is_tried_from(bureau: Bureau) -> None:
    for number in range(FREE):
        tries(bureau, source=f"10.0.0.{number}")
    assert tries(bureau, source="10.9.9.9") > timedelta(0)
    assert tries(bureau, login="bagus", source="10.9.9.9") == timedelta(0)


def test_a_source_waits_whomever_it_tries(bureau: Bureau) -> None:
    for number in range(FREE_OF_SOURCE):
        assert tries(bureau, login=f"nobody{number}") == timedelta(0)
    assert tries(bureau, login="yet-another") > timedelta(0)


def test_a_subscribers_whole_ipv6_network_is_one_source(bureau: Bureau) -> None:
    for number in range(FREE_OF_SOURCE):
        tries(bureau, f"nobody{number}", f"2001:db8:1:2::{number:x}")
    assert tries(bureau, "other", "2001:db8:1:2:ffff::1") > timedelta(0)
    assert tries(bureau, "other", "2001:db8:1:3::1") == timedelta(0)


def test_what_was_right_is_taken_back_and_makes_nobody_wait(bureau: Bureau) -> None:
    for _ in range(FREE):
        tries(bureau)
    bureau.wait(seconds=1, microseconds=700)
    for _ in range(3 * FREE):
        with bureau.session() as session:
            right = throttle.take(session, throttle.keys("siti", "10.0.0.1"), bureau.now)
            assert right.wait == timedelta(0)
            throttle.give_back(session, right)


def test_an_hour_of_quiet_is_forgotten_and_leaves_nothing_behind(bureau: Bureau) -> None:
    for number in range(FREE):
        tries(bureau, login=f"nobody{number}")
    bureau.wait(hours=1, seconds=1)
    assert tries(bureau) == timedelta(0)
    with bureau.session() as session:
        assert len(session.scalars(select(Throttle)).all()) == 2


def test_a_clock_that_was_set_back_makes_nobody_wait_for_it(bureau: Bureau) -> None:
    for _ in range(FREE):
        tries(bureau)
    bureau.now = AT - timedelta(days=365)
    assert tries(bureau) == timedelta(seconds=1)
    bureau.wait(seconds=1)
    assert tries(bureau) == timedelta(0)


def test_what_is_typed_as_a_login_is_not_kept(bureau: Bureau) -> None:
    tries(bureau, login="kuda jambu 72 melangit")
    with bureau.session() as session:
        kept = " ".join(session.scalars(select(Throttle.key)))
    assert "kuda" not in kept
    assert "login " in kept
