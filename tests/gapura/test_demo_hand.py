"""The demo's hand holds a card until it is answered, whatever the answer is."""

from typing import Final

import pytest

from gapura.demo.hand import RADIO, Hand
from gapura.demo.stage import Stage
from gapura.demo.tapping import SEEN
from ledger.events import Kind, Reason
from ledger.reading import Recorded

AT: Final = 10 * SEEN  # monotonic ns of the tap


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (Kind.GRANTED, Reason.GRANTED),
        (Kind.DENIED, Reason.UNKNOWN_CARD),
        (Kind.WAITING, Reason.WAITING_FOR_SECOND_CARD),
        (Kind.EXIT, None),
        (Kind.TEST_TAP, Reason.GRANTED),
        (Kind.CARD_OFFERED, Reason.READER_IN_ENROLMENT),
    ],
)
def test_a_card_is_taken_away_once_it_was_answered(kind: Kind, reason: Reason | None) -> None:
    hand = Hand(
        Stage(lambda: AT), {"one": ["iso14443a:04A1B2C3"]}, -1, lambda _: None, lambda _: None
    )
    hand.do("one", AT)
    event = Recorded(1, "", 0, AT + 1, "synced", kind, "server", RADIO, reason)
    hand.hear(event, AT + 1)
    assert hand.tapping.due == AT + SEEN
