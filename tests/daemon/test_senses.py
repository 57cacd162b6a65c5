"""Edges of a door's inputs and what they mean."""

import pytest

from daemon.door import Signal
from daemon.senses import MEANINGS, Meaning, Senses
from hardware.portal import PinEdge, Sense
from hardware.wiring import InputWiring
from ledger.events import Kind

MS = 1_000_000


def senses() -> Senses:
    wiring = InputWiring(line=5, settle=0.02)
    return Senses(dict.fromkeys(Sense, wiring))


def edge(sense: Sense, at: int, *, active: bool) -> PinEdge:
    return PinEdge("server", sense, active, at * MS)


def settled(parts: Senses, *edges: PinEdge, until: int) -> list[Meaning]:
    said = [meaning for each in edges for meaning in parts.feed(each)]
    return said + list(parts.settle(until * MS))


def test_every_sense_has_a_meaning_for_both_levels() -> None:
    assert set(MEANINGS) == {(sense, active) for sense in Sense for active in (True, False)}


@pytest.mark.parametrize("sense", Sense)
def test_a_level_means_something_once_it_has_stood(sense: Sense) -> None:
    parts = senses()
    assert settled(parts, edge(sense, 100, active=True), until=119) == []
    assert list(parts.settle(120 * MS)) == list(MEANINGS[sense, True])
    assert settled(parts, edge(sense, 200, active=False), until=220) == list(MEANINGS[sense, False])


def test_a_contact_that_bounces_back_means_nothing() -> None:
    bounce = (edge(Sense.CONTACT, 100, active=True), edge(Sense.CONTACT, 105, active=False))
    assert settled(senses(), *bounce, until=200) == []


def test_a_button_that_stays_pressed_is_told_once_and_once_freed() -> None:
    parts = senses()
    assert settled(parts, edge(Sense.REX, 0, active=True), until=20) == [Signal.EXIT]
    assert parts.due() is not None
    assert list(parts.settle(61_000 * MS)) == [Kind.REX_STUCK]
    assert list(parts.settle(70_000 * MS)) == []
    freed = settled(parts, edge(Sense.REX, 80_000, active=False), until=80_020)
    assert freed == [Kind.REX_FREED]
