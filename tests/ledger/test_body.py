"""The text of an event: the whole of it, always the same, on one line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.body import body
from ledger.events import Event, Kind, Reason
from ledger.instant import ClockState, Instant
from ledger.reading import Recorded
from tests.ledger.journals import BOOT, at, granted

TEXT = st.text(max_size=20)
EVENTS = st.builds(
    Event,
    kind=st.sampled_from(Kind),
    at=st.builds(
        Instant, st.integers(0, 2**53), st.integers(0, 2**63 - 1), st.sampled_from(ClockState)
    ),
    door=st.none() | TEXT,
    reader=st.none() | TEXT,
    reason=st.none() | st.sampled_from(Reason),
    subject=st.none() | TEXT,
    card=st.none() | st.integers(0, 2**53),
    revision=st.none() | st.integers(0, 2**53),
    order=st.none() | st.integers(0, 2**53),
    detail=st.none()
    | st.dictionaries(
        TEXT,
        st.none()
        | st.booleans()
        | TEXT
        | st.integers(-(2**53), 2**53)
        | st.floats(allow_nan=False, allow_infinity=False),
        max_size=3,
    ),
)


@given(seq=st.integers(1, 2**53), event=EVENTS, late=st.booleans())
def test_a_body_says_the_whole_event_and_nothing_else(seq: int, event: Event, late: bool) -> None:  # noqa: FBT001 - hypothesis hands it by name
    said = Recorded.parse(body(seq, BOOT, event, late=late))
    assert (said.seq, said.boot, said.late) == (seq, BOOT, late)
    assert (said.wall, said.ticks, said.clock) == (event.at.wall, event.at.ticks, event.at.clock)
    for name in set(Event._fields) - {"at"}:
        assert getattr(said, name) == getattr(event, name)


@given(event=EVENTS)
def test_a_body_is_one_line_of_printable_ascii(event: Event) -> None:
    text = body(1, BOOT, event)
    assert text.isascii()
    assert text.isprintable()
    assert text.startswith('{"seq":1,"boot":')


def test_a_body_is_canonical() -> None:
    event = Event(
        kind=Kind.ORDER_OBEYED, at=at(5), door="d", reader="r", reason=Reason.LOST, subject="s",
        revision=1, order=2, detail={"b": 1.5, "a": None},
    )  # fmt: skip
    assert body(3, BOOT, event, late=True) == (
        f'{{"seq":3,"boot":"{BOOT}","wall":1764000000005,"ticks":5000000,"clock":"synced",'
        '"kind":"order-obeyed","door":"d","reader":"r","reason":"lost","subject":"s",'
        '"revision":1,"order":2,"late":true,"detail":{"a":null,"b":1.5}}'
    )


def test_a_number_that_json_does_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        body(1, BOOT, Event(kind=Kind.FIRE, at=at(), detail={"n": float("nan")}))


def test_a_kind_of_a_later_version_is_read_as_text() -> None:
    said = Recorded.parse(body(1, BOOT, granted()).replace("granted", "levitated"))
    assert (said.kind, said.reason) == ("levitated", "levitated")
