"""What a validator answers: a value, or the sentence with which it refuses."""

from collections.abc import Callable
from typing import TypeVar

import pytest

from register.forms.complaint import AnswerRefused

Value = TypeVar("Value")


def refusal(validator: Callable[[str], object], answer: str) -> str:
    """Return the Indonesian sentence; the English one must be there, and another."""
    with pytest.raises(AnswerRefused) as refused:
        validator(answer)
    sentence = refused.value.sentence
    assert str(refused.value) == sentence.id
    assert sentence.en
    assert sentence.en != sentence.id
    return sentence.id


def tried(validator: Callable[[str], Value], answer: str) -> Value | None:
    """Return what a validator makes of an answer, None where it refuses; nothing else may rise."""
    try:
        return validator(answer)
    except AnswerRefused:
        return None
