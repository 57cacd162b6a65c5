from hypothesis import given
from hypothesis import strategies as st

from hardware.readers import CardRead, CardRefused, Refusal
from hardware.readers.iso14443 import Inventory
from hardware.readers.mfrc522_presence import MS, Presence

FOUR = bytes.fromhex("DEADBEEF")
SEVEN = bytes.fromhex("04A1B2C3D4E5F6")
RANDOM = bytes.fromhex("08112233")


def missed(presence: Presence, number: bytes, times: int) -> None:
    for _ in range(times):
        presence.looked(number, there=False)


def test_a_card_is_told_once_until_it_was_missed_three_times() -> None:
    presence = Presence("desk")
    assert isinstance(presence.take_in(Inventory((SEVEN,)), 0), CardRead)
    missed(presence, SEVEN, 2)
    assert presence.take_in(Inventory((SEVEN,)), 1) is None
    missed(presence, SEVEN, 3)
    assert presence.resting == ()
    assert isinstance(presence.take_in(Inventory((SEVEN,)), 2), CardRead)


def test_an_answer_between_makes_the_misses_forgotten() -> None:
    presence = Presence("desk")
    presence.take_in(Inventory((SEVEN,)), 0)
    for _ in range(5):
        missed(presence, SEVEN, 2)
        presence.looked(SEVEN, there=True)
    assert presence.resting == (SEVEN,)


def test_what_follows_several_cards_at_once_was_one_of_them() -> None:
    presence = Presence("desk")
    told = presence.take_in(Inventory((SEVEN,), collided=True, failed=True), 0)
    assert told == CardRefused("desk", Refusal.MORE_THAN_ONE, 0)
    assert presence.take_in(Inventory((FOUR,)), 20 * MS) is None
    assert set(presence.resting) == {SEVEN, FOUR}


def test_once_several_cards_are_gone_the_next_card_counts_at_once() -> None:
    presence = Presence("desk")
    presence.take_in(Inventory((SEVEN, FOUR), collided=True), 0)
    missed(presence, SEVEN, 3)
    missed(presence, FOUR, 3)
    assert isinstance(presence.take_in(Inventory((FOUR,)), 200 * MS), CardRead)


def test_a_collision_with_one_number_is_still_more_than_one_card() -> None:
    told = Presence("desk").take_in(Inventory((SEVEN,), collided=True), 5)
    assert told == CardRefused("desk", Refusal.MORE_THAN_ONE, 5)


def test_several_cards_that_are_never_resolved_are_called_several() -> None:
    presence = Presence("desk")
    told = [
        presence.take_in(Inventory(collided=True, failed=True), ms * MS)
        for ms in range(0, 1000, 10)
    ]
    assert [event for event in told if event] == [
        CardRefused("desk", Refusal.MORE_THAN_ONE, 250 * MS)
    ]


def test_a_failure_now_and_then_is_never_told() -> None:
    presence = Presence("desk")
    for ms in range(0, 5000, 200):
        assert presence.take_in(Inventory(failed=True), ms * MS) is None
        assert presence.take_in(Inventory(), ms * MS + 1) is None


def test_a_random_number_replaces_the_random_number_that_rested() -> None:
    presence = Presence("desk")
    told = presence.take_in(Inventory((RANDOM,)), 0)
    assert told == CardRefused("desk", Refusal.RANDOM, 0)
    assert presence.take_in(Inventory((b"\x08\x01\x02\x03",)), 1) is None
    assert presence.resting == (b"\x08\x01\x02\x03",)


@given(st.lists(st.binary(min_size=4, max_size=4), max_size=60))
def test_no_stream_of_numbers_makes_it_hoard(numbers: list[bytes]) -> None:
    presence = Presence("desk")
    for ticks, number in enumerate(numbers):
        presence.take_in(Inventory((number,)), ticks * 100 * MS)
        assert len(presence.resting) <= 8
