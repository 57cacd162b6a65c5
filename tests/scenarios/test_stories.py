"""What happens at the door, from the tap to the journal, on real files and a clock of its own."""

import pytest

from tests.daemon.office import STRANGER, card, person
from tests.ledger.journals import unwritable
from tests.scenarios.conftest import rules
from tests.scenarios.site import Site


def test_a_card_that_may_opens_the_door_and_it_locks_again(site: Site) -> None:
    site.tap(site.issue("siti"))
    assert site.unlocked()
    site.wait(seconds=4.9)
    assert site.unlocked()
    site.wait(seconds=0.2)
    assert not site.unlocked()
    site.wait(seconds=2)
    assert site.kinds() == ["granted", "relocked", "granted-not-opened"]


def test_the_grant_is_in_the_journal_when_the_strike_moves(site: Site) -> None:
    site.tap(card("siti"))
    assert site.moves == [(True, 1)]


def test_a_revoked_card_fails_at_the_very_next_tap(site: Site) -> None:
    number = site.issue("siti")
    site.tap(number)
    assert site.unlocked()

    site.wait(seconds=6)
    assert not site.unlocked()

    site.revoke(number)
    site.tap(number)
    assert not site.unlocked()
    granted, revoked = (event for event in site.said() if event.reason is not None)
    assert (granted.reason, revoked.reason) == ("granted", "revoked")
    assert granted.card == revoked.card is not None


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        ("hendra", "expired"),
        ("dewi", "lost"),
        ("agus", "frozen"),
        ("maya", "not-handed-over"),
        ("yusuf", "outside-schedule"),
        ("lestari", "wrong-door"),
    ],
)
def test_a_card_that_may_not_is_told_why(site: Site, who: str, reason: str) -> None:
    site.tap(card(who))
    assert site.reasons() == [reason]
    assert site.moves == []


def test_an_unknown_card_goes_by_its_fingerprint_and_nowhere_by_its_number(site: Site) -> None:
    site.tap(STRANGER)
    (event,) = site.said()
    assert (event.reason, site.moves) == ("unknown-card", [])
    assert event.subject is not None
    assert len(event.subject) == 64
    journal = b"".join(path.read_bytes() for path in site.folder.glob("journal.db*"))
    assert STRANGER.partition(":")[2].encode() not in journal


def test_a_visitor_then_the_escort_releases_once_for_both(site: Site) -> None:
    site.tap(card("rudi"))
    assert not site.unlocked()
    site.wait(seconds=10)
    site.tap(card("bagus"))
    assert site.unlocked()
    waiting, granted = site.said()
    assert waiting.reason == "waiting-for-escort"
    assert granted.reason == "granted-with-escort"
    assert granted.detail is not None
    assert granted.detail["companion"] == person("rudi")
    assert [level for level, _ in site.moves] == [True]


def test_a_visitor_for_whom_nobody_comes_is_denied_when_the_time_is_over(site: Site) -> None:
    site.tap(card("rudi"))
    site.wait(seconds=14.9)
    assert site.reasons() == ["waiting-for-escort"]
    site.wait(seconds=0.2)
    assert site.reasons() == ["escort-missing"]
    assert site.moves == []


def test_a_visitor_with_another_colleague_stays_outside(site: Site) -> None:
    site.tap(card("rudi"))
    site.tap(card("siti"))
    assert "granted-with-escort" not in site.reasons()


def test_two_cards_at_once_are_one_too_many(site: Site) -> None:
    site.present_two()
    assert site.reasons() == ["more-than-one-card"]
    assert site.moves == []


def test_a_tap_whose_turn_comes_too_late_moves_nothing(site: Site) -> None:
    site.tap(card("siti"), ago=2.1)
    assert site.reasons() == ["too-late"]
    site.tap(card("siti"), ago=1.9)
    assert site.reasons() == ["granted"]
    assert [level for level, _ in site.moves] == [True]


def test_without_the_register_nobody_goes_in_until_it_is_back(site: Site) -> None:
    with site.missing_register():
        site.tap(card("siti"))
        assert site.moves == []
    assert site.kinds() == ["register-lost", "denied", "register-back"]
    site.tap(card("siti"))
    assert site.unlocked()


