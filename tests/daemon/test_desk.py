"""Readers without a door: one record a card, and nothing moves."""

import pytest

from daemon.desk import Desk
from hardware.portal import Pattern, PinEdge, Sense
from hardware.readers import (
    Assurance,
    CardNumber,
    CardRead,
    CardRefused,
    KeyPressed,
    ReaderBack,
    ReaderLost,
    Refusal,
)
from ledger.credential import fingerprint
from tests.daemon.office import STRANGER, card
from tests.daemon.threshold import Light, Threshold
from tests.register.offices import KEY


@pytest.fixture
def light() -> Light:
    return Light()


@pytest.fixture
def desk(door: Threshold, light: Light) -> Desk:
    return Desk({"table": light}, door.recorder, KEY)


@pytest.mark.parametrize("number", [card("siti"), STRANGER])
def test_a_card_is_one_record_that_is_nobodys(
    door: Threshold, desk: Desk, light: Light, number: str
) -> None:
    assert desk.hear(CardRead("table", CardNumber(number), Assurance.UID_ONLY, 0))
    (said,) = door.said()
    assert (said.kind, said.door, said.reader) == ("card-shown", None, "table")
    assert (said.reason, said.card) == (None, None)
    assert said.subject == fingerprint(number, KEY).hex()
    assert said.detail is not None
    assert said.detail["last_four"] == number[-4:]
    assert number.partition(":")[2] not in str(said)
    assert light.shown == [Pattern.WAITING]
    assert door.moves == []


def test_what_cannot_be_read_is_said_with_its_reason(
    door: Threshold, desk: Desk, light: Light
) -> None:
    desk.hear(CardRefused("table", Refusal.MORE_THAN_ONE, 0))
    (said,) = door.said()
    assert (said.kind, said.reason, said.subject) == ("card-shown", "more-than-one-card", None)
    assert light.shown == [Pattern.TRY_AGAIN]


def test_a_reader_that_is_gone_and_back_is_told(door: Threshold, desk: Desk, light: Light) -> None:
    rested = []
    for said in (ReaderLost("table", "silence", 0), ReaderBack("table", 0)):
        desk.hear(said)
        rested.append(light.resting)
    assert rested == [Pattern.FAULT, Pattern.IDLE]
    assert door.kinds() == ["reader-lost", "reader-back"]


def test_keys_mean_nothing_here_and_a_doors_own_is_not_taken(door: Threshold, desk: Desk) -> None:
    assert desk.hear(KeyPressed("table", "1", 0))
    assert not desk.hear(KeyPressed("in", "1", 0))
    assert not desk.hear(PinEdge("server", Sense.CONTACT, active=True, ticks=0))
    assert door.said() == []
