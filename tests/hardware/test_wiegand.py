from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.readers import CardNumber, CardRead, CardRefused, KeyPressed, Refusal
from hardware.readers.wiegand import FORMATS, KEYS, LONGEST, WiegandWord, key, number, printed
from hardware.wiring import WiegandWiring
from tests.hardware.wires import MS

US = 1_000
START = 5_000_000_000
PERIOD = 2 * MS
GAP = 8 * MS

PUBLISHED = [  # proxmark3's words, its facility (or None) and card number
    (26, 0x2F623AE, "wiegand:26:7B11D7", "H10301", {"facility": 123, "number": 4567}),
    (26, 0x0CA0A73, "wiegand:26:650539", "H10301", {"facility": 101, "number": 1337}),
    (26, 0x2EC0C86, "wiegand:26:760643", "H10301", {"facility": 118, "number": 1603}),
    (34, 0x0F623AF, "wiegand:34:007B11D7", "H10306", {"facility": 123, "number": 4567}),
    (37, 0x100EB79A2B, "wiegand:37:0075BCD15", "H10302", {"number": 123456789}),
    (37, 0x07B023AF, "wiegand:37:003D811D7", "H10304", {"facility": 123, "number": 4567}),
]


def wiring(bit_period: float = 0.002, keypad: int = 0) -> WiegandWiring:
    return WiegandWiring(data0=14, data1=15, bit_period=bit_period, bits=(26, 34), keypad=keypad)


def bits_of(bits: int, word: int) -> list[int]:
    return [word >> at & 1 for at in reversed(range(bits))]


def send(word: WiegandWord, bits: list[int], start: int = START, period: int = PERIOD) -> int:
    """Send bits a period apart; return the ticks of the last edge."""
    for at, bit in enumerate(bits):
        assert word.end(start + at * period) is None
        word.edge(bit, start + at * period)
    return start + (len(bits) - 1) * period


H10301 = bits_of(26, 0x2F623AE)
CARD = CardNumber("wiegand:26:7B11D7")


def with_parity(bits: int, payload: int) -> int:
    """Return the one word of a format that holds a payload, found by trying every parity."""
    leading = bits - FORMATS[bits].payload - 1
    words = [
        head << bits - leading | payload << 1 | tail
        for head in range(1 << leading)
        for tail in (0, 1)
    ]
    (whole,) = [word for word in words if number(bits, word)]
    return whole


@pytest.mark.parametrize(("bits", "word", "text", "layout", "fields"), PUBLISHED)
def test_the_published_words_are_read(
    bits: int, word: int, text: str, layout: str, fields: dict[str, int]
) -> None:
    card = number(bits, word)
    assert card is not None
    assert card.text == text
    assert printed(card)[layout] == fields


@given(payload=st.integers(0, (1 << 32) - 1))
def test_a_corporate_1000_word_holds_its_three_parities(payload: int) -> None:
    """Bits are counted from 1 here, as the format's description does."""
    bits = dict(enumerate(bits_of(35, with_parity(35, payload)), start=1))
    assert sum(bits.values()) % 2 == 1
    assert (bits[2] + sum(bits[at] for at in range(3, 35) if at % 3 != 2)) % 2 == 0
    assert (bits[35] + sum(bits[at] for at in range(2, 34) if at % 3 != 1)) % 2 == 1


def test_a_corporate_1000_card_shows_facility_and_number() -> None:
    assert printed(CardNumber("wiegand:35:00100001"))["Corporate 1000"] == {
        "facility": 1,
        "number": 1,
    }


def test_a_keyscan_word_shows_manufacturer_facility_and_number() -> None:
    payload = 900 << 24 | 12 << 16 | 345
    card = number(36, with_parity(36, payload))
    assert card is not None
    assert printed(card) == {"Keyscan C15001": {"manufacturer": 900, "facility": 12, "number": 345}}


