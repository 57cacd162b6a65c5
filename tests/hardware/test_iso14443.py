from collections.abc import Callable
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.readers.iso14443 import (
    FRAME_DELAY,
    HLTA,
    REQA,
    REQUEST_GUARD,
    WUPA,
    Answer,
    Command,
    Dialogue,
    Inventory,
    Selected,
    Unreadable,
    answer_bits,
    bcc,
    converse,
    crc_a,
    frame_time,
    identify,
    inventory,
    is_random,
    levels,
    look_again,
    sent_bits,
)
from hardware.simulated.card import Card, Flaw, State, to_bits, to_bytes
from hardware.simulated.field import Field

SINGLE = st.binary(min_size=4, max_size=4).filter(lambda n: n[0] not in {0x88, 0x08})
DOUBLE = st.binary(min_size=7, max_size=7).filter(lambda n: n[0] != 0x88 and n[3] != 0x88)
TRIPLE = st.binary(min_size=10, max_size=10).filter(
    lambda n: n[0] != 0x88 and n[3] != 0x88 and n[6] != 0x88
)
Result = TypeVar("Result")
NUMBERS = st.one_of(SINGLE, DOUBLE, TRIPLE)
ANSWERS = st.one_of(
    st.none(),
    st.builds(
        Answer,
        st.binary(max_size=64),
        st.integers(0, 512),
        collision=st.one_of(st.none(), st.integers(-1, 100)),
        broken=st.booleans(),
    ),
)


def ideal_reader(field: Field) -> Callable[[Command], Answer | None]:
    """Put commands on the air with no chip between."""

    def exchange(command: Command) -> Answer | None:
        data = command.data + (crc_a(command.data) if command.crc else b"")
        heard = field.speak(to_bits(data)[: sent_bits(command)])
        if heard is None:
            return None
        bits = heard.bits
        broken = command.crc and crc_a(to_bytes(bits[:-16])) != to_bytes(bits[-16:])
        bits = bits[:-16] if command.crc else bits
        content = to_bytes((0,) * command.align + bits)
        return Answer(content, len(bits), heard.collision, broken)

    return exchange


def field_of(*cards: Card) -> Field:
    field = Field()
    field.power(on=True)
    for card in cards:
        field.place(card)
    return field


def hear(dialogue: Dialogue[Result], *cards: Card) -> Result:
    return converse(dialogue, ideal_reader(field_of(*cards)))


@pytest.mark.parametrize(
    ("data", "check"),
    [
        ("0000", "A01E"),
        ("1234", "26CF"),
        ("5000", "57CD"),
        ("E080", "3173"),
        ("E050", "BCA5"),
        ("04", "DA17"),
        ("08", "B6DD"),
        ("20", "FC70"),
        ("24", "D836"),
    ],
)
def test_crc_a_is_the_published_one(data: str, check: str) -> None:
    assert crc_a(bytes.fromhex(data)).hex().upper() == check


def test_a_number_is_split_over_its_levels_with_cascade_tag_and_check_byte() -> None:
    number = bytes.fromhex("04112233445566778899")
    assert levels(number[:4]) == (bytes.fromhex("0411223304"),)
    assert [part[:4].hex() for part in levels(number[:7])] == ["88041122", "33445566"]
    assert [part[:4].hex() for part in levels(number)] == ["88041122", "88334455", "66778899"]
    assert all(bcc(part) == 0 for part in levels(number))


@pytest.mark.parametrize(
    ("command", "milliseconds"),
    [
        (REQA, 0.365),
        (Command(b"\x93\x20", answer=5), 0.724),
        (Command(b"\x93\x70" + bytes(5), crc=True, answer=1), 1.148),
    ],
)
def test_an_exchange_takes_the_standards_time(command: Command, milliseconds: float) -> None:
    time = frame_time(sent_bits(command)) + FRAME_DELAY + frame_time(answer_bits(command))
    assert time / 1e6 == pytest.approx(milliseconds, abs=0.0006)


def test_the_guard_before_the_next_request_is_1172_carrier_periods() -> None:
    assert pytest.approx(86_431, abs=1) == REQUEST_GUARD


@given(NUMBERS)
def test_one_card_gives_its_whole_number_and_no_collision(number: bytes) -> None:
    found = hear(identify(WUPA), Card(number))
    sak = {4: 0x08, 7: 0x00, 10: 0x00}[len(number)]
    assert found == Selected(number, sak, collided=False)


