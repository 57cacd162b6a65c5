"""An answer is recorded, flushed and only then acted upon; whatever comes between is a denial."""

from threading import Event

import pytest

from daemon.decide import DoorRules
from hardware.portal import Pattern, Sense
from hardware.readers import CardRefused, Refusal
from ledger.credential import fingerprint
from ledger.events import Kind
from tests.daemon.conftest import Make
from tests.daemon.office import NS, STRANGER, card, person
from tests.daemon.people import HARD, PINS, RULES
from tests.daemon.threshold import Threshold
from tests.ledger.journals import unwritable
from tests.register.offices import KEY, raw


def told(door: Threshold) -> list[tuple[str, str | None]]:
    return [(event.kind, event.reason) for event in door.said()]


# a grant


def test_a_grant_is_recorded_then_flushed_then_released(door: Threshold) -> None:
    flushed: list[str] = []
    door.sync.meanwhile = lambda: flushed.append(f"{door.newest()}, {door.moved}")
    door.tap("siti")
    assert flushed == ["granted, []"]
    assert door.moves == [("release", "granted")]
    assert door.lights["in"].shown == [Pattern.GRANTED]


def test_a_door_that_waits_for_no_disk_is_released_first_and_the_disk_asked_behind_it(
    make: Make,
) -> None:
    door, flushed = make(flush_wait=0), Event()
    door.sync.meanwhile = flushed.set
    door.tap("siti")
    assert door.moves == [("release", "granted")]
    assert flushed.wait(10)
    assert door.kinds() == ["granted"]  # no disk was slow: none was waited for


def test_a_disk_slower_than_the_patience_lets_the_release_go_ahead_and_says_so(make: Make) -> None:
    door, end = make(flush_wait=0.01), Event()
    door.sync.meanwhile = lambda: end.wait(10)
    door.tap("siti")
    end.set()
    granted, slow = door.said()
    assert door.moves == [("release", "granted")]
    assert (slow.kind, slow.detail) == (Kind.STORAGE_SLOW, {"seq": granted.seq})


def test_a_disk_that_fails_releases_nothing_and_the_denial_names_the_grant(
    door: Threshold,
) -> None:
    def fails() -> None:
        raise OSError(5, "Input/output error")

    door.sync.meanwhile = fails
    door.tap("siti")
    granted, denied = door.said()
    assert (granted.kind, denied.kind, denied.reason) == ("granted", "denied", "journal-unwritable")
    assert denied.detail is not None
    assert denied.detail["instead_of"] == granted.seq
    assert (door.moves, door.lights["in"].shown) == ([], [Pattern.FAULT])


def test_a_grant_whose_flush_took_too_long_for_who_stood_there_is_denied(door: Threshold) -> None:
    def takes_long() -> None:
        door.clock.passed += 2 * NS + 1

    door.sync.meanwhile = takes_long
    door.tap("siti")
    granted, denied = door.said()
    assert (denied.kind, denied.reason) == ("denied", "too-late")
    assert denied.detail is not None
    assert denied.detail["instead_of"] == granted.seq
    assert door.moves == []


def test_a_grant_that_cannot_be_recorded_is_denied_and_the_denial_is_kept(door: Threshold) -> None:
    with unwritable(door.path):
        door.tap("siti")
    assert (door.moves, door.lights["in"].shown) == ([], [Pattern.FAULT])
    assert door.said() == []
    assert door.journal.retry(door.clock.now())
    assert ("denied", "journal-unwritable") in told(door)


def test_a_strike_that_fails_is_a_fault_and_the_next_tap_is_served(door: Threshold) -> None:
    door.strike.broken = True
    door.tap("siti")
    assert told(door) == [("granted", "granted"), ("denied", "fault")]
    door.strike.broken = False
    door.tap("siti")
    assert door.moved == ["release"]


def test_nothing_that_fails_behind_a_release_is_told_as_a_denial(door: Threshold) -> None:
    door.lights["in"].broken = True
    door.tap("siti")
    assert told(door) == [("granted", "granted")]
    assert door.moved == ["release"]


# denials


def test_hours_that_make_no_sense_are_a_fault_of_ours_and_open_nothing(door: Threshold) -> None:
    register = raw(door.register)
    register.execute("PRAGMA ignore_check_constraints = ON")
    register.execute("UPDATE schedule SET weekly = 'sometimes'")
    register.close()
    door.tap("siti")
    assert (told(door), door.moves) == ([("denied", "fault")], [])


def test_a_register_that_cannot_be_read_denies(door: Threshold) -> None:
    door.allowlist.close()
    door.register.rename(door.register.with_name("away.db"))
    door.tap("siti")
    assert told(door) == [("denied", "register-unreadable")]
    assert door.lights["in"].shown == [Pattern.FAULT]


def test_a_denial_names_card_person_and_the_revision_that_it_rests_on(door: Threshold) -> None:
    door.tap("dewi")
    (denied,) = door.said()
    assert (denied.door, denied.reader, denied.reason) == ("server", "in", "lost")
    assert denied.subject == person("dewi")
    assert denied.revision == door.allowlist.revision()
    assert denied.card is not None


def test_a_strangers_card_goes_by_its_fingerprint(door: Threshold) -> None:
    door.present(STRANGER)
    (denied,) = door.said()
    assert denied.subject == fingerprint(STRANGER, KEY).hex()
    assert denied.detail == {"technology": "iso14443a"}


