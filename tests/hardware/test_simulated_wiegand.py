"""A simulated Wiegand reader, heard by the real one's decoder and driver."""

import json
import os
import time
from collections.abc import Iterator
from threading import Event, Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.readers import CardNumber, CardRead, KeyPressed
from hardware.readers.wiegand import FORMATS, KEYS, number
from hardware.readers.wiegand_pins import WiegandReader
from hardware.simulated.reader import EmulatedReader
from hardware.simulated.wiegand import card_word, key_word
from hardware.simulated.wires import SimulatedWires
from hardware.wiring import WiegandWiring
from tests.hardware.wires import SOON, Inbox

CARD = "wiegand:26:7B11D7"
WIRING = WiegandWiring(data0=22, data1=23, keypad=4)


def test_a_published_word_is_sent() -> None:
    assert card_word(CardNumber(CARD)) == f"{0x2F623AE:026b}"
    assert [key_word(key) for key in "19*#"] == ["0001", "1001", "1010", "1011"]


@given(st.sampled_from(sorted(FORMATS)), st.data())
def test_a_word_of_every_format_means_its_number(bits: int, data: st.DataObject) -> None:
    payload = data.draw(st.integers(0, (1 << FORMATS[bits].payload) - 1))
    card = CardNumber(f"wiegand:{bits}:{payload:0{-(-FORMATS[bits].payload // 4)}X}")
    word = card_word(card)
    assert len(word) == bits
    assert number(bits, int(word, 2)) == card


@pytest.fixture
def wires() -> Iterator[SimulatedWires]:
    said, says = os.pipe()
    os.set_blocking(says, False)
    yield SimulatedWires(says, EmulatedReader(time.monotonic_ns), time.monotonic_ns)
    for end in (said, says):
        os.close(end)


def test_a_card_and_the_keys_that_follow_at_once_are_heard_in_their_order(
    wires: SimulatedWires,
) -> None:
    inbox, ready = Inbox(), Event()
    reader = WiegandReader("keypad", WIRING, time.monotonic_ns)
    thread = Thread(target=reader.run, args=(inbox.put, ready.set))
    thread.start()
    assert ready.wait(SOON)
    for bits in (card_word(CardNumber(CARD)), *map(key_word, KEYS)):
        word = {"do": "word", "data0": 22, "data1": 23, "bits": bits}
        wires.feed(json.dumps(word).encode() + b"\n")
    assert inbox.next_of(CardRead).number == CardNumber(CARD)
    assert "".join(inbox.next_of(KeyPressed).key for _ in KEYS) == KEYS
    reader.close()
    thread.join(SOON)
    assert not thread.is_alive()


def test_a_word_to_lines_that_nobody_has_claimed_is_heard_by_nobody(wires: SimulatedWires) -> None:
    wires.feed(b'{"do": "word", "data0": 22, "data1": 23, "bits": "0101"}\n')
