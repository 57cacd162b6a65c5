"""The real `mfrc522` library, our driver, an emulated chip, and all kinds of cards."""

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.readers import Assurance, CardNumber, CardRead
from hardware.simulated.card import Card, Flaw
from tests.hardware.desk import Desk, card
from tests.hardware.test_iso14443 import NUMBERS

SEVEN = "04A1B2C3D4E5F6"


@pytest.mark.parametrize("digits", ["DEADBEEF", SEVEN, "04112233445566778899"])
@pytest.mark.parametrize(("speed", "transaction"), [(1_000_000, 25_000), (10_000_000, 10_000)])
def test_a_number_of_every_length_is_read_in_full(
    digits: str, speed: int, transaction: float
) -> None:
    desk = Desk(speed=speed, transaction=transaction)
    desk.lay(0.5, card(digits))
    events = desk.run(until=1)
    assert [type(event) for event in events] == [CardRead]
    assert isinstance(events[0], CardRead)
    assert events[0].number == CardNumber(f"iso14443a:{digits}")
    assert events[0].assurance is Assurance.UID_ONLY
    assert events[0].reader == "desk"


def test_a_read_carries_the_time_of_the_look_that_found_the_card() -> None:
    desk = Desk()
    desk.lay(0.5, card(SEVEN))
    (event,) = desk.run(until=1)
    assert 0.5e9 <= event.ticks <= 0.5e9 + 15e6


def test_a_desfire_card_is_read_by_its_number() -> None:
    desk = Desk()
    desk.lay(0.5, Card(bytes.fromhex(SEVEN), sak=0x20))
    desk.run(until=1)
    assert desk.told == [SEVEN]


def test_two_seven_byte_cards_that_share_three_bytes_are_two_cards() -> None:
    desk = Desk()
    desk.lay(0.5, card("04A1B2C3D4E5F6"), until=1)
    desk.lay(1.5, card("04A1B211223344"), until=2)
    desk.run(until=2.5)
    assert desk.told == ["04A1B2C3D4E5F6", "04A1B211223344"]


def test_a_card_left_on_the_reader_is_told_once_however_long_it_rests() -> None:
    desk = Desk()
    desk.lay(0.5, card(SEVEN))
    desk.run(until=30)
    assert desk.told == [SEVEN]


def test_a_card_taken_away_and_put_back_is_told_each_time() -> None:
    desk = Desk()
    again = card(SEVEN)
    for second in (1, 2, 3):
        desk.lay(second, again, until=second + 0.5)
    desk.run(until=4)
    assert desk.told == [SEVEN] * 3


def test_a_card_that_blinks_is_told_once() -> None:
    desk = Desk()
    flickering = card(SEVEN)
    for step in range(20):
        desk.lay(1 + step / 10, flickering, until=1 + step / 10 + 0.03)
    desk.run(until=3)
    assert desk.told == [SEVEN]


def test_a_card_left_on_the_reader_does_not_block_another() -> None:
    desk = Desk()
    desk.lay(0.5, card(SEVEN))
    desk.lay(2, card("DEADBEEF"), until=3)
    desk.lay(4, card("DEADBEEF"), until=5)
    desk.run(until=6)
    assert desk.told == [SEVEN, "DEADBEEF", "DEADBEEF"]


@pytest.mark.parametrize(
    "digits",
    [
        ["DEADBEEF", SEVEN],
        [SEVEN, "04A1B2C3D4E5F7"],
        ["DEADBEEF", "DEADBEEE", "5EADBEEF"],
        ["DEADBEEF", SEVEN, "04112233445566778899"],
    ],
)
def test_several_cards_at_once_are_refused_once(digits: list[str]) -> None:
    desk = Desk()
    desk.lay(0.5, *map(card, digits))
    desk.run(until=5)
    assert desk.told == ["more-than-one-card"]


def test_the_cards_of_a_pile_are_read_when_they_come_back_one_by_one() -> None:
    desk = Desk()
    first, second = card("DEADBEEF"), card(SEVEN)
    desk.lay(0.5, first, second, until=1)
    desk.lay(1.5, first, until=2)
    desk.lay(2.5, second, until=3)
    desk.run(until=4)
    assert desk.told == ["more-than-one-card", "DEADBEEF", SEVEN]


