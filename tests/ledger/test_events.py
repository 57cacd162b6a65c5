"""Every reason has its sentence, in both languages; kinds and alarms are what they say."""

from ledger.events import ALARMS, Kind, Reason
from ledger.sentences import REASONS


def test_every_reason_has_a_sentence() -> None:
    assert set(REASONS) == set(Reason)


def test_every_sentence_ends_with_a_period_and_none_is_said_twice() -> None:
    texts = [text for sentence in REASONS.values() for text in (sentence.id, sentence.en)]
    assert all(len(text) > 5 and text.endswith(".") and text == text.strip() for text in texts)
    assert len(set(texts)) == 2 * len(Reason)


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
