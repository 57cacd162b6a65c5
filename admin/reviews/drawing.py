"""A row of a review as it is drawn: its evidence in words, and 13 weeks as bars."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from flask import g

from admin.desk.looks import CardLook, card_look
from admin.languages import mark
from admin.telling import on_day, said
from ledger.access import CardState
from register.forms import weekly
from register.forms.review import ANOMALY, RISKS
from register.models import ReviewItem
from register.models.base import EPOCH
from register.reviewing import terms
from register.reviewing.objections import doors_of

HEIGHT: Final = 28  # units of the drawing; a week with any entry is 3 high at least
BAR, GAP, LEAST = 6, 2, 3
DECISION_TONES: Final = {
    "tetap": "good", "perpanjang": "good", "ubah": "wait", "bekukan": "bad", "cabut": "bad",
}  # fmt: skip
DECISION_SIGNS: Final = {
    "tetap": "check", "perpanjang": "clock", "ubah": "gear", "bekukan": "lock", "cabut": "cross",
}  # fmt: skip
LAPSED: Final = mark("Gugur: tidak direview sampai tenggat")


class Bar(NamedTuple):
    """One week: its place and height in the drawing, and how many entries it stands for."""

    x: int
    y: int
    height: int
    entries: int


def bars(weeks: Sequence[int]) -> Iterator[Bar]:
    """Yield the bars of a sparkline, the oldest week first; an empty week is a line of 1."""
    most = max(weeks, default=0)
    for place, count in enumerate(weeks):
        height = 1 if count == 0 else max(LEAST, round(HEIGHT * count / most))
        yield Bar(place * (BAR + GAP), HEIGHT - height, height, count)


def width(weeks: Sequence[int]) -> int:
    """Return how wide a sparkline is."""
    return len(weeks) * (BAR + GAP) - GAP


def seen(item: ReviewItem) -> dict[str, Any]:
    """Return the evidence of a row with its moment as one, to be said in words."""
    last = item.evidence.get("terakhir")
    when = None if last is None else EPOCH + timedelta(milliseconds=last)
    return {**item.evidence, "terakhir": when}


def signs(item: ReviewItem) -> tuple[Any, ...]:
    """Return the signs of risk of a row, as form 3 names them."""
    return tuple(risk for risk in RISKS if risk.value in item.evidence["risiko"])


def now(item: ReviewItem) -> CardLook | None:
    """Return how its card shows where it is not in force any more; None where it is."""
    shown = card_look(item.card)
    return None if shown.words.value == CardState.ACTIVE else shown


def on_day_of(text: str) -> str:
    """Return an ISO day as a dense list has it."""
    return on_day(date.fromisoformat(text))


def anomaly(status: str) -> str:
    """Return what an anomaly's status is called."""
    offered = next(field.choices for field in ANOMALY if field.key == "status")
    return next((said(each) for each in offered if each.value == status), status)


def day(item: ReviewItem) -> str:
    """Return the last day of the right as it was seen."""
    return on_day_of(item.evidence["sampai"])


def hours(kept: str) -> str:
    """Return the hours of a right as they were seen, which are kept in Indonesian."""
    return weekly.retold(kept, g.language)


def extended(item: ReviewItem) -> str:
    """Return until when it is extended."""
    return on_day_of(item.terms["perpanjang_sampai"])


def changed(item: ReviewItem) -> str:
    """Return what a change leaves of a right: its doors with their hours."""
    then = terms.narrowed(doors_of(item.grant), item.terms)
    labels = {each.door.name: each.door.label for each in item.grant.doors}
    return "; ".join(
        f"{labels[door]}: {weekly.in_words(hours, g.language)}" for door, hours in then.items()
    )
