"""What the office says to people, in both languages, and how it is filled in (pure).

Fields are plain values, or words in both languages as `both` makes them. None of them is a NIP or a
card's number: `reason` hides long numbers that somebody wrote into his own words.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from register.messaging.message_templates import TEMPLATES, Template
from register.workflow import Procedure

LONG_NUMBER: Final = re.compile(r"\d[\d .-]{6,}\d")  # 8 digits or more, as a NIP is written
HIDDEN: Final = "········"
Words = Mapping[str, str]
Fields = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Message:
    """A message as one person reads it."""

    subject: str
    text: str


def both(words_id: str, words_en: str) -> Words:
    """Return words in both languages, as a field keeps them."""
    return {"id": words_id, "en": words_en}


PROCEDURES: Final[Mapping[Procedure, Words]] = {
    Procedure.REQUEST: both("Permintaan akses", "Access request"),
    Procedure.REMOVAL: both("Penghapusan akses", "Removal of access"),
    Procedure.REVIEW: both("Review akses", "Access review"),
}
NO_REASON: Final = both("tanpa keterangan", "none given")


MOVED_ON: Final = Template(
    "{jenis} {nomor} tidak lagi menunggu Anda",
    "Yang diminta waktu itu, langkah {angka}: {langkah}.",
    "{jenis} {nomor} no longer waits for you",
    "What was asked of you then, step {angka}: {langkah}.",
)
REVIEWED: Final = Template(
    "Review akses {nomor}: sudah dikerjakan",
    "Tidak ada lagi yang diminta dari Anda.",
    "Access review {nomor}: done",
    "Nothing is asked of you any more.",
)
SETTLED: Final[Mapping[str, Template]] = {
    "waits": MOVED_ON,
    "reminder": MOVED_ON,
    "escalated": Template(
        "{jenis} {nomor} tidak lagi tertunda pada langkah {angka}",
        "Langkah yang waktu itu melewati batasnya: {langkah}.",
        "{jenis} {nomor} is late at step {angka} no more",
        "The step that was past its time limit then: {langkah}.",
    ),
    "returned": Template(
        "{jenis} {nomor} sudah Anda tindak lanjuti",
        "Waktu itu dikembalikan pada langkah {angka}. Alasan: {alasan}",
        "You saw to {jenis} {nomor}",
        "It had been sent back at step {angka}. Reason: {alasan}",
    ),
    "ready": Template(
        "Kartu akses sudah diterima ({nomor})",
        "Penerimaannya sudah ditandatangani.",
        "The access card was fetched ({nomor})",
        "Its receipt is signed.",
    ),
    "review-opened": REVIEWED,
    "review-due": REVIEWED,
    "review-confirm": REVIEWED,
    "finding-yours": Template(
        "Temuan {nomor} tidak lagi menunggu Anda",
        "Temuan ini sudah ditindaklanjuti atau diserahkan kepada orang lain.",
        "Finding {nomor} no longer waits for you",
        "It was seen to, or handed to somebody else.",
    ),
    "door-order-proposed": Template(
        "Usul untuk {pintu} sudah diputuskan: {perintah}",
        "Usul ini tidak lagi menunggu orang kedua. Alasan semula: {alasan}",
        "The proposal for {pintu} was settled: {perintah}",
        "It no longer waits for a second person. It was proposed because: {alasan}",
    ),
}  # fmt: skip
"""What stands under the bell once it was done, in place of the call to do it."""


def render(template: str, fields: Fields, language: str, *, settled: bool = False) -> Message:
    """Return a message in a language; KeyError for a template or a field that is not there.

    Args:
        template: a key of `TEMPLATES`.
        fields: what it is filled in with.
        language: `id` or `en`.
        settled: whether what it asks for was done: then it says that.
    """
    found = SETTLED[template] if settled else TEMPLATES[template]
    spoken = {key: _spoken(value, language) for key, value in fields.items()}
    subject, text = (
        (found.subject_en, found.text_en) if language == "en" else (found.subject_id, found.text_id)
    )
    return Message(" ".join(subject.format_map(spoken).split()), text.format_map(spoken))


def reason(note: str | None) -> object:
    """Return somebody's words as a message repeats them: long numbers are hidden."""
    return LONG_NUMBER.sub(HIDDEN, note.strip()) if note and note.strip() else NO_REASON


def _spoken(value: object, language: str) -> str:
    return str(value[language]) if isinstance(value, Mapping) else str(value)