@pytest.mark.parametrize("bits", FORMATS)
@given(entropy=st.integers(min_value=0))
def test_one_bit_turned_on_the_wire_is_never_a_number(bits: int, entropy: int) -> None:
    word = with_parity(bits, entropy % (1 << FORMATS[bits].payload))
    assert all(number(bits, word ^ 1 << at) is None for at in range(bits))


@pytest.mark.parametrize("bits", FORMATS)
@given(payloads=st.tuples(st.integers(min_value=0), st.integers(min_value=0)))
def test_two_payloads_are_two_numbers(bits: int, payloads: tuple[int, int]) -> None:
    one, other = (payload % (1 << FORMATS[bits].payload) for payload in payloads)
    same = number(bits, with_parity(bits, one)) == number(bits, with_parity(bits, other))
    assert same == (one == other)


@pytest.mark.parametrize("bits", FORMATS)
def test_the_layouts_of_a_format_divide_its_whole_payload(bits: int) -> None:
    for layout in FORMATS[bits].layouts:
        assert sum(width for _, width in layout.fields) == FORMATS[bits].payload


@pytest.mark.parametrize("bits", FORMATS)
def test_every_bit_of_a_word_is_covered_by_a_check(bits: int) -> None:
    covered = 0
    for mask in chain(FORMATS[bits].even, FORMATS[bits].odd):
        covered |= mask
    assert covered == (1 << bits) - 1


def test_every_word_of_a_four_bit_keypad_is_its_key_or_none() -> None:
    assert [key(4, word) for word in range(16)] == [*KEYS, None, None, None, None]


def test_every_word_of_an_eight_bit_keypad_is_checked_by_its_complement() -> None:
    keys = {word: key(8, word) for word in range(256)}
    assert keys[0b1110_0001] == "1"
    assert keys[0b0101_1010] == "*"
    assert keys[0b0100_1011] == "#"
    assert sum(pressed is not None for pressed in keys.values()) == len(KEYS)


def test_a_word_is_stamped_with_its_first_edge() -> None:
    word = WiegandWord("in", wiring())
    last = send(word, H10301)
    read = word.end(last + GAP)
    assert isinstance(read, CardRead)
    assert (read.number, read.ticks) == (CARD, START)


def test_a_word_is_over_after_eight_milliseconds_and_not_before() -> None:
    word = WiegandWord("in", wiring())
    last = send(word, H10301)
    assert word.due == last + GAP
    assert word.end(last + GAP - 1) is None
    assert word.end(last + GAP) is not None
    assert word.due is None


def test_a_slow_reader_has_three_bit_periods() -> None:
    word = WiegandWord("in", wiring(bit_period=0.02))
    last = send(word, H10301, period=20 * MS)
    assert word.due == last + 60 * MS


def test_two_words_a_gap_apart_are_two_cards_though_nobody_looked_in_between() -> None:
    word = WiegandWord("in", wiring())
    last = send(word, H10301)
    read = word.end(last + GAP)
    assert isinstance(read, CardRead)
    assert isinstance(word.end(send(word, H10301, last + GAP) + GAP), CardRead)


@pytest.mark.parametrize("length", [*range(1, 26), 27, 33, 35, 37, 64, 65, 500])
def test_a_word_of_no_wanted_length_is_unreadable(length: int) -> None:
    word = WiegandWord("in", wiring())
    last = send(word, (H10301 * 20)[:length])
    assert word.pending <= LONGEST
    assert word.end(last + GAP) == CardRefused("in", Refusal.UNREADABLE, START)


def test_a_format_that_the_door_does_not_take_is_unreadable() -> None:
    word = WiegandWord("in", wiring())
    last = send(word, bits_of(37, 0x100EB79A2B))
    assert isinstance(word.end(last + GAP), CardRefused)