def test_a_strangers_card_is_offered_where_it_is_waited_for(door: Threshold) -> None:
    door.memory.enrolments.add("in")
    door.present(STRANGER)
    (offered,) = door.said()
    assert (offered.kind, offered.reason) == ("card-offered", "reader-in-enrolment")
    assert offered.detail == {
        "technology": "iso14443a", "last_four": STRANGER[-4:], "assurance": "UID_ONLY",
    }  # fmt: skip


@pytest.mark.parametrize("why", Refusal)
def test_what_yields_no_number_is_denied_by_its_own_reason(door: Threshold, why: Refusal) -> None:
    door.hear(CardRefused("in", why, door.clock.passed))
    assert told(door) == [("denied", str(why))]


def test_many_strangers_are_told_to_wait_and_a_good_card_is_not(door: Threshold) -> None:
    for _ in range(6):
        door.present(STRANGER)
    assert door.reasons() == ["unknown-card"] * 5 + ["back-off"]
    assert door.lights["in"].shown[-1] is Pattern.TRY_AGAIN
    door.tap("siti")
    assert door.moved == ["release"]


def test_who_waits_in_vain_is_denied_at_the_reader_where_he_tapped(door: Threshold) -> None:
    door.tap("rudi", "side")
    assert told(door) == [("waiting", "waiting-for-escort")]
    door.wait(RULES.second_card_within)
    (denied,) = door.said()
    assert (denied.reader, denied.reason, denied.subject) == (
        "side", "escort-missing", person("rudi"),
    )  # fmt: skip
    assert door.lights["side"].shown == [Pattern.WAITING, Pattern.DENIED]


# a test tap


@pytest.mark.parametrize(
    ("who", "reason", "pattern"),
    [("siti", "granted", Pattern.GRANTED), ("dewi", "lost", Pattern.DENIED)],
)
def test_a_test_tap_shows_its_answer_once_and_releases_nothing(
    door: Threshold, who: str, reason: str, pattern: Pattern
) -> None:
    door.memory.test_taps.add("in")
    door.tap(who)
    assert (told(door), door.moves) == ([("test-tap", reason)], [])
    assert door.lights["in"].shown == [pattern]
    door.tap("siti")
    assert door.moved == ["release"]


# the way out


@pytest.mark.parametrize("number", [card("siti"), card("dewi"), card("hendra"), STRANGER])
def test_no_card_is_denied_its_way_out_or_moves_the_strike(door: Threshold, number: str) -> None:
    door.present(number, "out")
    assert door.kinds() == ["exit-requested", "exit"]
    assert (door.moves, door.lights["out"].shown) == ([], [Pattern.GRANTED])


def test_no_trouble_of_ours_denies_the_way_out(door: Threshold) -> None:
    door.hear(CardRefused("out", Refusal.MORE_THAN_ONE, door.clock.passed))
    door.allowlist.close()
    door.register.rename(door.register.with_name("away.db"))
    door.tap("siti", "out")
    with unwritable(door.path):
        door.tap("siti", "out")
    door.journal.retry(door.clock.now())
    assert set(door.lights["out"].shown) == {Pattern.GRANTED}
    assert not {"denied", "granted"} & set(door.kinds())


def test_an_exit_that_comes_too_late_explains_no_opening(door: Threshold) -> None:
    door.tap("siti", "out", ago=2.1)
    assert door.kinds() == ["exit"]


def test_who_goes_in_by_an_open_door_is_inside_until_his_card_is_shown_on_the_way_out(
    make: Make,
) -> None:
    door = make(rules=HARD)
    door.sense(Sense.CONTACT, active=True)
    for reader in ("in", "in", "out", "in"):
        door.tap("siti", reader)
    assert door.reasons() == ["granted", "passback", "exit-recorded", "granted"]


# the PIN


def test_a_pin_under_duress_shows_what_any_other_shows_and_alarms_behind_the_release(
    make: Make,
) -> None:
    door = make(rules=PINS)
    shown = []
    for pin in ("274915#", "274916#"):
        door.tap("joko")
        door.type(pin)
        shown.append(door.lights["in"].shown.copy())
        door.lights["in"].shown.clear()
    assert shown[0] == shown[1] == [Pattern.WAITING, Pattern.GRANTED]
    assert door.moves == [("release", "granted")] * 2
    assert door.kinds() == ["waiting", "granted", "waiting", "granted", "duress"]


def test_duress_alarms_though_another_person_is_still_awaited(make: Make) -> None:
    door = make(rules=DoorRules(name="server", pin="always", two_cards="always"))
    door.tap("joko")
    door.type("274916#")
    assert door.kinds() == ["waiting", "waiting", "duress"]
    assert door.moves == []


def test_three_wrong_pins_begin_a_pause_of_that_card_alone(make: Make) -> None:
    door = make(rules=PINS)
    for _ in range(3):
        door.tap("joko")
        door.type("111111#")
    assert door.reasons() == ["waiting-for-pin", "pin-wrong"] * 3
    door.tap("joko")
    door.tap("siti")
    assert door.reasons() == ["pin-throttled", "pin-not-set"]


def test_a_card_revoked_while_its_pin_is_typed_opens_nothing(make: Make) -> None:
    door = make(rules=PINS)
    door.tap("joko")
    register = raw(door.register)
    register.execute("UPDATE card SET state = 'revoked', ended_at = changed_at")
    register.close()
    door.type("274915#")
    assert door.reasons() == ["waiting-for-pin", "revoked"]
    assert door.moves == []
