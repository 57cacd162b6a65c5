"""What is wrong with an answer, said in both languages."""

from dataclasses import dataclass
from typing import Final

from ledger.sentences import Sentence
from register.errors import RegisterError

SHOWN: Final = 40  # characters of an answer that a sentence repeats


class AnswerRefused(RegisterError):
    """An answer that cannot be taken; says what is wrong and what is wanted.

    Attributes:
        sentence: the same in both languages.
    """

    def __init__(self, indonesian: str, english: str) -> None:
        super().__init__(indonesian)
        self.sentence = Sentence(indonesian, english)


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing that is wrong with what was answered.

    Attributes:
        field: key of the answer; within a row or a record its path, as `personel.2.no_id`, rows
            counted from 1.
        id: a sentence in Indonesian.
        en: the same in English.
    """

    field: str
    id: str
    en: str


def quoted(answer: str) -> str:
    """Return an answer as a sentence repeats it: in quotes, printable, not without end."""
    shown = "".join(letter if letter.isprintable() else "?" for letter in answer[:SHOWN])
    return f'"{shown}…"' if len(answer) > SHOWN else f'"{shown}"'
