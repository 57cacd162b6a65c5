"""What wedge readers type, held against published vectors and against every way to be wrong."""

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.readers import CardNumber
from hardware.readers.wiegand import number as wiegand
from register.desk_reader import NOTATIONS, TECHNOLOGIES, Notation, Typing, number
from register.errors import CardRefused

HEX, DEC, FAC = Notation.HEX, Notation.DECIMAL, Notation.FACILITY
VECTORS: Final = (  # typed, technology, notation, last byte first, as the door reads it
    # EM4100: the fob of the published 64-bit frame FF828002A584F630
    ("0A0059C4E8", "em4100", HEX, False, "em4100:0A0059C4E8"),
    ("0a0059c4e8\n", "em4100", HEX, False, "em4100:0A0059C4E8"),
    ("E8C459000A", "em4100", HEX, True, "em4100:0A0059C4E8"),
    ("0042955556072", "em4100", DEC, False, "em4100:0A0059C4E8"),
    ("42955556072", "em4100", DEC, False, "em4100:0A0059C4E8"),
    # the same fob at a door with Wiegand readers
    ("0005883112", "wiegand:26", DEC, False, "wiegand:26:59C4E8"),
    ("089,50408", "wiegand:26", FAC, False, "wiegand:26:59C4E8"),
    ("08950408", "wiegand:26", FAC, False, "wiegand:26:59C4E8"),
    ("0A0059C4E8", "wiegand:26", HEX, False, "wiegand:26:59C4E8"),
    ("0005883112", "wiegand:34", DEC, False, "wiegand:34:0059C4E8"),
    ("0A0059C4E8", "wiegand:34", HEX, False, "wiegand:34:0059C4E8"),
    # H10301, facility 123, number 4567: the word 0x2F623AE
    ("123,4567", "wiegand:26", FAC, False, "wiegand:26:7B11D7"),
    ("7B11D7", "wiegand:26", HEX, False, "wiegand:26:7B11D7"),
    ("123,4567", "wiegand:34", FAC, False, "wiegand:34:007B11D7"),
    # ISO 14443: the seven bytes of AN12196, and four bytes both ways round
    ("04DE5F1EACC040", "iso14443a", HEX, False, "iso14443a:04DE5F1EACC040"),
    ("04:de:5f:1e:ac:c0:40", "iso14443a", HEX, False, "iso14443a:04DE5F1EACC040"),
    ("40C0AC1E5FDE04", "iso14443a", HEX, True, "iso14443a:04DE5F1EACC040"),
    ("01370400024739904", "iso14443a", DEC, False, "iso14443a:04DE5F1EACC040"),
    ("3735928559", "iso14443a", DEC, False, "iso14443a:DEADBEEF"),
    ("4022250974", "iso14443a", DEC, True, "iso14443a:DEADBEEF"),
)
WRONG: Final = (
    ("0005883112", "em4100", DEC, False),  # 32 of 40 bits: the first byte is missing
    ("59C4E8", "em4100", HEX, False),
    ("DEADBE", "iso14443a", HEX, False),  # cut short
    ("DEADBEEFF", "iso14443a", HEX, False),  # half a byte
    ("0832DE5A", "iso14443a", HEX, False),  # drawn anew at each read
    ("5ADE3208", "iso14443a", HEX, True),
    ("8804DE5F", "iso14443a", HEX, False),  # the first cascade level of seven bytes
    ("00000000", "iso14443a", HEX, False),
    ("FFFFFFFFFF", "em4100", HEX, False),
    ("256,1", "wiegand:26", FAC, False),
    ("1,65536", "wiegand:26", FAC, False),
    ("1,1", "iso14443a", FAC, False),
    ("99999999", "wiegand:26", DEC, False),  # more than 24 bits
    ("9999999999", "iso14443a", DEC, False),  # more than 32 bits
    ("\u0661\u0662\u0663", "iso14443a", DEC, False),  # digits of another script
    ("", "iso14443a", HEX, False),
    ("A" * 1000, "iso14443a", HEX, False),
    ("DEADBEEF", "mifare", HEX, False),
    ("DEADBEEF", "iso14443a", "oktal", False),
)


@pytest.mark.parametrize("vector", VECTORS)
def test_what_is_typed_is_what_the_door_reads(vector: tuple[str, str, str, bool, str]) -> None:
    typed, technology, notation, backwards, read = vector
    how = Typing(technology=technology, notation=notation, backwards=backwards)
    assert number(typed, how) == read
    CardNumber(read)


@pytest.mark.parametrize("vector", WRONG)
def test_what_is_no_whole_number_is_refused_and_never_repeated(
    vector: tuple[str, str, str, bool],
) -> None:
    typed, technology, notation, backwards = vector
    how = Typing(technology=technology, notation=notation, backwards=backwards)
    with pytest.raises(CardRefused) as refusal:
        number(typed, how)
    assert not typed or typed not in refusal.value.id + refusal.value.en


def test_the_published_word_is_the_typed_number() -> None:
    word = wiegand(26, 0x2F623AE)
    assert word is not None
    assert number("12304567", Typing(technology="wiegand:26", notation=FAC)) == word.text


HOW: Final = st.builds(
    Typing,
    technology=st.sampled_from(list(TECHNOLOGIES)),
    notation=st.sampled_from([each.value for each in NOTATIONS]),
    backwards=st.booleans(),
)


@given(typed=st.text(max_size=40) | st.text("0123456789ABCDEF,", max_size=22), how=HOW)
def test_nothing_typed_is_anything_but_a_whole_number_or_a_refusal(typed: str, how: Typing) -> None:
    try:
        found = number(typed, how)
    except CardRefused:
        return
    assert CardNumber(found).technology == how.technology.partition(":")[0]


@given(st.binary(min_size=4, max_size=4) | st.binary(min_size=7, max_size=7))
def test_both_byte_orders_and_both_notations_meet_in_one_number(raw: bytes) -> None:
    said = {
        _or_none(text, Typing(notation=notation, backwards=backwards))
        for text, notation, backwards in (
            (raw.hex(), HEX, False),
            (raw[::-1].hex(), HEX, True),
            (f"{int.from_bytes(raw):0{DIGITS[len(raw)]}}", DEC, False),
            (f"{int.from_bytes(raw[::-1]):0{DIGITS[len(raw)]}}", DEC, True),
        )
    }
    assert len(said) == 1


@given(st.binary(min_size=4, max_size=4).filter(lambda raw: raw != raw[::-1]))
def test_the_wrong_byte_order_is_another_number_and_so_must_be_seen(raw: bytes) -> None:
    right, wrong = (_or_none(raw.hex(), Typing(backwards=backwards)) for backwards in (False, True))
    assert right is None or right != wrong


DIGITS: Final = {4: 10, 7: 17}


def _or_none(typed: str, how: Typing) -> str | None:
    try:
        return number(typed, how)
    except CardRefused:
        return None
