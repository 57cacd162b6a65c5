"""The PIN against its two hashes, and the pause after wrong ones."""

import subprocess
import sys

import argon2
import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st

from daemon.decide import Pin
from daemon.pins import check
from daemon.throttle import FIRST_PAUSE, FORGOTTEN_AFTER, FREE_TRIES, LONGEST_PAUSE, PinThrottle

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
RIGHT, DURESS = CHEAP.hash("482913"), CHEAP.hash("482914")
S = 1_000_000_000


@pytest.mark.parametrize(
    ("typed", "pin"),
    [
        ("482913", Pin.RIGHT), ("482914", Pin.DURESS), ("482915", Pin.WRONG),
        ("48291", Pin.WRONG), ("4829130", Pin.WRONG), ("", Pin.WRONG),
    ],
)  # fmt: skip
def test_a_pin_is_right_duress_or_wrong(typed: str, pin: Pin) -> None:
    assert check(typed, RIGHT, DURESS) is pin


@pytest.mark.parametrize(("typed", "pin"), [("482913", Pin.RIGHT), ("482914", Pin.WRONG)])
def test_without_a_duress_pin_there_is_no_duress(typed: str, pin: Pin) -> None:
    assert check(typed, RIGHT, None) is pin


def test_a_duress_pin_that_is_the_pin_itself_is_the_pin() -> None:
    assert check("482913", RIGHT, CHEAP.hash("482913")) is Pin.RIGHT


@pytest.mark.parametrize(
    "damaged",
    ["", "x", RIGHT[:-5], "$argon2id$", RIGHT.replace("$", "")],
    ids=["nothing", "no hash", "cut short", "its beginning", "without its marks"],
)
def test_a_damaged_hash_matches_nothing(damaged: str) -> None:
    assert check("482913", damaged, None) is Pin.WRONG
    assert check("", damaged, damaged) is Pin.WRONG
    assert check("482914", damaged, DURESS) is Pin.DURESS


@pytest.fixture
def verified(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The hashes that were looked at, through the library's own door."""
    seen: list[str] = []
    real = argon2.low_level.verify_secret

    def count(hashed: bytes, secret: bytes, kind: argon2.low_level.Type) -> bool:
        seen.append(hashed.decode())
        return real(hashed, secret, kind)

    monkeypatch.setattr(argon2.low_level, "verify_secret", count)
    monkeypatch.setattr("argon2._password_hasher.verify_secret", count)
    return seen


@pytest.mark.parametrize("typed", ["482913", "482914", "482915"])
@pytest.mark.parametrize("duress", [None, DURESS], ids=["no duress PIN", "a duress PIN"])
def test_two_hashes_are_computed_whatever_was_typed(
    verified: list[str], typed: str, duress: str | None
) -> None:
    check(typed, RIGHT, duress)
    assert verified == [RIGHT, duress or RIGHT]


def test_the_hash_is_loaded_when_the_first_pin_is_typed_and_not_before() -> None:
    code = "import sys, daemon.pins; sys.exit('argon2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# the pause


def wrong(throttle: PinThrottle, tries: int, at: int = 0) -> int | None:
    for _ in range(tries):
        throttle.tried(1, at, wrong=True)
    return throttle.until.get(1)


@pytest.mark.parametrize(
    ("tries", "pause"),
    [
        (FREE_TRIES - 1, None), (FREE_TRIES, FIRST_PAUSE), (FREE_TRIES + 1, 2 * FIRST_PAUSE),
        (FREE_TRIES + 4, 16 * FIRST_PAUSE), (FREE_TRIES + 5, LONGEST_PAUSE), (200, LONGEST_PAUSE),
    ],
)  # fmt: skip
def test_pauses_begin_with_the_third_wrong_pin_double_and_are_bounded(
    tries: int, pause: int | None
) -> None:
    assert wrong(PinThrottle(), tries) == pause


def test_a_right_pin_forgets_the_wrong_ones_before_it() -> None:
    throttle = PinThrottle()
    wrong(throttle, FREE_TRIES)
    throttle.tried(1, 0, wrong=False)
    assert wrong(throttle, FREE_TRIES - 1) is None


@pytest.mark.parametrize(
    ("later", "pause"), [(FORGOTTEN_AFTER - 1, True), (FORGOTTEN_AFTER, False)]
)
def test_wrong_pins_are_forgotten_after_an_hour(later: int, pause: bool) -> None:  # noqa: FBT001 - a table's column
    throttle, long_after_boot = PinThrottle(), 10 * FORGOTTEN_AFTER
    wrong(throttle, FREE_TRIES, at=long_after_boot)
    assert (wrong(throttle, 1, at=long_after_boot + later) is not None) is pause


def test_the_pause_of_one_card_is_its_own() -> None:
    throttle = PinThrottle()
    wrong(throttle, FREE_TRIES)
    throttle.tried(2, 0, wrong=True)
    throttle.tried(2, 0, wrong=False)
    assert set(throttle.until) == {1}


def test_pauses_that_are_over_are_dropped() -> None:
    throttle = PinThrottle()
    wrong(throttle, FREE_TRIES)
    throttle.tried(2, FIRST_PAUSE, wrong=True)
    assert throttle.until == {}


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(0, 900 * S), st.booleans())))
def test_no_pause_is_ever_longer_than_the_longest(tries: list[tuple[int, int, bool]]) -> None:
    throttle, now = PinThrottle(), 0
    for card, later, is_wrong in tries:
        now += later
        throttle.tried(card, now, wrong=is_wrong)
        assert all(now < end <= now + LONGEST_PAUSE for end in throttle.until.values())