def test_silence_is_no_card() -> None:
    assert hear(identify(WUPA)) is None
    assert hear(inventory(REQA)) == Inventory()


@given(st.lists(NUMBERS, min_size=2, max_size=3, unique=True))
def test_two_and_three_cards_are_all_resolved_and_never_pass_for_one(numbers: list[bytes]) -> None:
    found = hear(inventory(WUPA), *map(Card, numbers))
    assert sorted(found.numbers) == sorted(numbers)
    assert found.collided
    assert not found.failed


def test_cards_that_differ_in_the_last_bit_only_are_told_apart() -> None:
    numbers = [bytes.fromhex("0411223344550" + last) for last in "67"]
    found = hear(inventory(WUPA), *map(Card, numbers))
    assert sorted(found.numbers) == numbers


def test_a_found_card_is_halted_and_answers_no_second_request() -> None:
    card = Card(bytes.fromhex("04A1B2C3D4E5F6"))
    field = field_of(card)
    converse(inventory(REQA), ideal_reader(field))
    assert card.state is State.HALTED
    assert converse(inventory(REQA), ideal_reader(field)) == Inventory()
    assert converse(inventory(WUPA), ideal_reader(field)).numbers == (card.number,)


@given(NUMBERS, NUMBERS)
def test_a_resting_card_is_found_again_by_its_number_alone(number: bytes, other: bytes) -> None:
    card = Card(number)
    field = field_of(card)
    exchange = ideal_reader(field)
    converse(inventory(WUPA), exchange)
    assert converse(look_again(number), exchange)
    assert card.state is State.HALTED
    assert converse(look_again(other), exchange) == (other == number)
    assert card.state is State.HALTED


def test_a_new_card_is_still_new_after_another_was_looked_for() -> None:
    resting, new = Card(b"\x01\x02\x03\x04"), Card(b"\x05\x06\x07\x08")
    field = field_of(resting)
    exchange = ideal_reader(field)
    converse(inventory(WUPA), exchange)
    field.place(new)
    assert converse(look_again(resting.number), exchange)
    assert converse(inventory(REQA), exchange).numbers == (new.number,)


@pytest.mark.parametrize("flaw", [Flaw.BCC, Flaw.CRC, Flaw.SAK, Flaw.DEAF])
@pytest.mark.parametrize("size", [4, 7, 10])
def test_a_flawed_card_never_gives_a_number(flaw: Flaw, size: int) -> None:
    card = Card(bytes.fromhex("04112233445566778899")[:size], flaw=flaw)
    found = hear(inventory(WUPA), card)
    assert found == Inventory(failed=True)


@pytest.mark.parametrize("answers", range(1, 7))
def test_a_card_torn_away_at_any_moment_never_gives_a_part_of_its_number(answers: int) -> None:
    card = Card(bytes.fromhex("04112233445566778899"), torn_after=answers)
    found = hear(inventory(WUPA), card)
    assert found.numbers == ()
    assert found.failed


def test_a_single_size_number_that_begins_with_the_cascade_tag_is_refused() -> None:
    with pytest.raises(Unreadable, match="disagree"):
        hear(identify(WUPA), Card(bytes.fromhex("88112233")))


def test_a_number_that_goes_on_after_the_third_level_is_refused() -> None:
    def endless(command: Command) -> Answer:
        if command.data[0] == 0x52:
            return Answer(b"\x44\x00", 16)
        if command.crc:
            return Answer(b"\x04", 8)
        part = bytes.fromhex("88010203")
        return Answer(part + bytes((bcc(part),)), 40)

    with pytest.raises(Unreadable, match="third level"):
        converse(identify(WUPA), endless)


@given(st.lists(ANSWERS, max_size=40))
def test_whatever_the_air_says_a_look_ends_and_gives_only_whole_numbers(
    answers: list[Answer | None],
) -> None:
    said = iter(answers)
    found = converse(inventory(WUPA), lambda _: next(said, None))
    assert all(len(number) in {4, 7, 10} for number in found.numbers)


@pytest.mark.parametrize(
    ("number", "random"), [("08112233", True), ("18112233", False), ("08112233445566", False)]
)
def test_only_a_single_size_number_can_be_random(number: str, random: bool) -> None:  # noqa: FBT001 - a parametrized fact
    assert is_random(bytes.fromhex(number)) is random


def test_hlta_is_a_frame_with_crc_that_expects_silence() -> None:
    assert sent_bits(HLTA) == 32
    assert answer_bits(HLTA) == 0
