import pytest

from admin.alarms import ENDS, standing
from ledger.events import Kind


@pytest.mark.parametrize(("end", "alarm"), ENDS.items())
def test_an_alarm_stands_until_its_own_end(end: Kind, alarm: Kind) -> None:
    assert standing([(alarm, None), (Kind.DOOR_OPENED, None)]) == (alarm,)
    assert standing([(alarm, None), (end, None)]) == ()
    others = [(each, None) for each in ENDS if each is not end]
    assert standing([(alarm, None), *others]) == (alarm,)


def test_one_reader_back_does_not_speak_for_another() -> None:
    lost = [(Kind.READER_LOST, "in"), (Kind.READER_LOST, "fob"), (Kind.READER_BACK, "in")]
    assert standing(lost) == (Kind.READER_LOST,)


def test_a_start_of_the_daemon_ends_what_it_does_not_say_anew() -> None:
    assert standing([(Kind.FIRE, None), (Kind.STARTED, None)]) == ()


def test_a_kind_of_a_newer_journal_is_no_alarm() -> None:
    assert standing([("earthquake", None)]) == ()