def test_a_pile_that_loses_a_card_tells_nothing_new() -> None:
    desk = Desk()
    first, second = card("DEADBEEF"), card(SEVEN)
    desk.lay(0.5, first)
    desk.at(0.5, lambda: desk.field.place(second))
    desk.at(2, lambda: desk.field.take(first))
    desk.run(until=4)
    assert desk.told == ["more-than-one-card"]


def test_a_random_number_is_refused_once_a_visit() -> None:
    desk = Desk()
    draws = count(0x08_00_00_01)
    phone = Card(bytes.fromhex("08000000"), draw=lambda: next(draws).to_bytes(4, "big"))
    desk.lay(0.5, phone, until=2)
    desk.lay(3, phone, until=4)
    desk.run(until=5)
    assert desk.told == ["random-number", "random-number"]


def test_a_phone_that_blinks_and_draws_anew_is_refused_once() -> None:
    desk = Desk()
    draws = count(0x08_00_00_01)
    phone = Card(bytes.fromhex("08000000"), draw=lambda: next(draws).to_bytes(4, "big"))
    for step in range(10):
        desk.lay(1 + step / 10, phone, until=1 + step / 10 + 0.05)
    desk.run(until=2)
    assert desk.told == ["random-number"]


@pytest.mark.parametrize("flaw", [Flaw.BCC, Flaw.CRC, Flaw.SAK, Flaw.DEAF])
@pytest.mark.parametrize("size", [4, 7, 10])
def test_a_flawed_card_is_refused_once_after_it_was_tried_for_a_while(
    flaw: Flaw, size: int
) -> None:
    desk = Desk()
    flawed = Card(bytes.fromhex("04112233445566778899")[:size], flaw=flaw)
    desk.lay(0.5, flawed, until=5)
    desk.lay(6, flawed, until=7)
    events = desk.run(until=8)
    assert desk.told == ["unreadable-card"] * 2
    assert 0.7e9 < events[0].ticks < 1e9


def test_a_seven_byte_number_with_a_cascade_tag_for_its_maker_is_unreadable() -> None:
    desk = Desk()
    desk.lay(0.5, Card(bytes.fromhex("88A1B2C3D4E5F6")), until=2)
    desk.run(until=3)
    assert desk.told == ["unreadable-card"]


@pytest.mark.parametrize("answers", range(1, 7))
def test_a_card_torn_away_at_any_moment_tells_nothing(answers: int) -> None:
    desk = Desk()
    desk.lay(0.5, Card(bytes.fromhex("04112233445566778899"), torn_after=answers))
    desk.run(until=2)
    assert desk.told == []


def test_a_card_is_read_after_one_was_torn_away() -> None:
    desk = Desk()
    desk.lay(0.5, Card(bytes.fromhex(SEVEN), torn_after=3))
    desk.lay(0.52, card(SEVEN))
    desk.run(until=1)
    assert desk.told == [SEVEN]


def test_a_card_too_far_away_to_finish_is_read_once_it_comes_near() -> None:
    desk = Desk()
    coming = card(SEVEN)
    coming.flaw = Flaw.DEAF
    desk.lay(0.5, coming)
    desk.at(0.6, lambda: setattr(coming, "flaw", Flaw.NONE))
    desk.run(until=2)
    assert desk.told == [SEVEN]


@given(st.lists(NUMBERS, min_size=1, max_size=3, unique=True))
def test_any_one_to_three_cards_are_read_or_refused_and_never_read_wrong(
    numbers: list[bytes],
) -> None:
    desk = Desk()
    desk.lay(0.3, *map(Card, numbers))
    desk.run(until=0.6)
    alone = numbers[0].hex().upper()
    assert desk.told == (["more-than-one-card"] if len(numbers) > 1 else [alone])


@given(
    st.lists(NUMBERS, min_size=2, max_size=3, unique=True),
    st.lists(st.integers(0, 900), min_size=6, max_size=6),
)
def test_cards_that_come_and_go_at_any_time_are_never_read_wrong(
    numbers: list[bytes], moments: list[int]
) -> None:
    desk = Desk()
    for number, came, went in zip(numbers, moments[::2], moments[1::2], strict=False):
        desk.lay(0.2 + min(came, went) / 1000, Card(number), until=0.2 + max(came, went) / 1000)
    desk.run(until=1.3)
    possible = {number.hex().upper() for number in numbers} | {"more-than-one-card"}
    assert set(desk.told) <= possible
    assert all(desk.told.count(digits) <= 1 for digits in possible - {"more-than-one-card"})