def test_what_cannot_be_recorded_opens_nothing_and_is_written_when_it_can_be(site: Site) -> None:
    with unwritable(site.folder / "journal.db"):
        site.tap(card("siti"))
        assert site.moves == []
        assert site.said() == []
    site.wait(seconds=2)
    denied = next(event for event in site.said() if event.kind == "denied")
    assert (denied.reason, denied.late) == ("journal-unwritable", True)
    site.tap(card("siti"))
    assert site.unlocked()


def test_a_second_grant_extends_the_release(site: Site) -> None:
    site.tap(card("siti"))
    site.wait(seconds=3)
    site.tap(card("bagus"))
    site.wait(seconds=4)
    assert site.unlocked()
    site.wait(seconds=1.1)
    assert not site.unlocked()


def test_a_door_opened_without_a_grant_is_forced(site: Site) -> None:
    site.open()
    site.shut()
    assert site.kinds() == ["forced-open", "forced-open-ended", "door-closed"]


def test_a_door_that_stays_open_is_warned_of_and_then_told(site: Site) -> None:
    site.tap(card("siti"))
    site.open()
    site.wait(seconds=35)
    site.shut()
    told = site.kinds()
    assert [kind for kind in told if kind.startswith("held-open")] == [
        "held-open-soon", "held-open", "held-open-ended",
    ]  # fmt: skip


def test_going_out_by_the_button_is_an_exit(site: Site) -> None:
    site.press_rex()
    site.open()
    site.shut()
    assert site.kinds() == ["exit-requested", "door-opened", "door-closed"]


def test_a_card_at_the_way_out_is_recorded_and_its_opening_is_an_exit(site: Site) -> None:
    for who in ("siti", "hendra", "dewi"):
        site.tap(card(who), "out")
        site.open()
        site.shut()
        assert "forced-open" not in site.kinds()
    assert site.moves == []


@rules('passback = "hard"')
def test_who_is_inside_is_kept_out_only_once_the_door_has_opened(site: Site) -> None:
    site.tap(card("siti"))
    site.wait(seconds=8)  # walked on: the door did not open
    site.tap(card("siti"))
    site.open()
    site.shut()
    site.wait(seconds=8)
    site.tap(card("siti"))
    assert site.reasons() == ["granted", "granted", "passback"]
    site.tap(card("siti"), "out")
    site.tap(card("siti"))
    assert site.reasons() == ["exit-recorded", "granted"]


def test_with_a_doubtful_clock_standing_staff_go_in_and_are_flagged(site: Site) -> None:
    site.synced = False
    site.clock.jump(hours=48)
    site.wait(seconds=1.1)
    assert "clock-stepped" in site.kinds()
    site.tap(card("siti"))
    site.tap(card("rudi"))
    site.tap(card("hendra"))
    assert site.reasons() == ["granted-clock-untrusted", "clock-untrusted", "expired"]


@rules('pin = "always"')
def test_a_pin_under_duress_opens_like_any_other_and_alarms_in_silence(site: Site) -> None:
    site.tap(card("joko"))
    site.type("274915#")
    plain = site.kinds()
    site.wait(seconds=10)
    site.said()
    before = list(site.moves)
    site.tap(card("joko"))
    site.type("274916#")
    assert site.unlocked()
    assert site.kinds() == [*plain, "duress"]
    assert len(before) == 2


@rules('pin = "always"')
def test_a_wrong_pin_opens_nothing(site: Site) -> None:
    site.tap(card("joko"))
    site.type("111111#")
    assert site.reasons() == ["waiting-for-pin", "pin-wrong"]
    assert site.moves == []


@rules("""pin_within = 15
[readers.keys]
kind = "wiegand"
door = "server"
pin = "always"
data0 = 24
data1 = 25
keypad = 4
""")
def test_a_reader_that_asks_for_a_pin_asks_for_it_and_its_neighbour_does_not(site: Site) -> None:
    site.tap(card("joko"), "in")
    site.tap(card("joko"), "keys")
    assert site.reasons() == ["granted", "waiting-for-pin"]
