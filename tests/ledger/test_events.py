"""Every kind and reason has its sentence, in both languages."""

from collections.abc import Mapping
from string import Formatter

import pytest

from ledger.events import ALARMS, Event, Kind, Reason
from ledger.instant import ClockState, Instant
from ledger.kind_sentences import KINDS, line
from ledger.sentences import REASONS, Sentence

TABLES = pytest.mark.parametrize(("table", "members"), [(REASONS, Reason), (KINDS, Kind)])
NOW = Instant(wall=0, ticks=0, clock=ClockState.SYNCED)


@TABLES
def test_every_member_has_a_sentence(
    table: Mapping[object, Sentence], members: type[Kind] | type[Reason]
) -> None:
    assert set(table) == set(members)


@TABLES
def test_every_sentence_ends_with_a_period_and_none_is_said_twice(
    table: Mapping[object, Sentence],
    members: type[Kind] | type[Reason],
) -> None:
    texts = [text for sentence in table.values() for text in (sentence.id, sentence.en)]
    assert all(len(text) > 5 and text.endswith(".") and text == text.strip() for text in texts)
    assert len(set(texts)) == 2 * len(members)


@TABLES
def test_both_languages_name_the_same_things(
    table: Mapping[object, Sentence],
    members: type[Kind] | type[Reason],  # noqa: ARG001 - the same walk as above
) -> None:
    for sentence in table.values():
        slots = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in
                 (sentence.id, sentence.en)]  # fmt: skip
        assert slots[0] == slots[1] <= {"door", "reader"}


def test_reasons_fit_two_lines_of_a_small_display() -> None:
    for sentence in REASONS.values():
        assert max(len(sentence.id), len(sentence.en)) <= 100


def test_what_opens_is_named_so_and_nothing_else_is() -> None:
    opening = {reason for reason in Reason if reason.value.startswith("granted")}
    assert {reason.name for reason in opening} == {
        reason.name for reason in Reason if reason.name.startswith("GRANTED")
    }


def test_values_are_the_names_in_lower_case_save_where_the_field_has_a_word_of_its_own() -> None:
    odd = {member for member in (*Kind, *Reason)
           if member.value != member.name.lower().replace("_", "-")}  # fmt: skip
    assert odd == {Kind.NOT_OPENED, Kind.CHATTER}


def test_an_alarm_is_a_kind() -> None:
    assert set(Kind) > ALARMS


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("id", "Ditolak di pintu server. Di luar jam akses."),
        ("en", "Denied at door server. Outside your hours."),
    ],
)
def test_a_line_says_what_happened_where_and_what_to_do(language: str, said: str) -> None:
    event = Event(kind=Kind.DENIED, at=NOW, door="server", reason=Reason.OUTSIDE_SCHEDULE)
    assert line(event, language).startswith(said)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_line_is_whole_for_a_kind_with_no_door_and_no_reader(kind: Kind, language: str) -> None:
    assert "{" not in line(Event(kind=kind, at=NOW), language)