def test_wrong_parity_is_unreadable_and_the_next_word_is_read() -> None:
    word = WiegandWord("in", wiring())
    last = send(word, [1 - H10301[0], *H10301[1:]])
    assert isinstance(word.end(last + GAP), CardRefused)
    last = send(word, H10301, last + GAP)
    assert isinstance(word.end(last + GAP), CardRead)


def test_ringing_that_fills_the_word_cuts_no_shorter_card_out_of_it() -> None:
    word = WiegandWord("in", wiring())
    last = send(word, H10301)
    for delay in range(LONGEST - len(H10301)):
        word.edge(H10301[-1], last + delay * US)
    last = send(word, [0] * 8, last + PERIOD)
    assert isinstance(word.end(last + GAP), CardRefused)


def test_an_edge_reported_late_does_not_end_the_word_sooner() -> None:
    word = WiegandWord("in", wiring())
    word.edge(0, START + PERIOD)
    word.edge(1, START)
    assert word.due == START + PERIOD + GAP


@pytest.mark.parametrize("at", range(26))
def test_ringing_on_a_line_does_not_count(at: int) -> None:
    word = WiegandWord("in", wiring())
    last = send(word, H10301)
    for delay in (3 * US, 30 * US, 99 * US):
        word.edge(H10301[at], START + at * PERIOD + delay)
    read = word.end(last + GAP + 99 * US)
    assert isinstance(read, CardRead)
    assert read.number == CARD


@pytest.mark.parametrize("at", range(26))
def test_both_lines_falling_at_once_are_never_guessed(at: int) -> None:
    word = WiegandWord("in", wiring())
    last = send(word, H10301)
    word.edge(1 - H10301[at], START + at * PERIOD + 10 * US)
    assert isinstance(word.end(last + GAP + 10 * US), CardRefused)
    last = send(word, H10301, last + 2 * GAP)
    assert isinstance(word.end(last + GAP), CardRead)


@given(st.permutations(range(26)))
def test_edges_reported_out_of_order_are_put_in_order(order: list[int]) -> None:
    word = WiegandWord("in", wiring())
    for at in order:
        word.edge(H10301[at], START + at * PERIOD)
    read = word.end(START + 25 * PERIOD + GAP)
    assert isinstance(read, CardRead)
    assert (read.number, read.ticks) == (CARD, START)


def test_the_rest_of_a_word_that_was_ended_too_soon_is_never_a_card_of_its_own() -> None:
    word = WiegandWord("in", wiring())
    send(word, [1, 0, 1])
    assert word.due is not None
    word.end(word.due)
    for at, bit in enumerate(H10301):
        word.edge(bit, START + 6 * MS + at * PERIOD)
    assert isinstance(word.end(START + 99 * PERIOD), CardRefused)


@pytest.mark.parametrize("pressed", KEYS)
@pytest.mark.parametrize("bits", [4, 8])
def test_a_key_is_pressed(bits: int, pressed: str) -> None:
    value = KEYS.index(pressed)
    word = WiegandWord("in", wiring(keypad=bits))
    last = send(word, bits_of(bits, value if bits == 4 else (value ^ 15) << 4 | value))
    assert word.end(last + GAP) == KeyPressed("in", pressed, START)


def test_keys_are_unreadable_where_no_keypad_is_said_to_be() -> None:
    word = WiegandWord("in", wiring())
    last = send(word, [0, 0, 0, 1])
    assert isinstance(word.end(last + GAP), CardRefused)


@given(st.lists(st.tuples(st.integers(0, 1), st.integers(-3 * MS, 30 * MS)), max_size=300))
def test_no_edges_make_a_word_raise_or_hoard(edges: list[tuple[int, int]]) -> None:
    word, ticks = WiegandWord("in", wiring(keypad=4)), START
    for bit, step in edges:
        ticks += step
        word.end(ticks)
        word.edge(bit, ticks)
        assert word.pending <= LONGEST
    if edges:
        assert word.due is not None
        assert word.end(word.due) is not None
    assert word.pending == 0
