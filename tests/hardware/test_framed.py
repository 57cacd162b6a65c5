import pytest

from hardware.readers.framed import FramedDecoder
from hardware.wiring import FramedWiring


def wiring(frame: str, longest: int = 64, technology: str = "serial") -> FramedWiring:
    return FramedWiring(port="/dev/ttyUSB0", frame=frame, longest=longest, technology=technology)


def test_a_wiegand_to_serial_board_is_read() -> None:
    decoder = FramedDecoder(wiring(r"W(?P<number>26:[0-9A-F]{6})\r\n", technology="wiegand"))
    assert [n.text for n in decoder.feed(b"W26:7B11D7\r\n")] == ["wiegand:26:7B11D7"]


def test_hexadecimal_is_upper_case_and_plain_text_stays_as_it_came() -> None:
    frame = r"\x02(?P<number>[0-9A-Fa-f]{10})\x03"
    told = b"\x0262e3086cEd\x03"
    hexadecimal = FramedDecoder(wiring(frame, technology="em4100")).feed(told)
    plain = FramedDecoder(wiring(frame)).feed(told)
    assert [n.text for n in hexadecimal + plain] == ["em4100:62E3086CED", "serial:62e3086cEd"]


@pytest.mark.parametrize("digits", [b"123", b"12 34", b"\xff\xff\xff\xff", b"1" * 65])
def test_what_is_no_whole_number_of_the_technology_is_nothing(digits: bytes) -> None:
    decoder = FramedDecoder(wiring(r"<(?P<number>[^>]*)>", longest=80))
    assert decoder.feed(b"<%s>" % digits) == []


def test_an_optional_group_that_is_not_there_is_nothing() -> None:
    assert FramedDecoder(wiring(r"<(?P<number>\d{4})?>")).feed(b"<>") == []


def test_a_frame_longer_than_the_longest_is_nothing_even_in_one_read() -> None:
    decoder = FramedDecoder(wiring(r"<(?P<number>\d*)>", longest=10))
    assert decoder.feed(b"<123456789>") == []
    assert decoder.feed(b"-----<123456789>") == []
    assert len(decoder.feed(b"<12345678>")) == 1


def test_a_false_start_swallows_no_true_frame() -> None:
    decoder = FramedDecoder(wiring(r"\|(?P<number>.{10})\|", technology="em4100"))
    assert [n.text for n in decoder.feed(b"|not digits|62E3086CED|")] == ["em4100:62E3086CED"]


@pytest.mark.parametrize(
    ("frame", "why"),
    [
        (r"<(?P<number>\d{4}", "is no regular expression over bytes"),
        (r"<(?P<number>[Ā]{4})>", "is no regular expression over bytes"),
        (r"<(\d{4})>", "has no group"),
        (r"<(?P<number>(?:\d+)+)>", "repeats a group"),
        (r"<(?P<number>(\d|\w)*)>", "repeats a group"),
        (r"(?x)<(?P<number>(\d+) +)>", "spaces and comments"),
        (r"(?P<number>\d+)\r", "begins with a part of open length"),
        (r"(?P<number>\d{4,20})\r", "begins with a part of open length"),
        (r"\d?(?P<number>\d{4})\r", "begins with a part of open length"),
        (r"<(?P<number>\d+)", "ends with a part of open length"),
        (r"<(?P<number>\d{4,8})", "ends with a part of open length"),
        (r"<(?P<number>\d{4,8}?)", "ends with a part of open length"),
        (r"<(?P<number>\d{4})$", "ends with a part of open length"),
        (r"<.*(?P<number>\d*).*>", "steps"),
        (r"<(?P<number>1?1?1?1?1?1?1?1?1?1?1?1?1?1?1111)>", "steps"),
        (r"(?P<number>)", "matches nothing at all"),
    ],
)
def test_a_pattern_that_cannot_serve_is_refused_by_name(frame: str, why: str) -> None:
    with pytest.raises(ValueError, match=why) as refusal:
        FramedDecoder(wiring(frame))
    assert repr(frame) in str(refusal.value)


@pytest.mark.parametrize(
    "frame",
    [
        r"\x02(?P<number>[0-9A-F]{10})\x03",
        r"(?P<number>\d{10})\r\n",
        r"\n(?P<number>\d+)\r",
        r"<(?P<number>[0-9A-F]{4,20})[*+]>",
        r"<(?P<number>\(\)\*\d{4})>",
        r"\$CARD,(?P<number>\d{4,20}),\w+\r",
        r"<(?i:(?P<number>[a-f]{4}))>",
        r"<(?:id) {1,3}(?P<number>\d{4})>",
    ],
)
def test_a_pattern_that_begins_and_ends_as_a_frame_does_serves(frame: str) -> None:
    assert FramedDecoder(wiring(frame)).feed(b"") == []


def test_a_technology_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="technology 'magstripe' is not one of iso14443a, em4100"):
        FramedDecoder(wiring(r"<(?P<number>\d{4})>", technology="magstripe"))


def test_a_longer_buffer_allows_fewer_repeats() -> None:
    frame = r"<(?P<number>\d+),\d+>"
    FramedDecoder(wiring(frame, longest=64))
    with pytest.raises(ValueError, match="make `longest` smaller"):
        FramedDecoder(wiring(frame, longest=256))
