"""The demo's stories in real Chromium, driven through the real daemon."""

from typing import Final

import pytest
from playwright.sync_api import expect

from tests.scenarios.visitor import Visitor

pytestmark = pytest.mark.browser

DENIED: Final = {
    "expired": "expired",
    "lost": "lost",
    "frozen": "frozen",
    "not-handed-over": "not-handed-over",
    "outside-schedule": "outside-schedule",
    "wrong-door": "wrong-door",
    "unknown": "unknown-card",
    "two": "more-than-one-card",
}


@pytest.mark.parametrize(("card", "reason"), DENIED.items())
def test_a_card_that_does_not_open_says_why(visitor: Visitor, card: str, reason: str) -> None:
    visitor.taps(card)
    (denied,) = visitor.reads(f"denied {reason}")
    assert "Ditolak" in denied
    visitor.fact("strike", "terkunci")


@pytest.mark.parametrize("card", ["granted", "fob", "escort"])
def test_a_card_that_opens_moves_the_door_and_tells_its_milliseconds(
    visitor: Visitor, card: str
) -> None:
    visitor.taps(card)
    (granted,) = visitor.reads("granted granted")
    assert "Diizinkan masuk" in granted
    visitor.sees("open", "")
    expect(visitor.page.locator(".line.good .ms").first).to_contain_text(" ms")
    visitor.reads("door-opened", "relocked", "door-closed")


def test_cards_tapped_faster_than_a_hand_moves_are_each_answered_in_their_turn(
    visitor: Visitor,
) -> None:
    for card in ("lost", "two", "granted", "fob", "granted", "granted"):
        visitor.taps(card)
    visitor.reads("denied lost", "denied more-than-one-card", *["granted granted"] * 4)
    visitor.reads("door-closed")


def test_a_visitor_waits_and_goes_in_with_the_escort(visitor: Visitor) -> None:
    visitor.taps("visitor")
    (waiting,) = visitor.reads("waiting waiting-for-escort")
    assert "Rudi Hartono" in waiting
    visitor.taps("escort")
    (together,) = visitor.reads("granted granted-with-escort")
    assert "Rudi Hartono" in together
    assert "Bagus Pratama" in together
    visitor.reads("door-closed")


def test_the_pin_that_stands_on_the_card_opens(visitor: Visitor) -> None:
    right, _ = visitor.page.locator("[data-card=pin] b").all_inner_texts()
    visitor.taps("pin")
    visitor.types(f"12*{right}#")
    visitor.reads("waiting waiting-for-pin", "granted granted", "door-opened", "door-closed")
    expect(visitor.page.locator(".keypad")).to_be_hidden()


def test_a_wrong_pin_is_denied(visitor: Visitor) -> None:
    visitor.taps("pin")
    visitor.reads("waiting waiting-for-pin")
    visitor.types("1234")
    expect(visitor.page.locator(".keypad .typed")).to_have_text("●●●●")
    visitor.types("#")
    (denied,) = visitor.reads("denied pin-wrong")
    assert "Joko Susanto" in denied
    visitor.fact("strike", "terkunci")


def test_the_duress_pin_opens_like_any_other_and_alarms_in_silence(visitor: Visitor) -> None:
    _, duress = visitor.page.locator("[data-card=pin] b").all_inner_texts()
    visitor.taps("pin")
    visitor.types(f"{duress}#")
    *_, alarm = visitor.reads("waiting waiting-for-pin", "granted granted", "duress")
    assert "PIN paksaan" in alarm
    expect(visitor.page.locator(".alarm-banner")).to_be_hidden()
    visitor.reads("door-opened", "door-closed")


def test_who_is_inside_walks_out_and_no_alarm_is_raised(visitor: Visitor) -> None:
    visitor.does("leave")
    visitor.reads("exit-requested", "door-opened", "door-closed")
    expect(visitor.page.locator(".alarm-banner")).to_be_hidden()


def test_a_forced_door_is_an_alarm_until_it_is_closed(visitor: Visitor) -> None:
    visitor.does("force")
    visitor.reads("forced-open")
    visitor.sees("alarm", "Pintu dibuka paksa")
    visitor.reads("forced-open-ended")
    expect(visitor.page.locator(".alarm-banner")).to_be_hidden()


def test_a_propped_door_warns_then_alarms_and_is_freed(visitor: Visitor) -> None:
    visitor.does("wedge")
    visitor.taps("granted")
    visitor.reads("held-open-soon", "held-open")
    expect(visitor.page.locator(".alarm-banner")).to_contain_text("Pintu dibiarkan terbuka")
    visitor.does("wedge")
    visitor.reads("held-open-ended")


@pytest.mark.parametrize(("act", "begun", "ended"), [
    ("fire", "fire", "fire-ended"),
    ("tamper", "tamper", "tamper-ended"),
    ("unplug", "reader-lost", "reader-back"),
])  # fmt: skip
def test_trouble_is_told_when_it_comes_and_when_it_goes(
    visitor: Visitor, act: str, begun: str, ended: str
) -> None:
    button = visitor.page.locator(f"[data-name={act}]")
    button.click()
    visitor.reads(begun)
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(visitor.page.locator(".alarm-banner")).to_be_visible()
    button.click()
    visitor.reads(ended)
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(visitor.page.locator(".alarm-banner")).to_be_hidden()


def test_a_power_cut_locks_and_is_found_at_the_next_start(visitor: Visitor) -> None:
    visitor.does("power")
    visitor.sees("daemon", "down")
    visitor.fact("strike", "terkunci")
    visitor.reads("crash-found", "started")
    visitor.fact("daemon", "menyala")


def test_a_card_tapped_while_the_power_is_out_is_answered_when_it_is_back(
    visitor: Visitor,
) -> None:
    visitor.does("power")
    visitor.sees("daemon", "down")
    visitor.taps("fob")
    visitor.taps("granted")
    visitor.reads("started", "granted granted", "granted granted", "door-closed")


def test_a_lost_clock_is_told_and_standing_staff_still_come_in(visitor: Visitor) -> None:
    visitor.does("clock-holdover")
    visitor.reads("clock-state")
    visitor.fact("clock", "bertahan")
    visitor.does("clock-untrusted")
    visitor.reads("started")
    visitor.fact("clock", "tidak tepercaya")
    visitor.taps("granted")
    visitor.reads("granted granted-clock-untrusted")
    visitor.does("clock-synced")
    visitor.fact("clock", "tersinkron")
