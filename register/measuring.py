"""How long each step of the SOP takes, and what comes out of it (pure).

A step lasts from when its dossier came to wait for it until it is signed, on the calendar, days off
included. A dossier waits where the last step that moved it left it; its first step lasts from when
it was begun.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from register.workflow import State

ENOUGH: Final = 5  # steps, below which a revision of the SOP is not drafted from them
MINUTE: Final = timedelta(minutes=1)
HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)
P95: Final = 95  # percent


@dataclass(frozen=True, slots=True)
class Signed:
    """One signed step, as it is measured.

    Attributes:
        dossier: its id.
        opened: when the dossier was begun.
    """

    dossier: int
    opened: datetime
    number: str
    act: str
    before: State
    after: State
    at: datetime


@dataclass(frozen=True, slots=True)
class Measure:
    """What the steps of one number took.

    Attributes:
        count: of the steps.
        median: the middle one, or between the two middle ones.
        p95: the shortest time within which at least 95 of 100 were done.
        acts: how often each act came out, the most frequent first.
    """

    number: str
    count: int
    median: timedelta
    p95: timedelta
    acts: Mapping[str, int]

    @property
    def enough(self) -> bool:
        """Whether there are steps enough to draft a time from."""
        return self.count >= ENOUGH


def measure(steps: Iterable[Signed]) -> Mapping[str, Measure]:
    """Return what each printed step took, by its number; each dossier's steps in their order."""
    taken: dict[str, list[timedelta]] = defaultdict(list)
    acts: dict[str, Counter[str]] = defaultdict(Counter)
    waits: dict[int, datetime] = {}
    for step in steps:
        since = waits.get(step.dossier, step.opened)
        taken[step.number].append(max(step.at - since, timedelta()))
        acts[step.number][step.act] += 1
        if step.after is not step.before:
            waits[step.dossier] = step.at
    return {
        number: Measure(
            number, len(spans), median(spans), percentile(spans, P95),
            dict(acts[number].most_common()),
        )
        for number, spans in taken.items()
    }  # fmt: skip


def median(spans: Sequence[timedelta]) -> timedelta:
    """Return the middle of some times, at least one."""
    ordered, middle = sorted(spans), len(spans) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2


def percentile(spans: Sequence[timedelta], percent: int) -> timedelta:
    """Return the nearest rank: the least of them that so many in a hundred do not pass."""
    rank = -(-percent * len(spans) // 100)  # rounded up
    return sorted(spans)[max(rank, 1) - 1]


def rounded(span: timedelta) -> timedelta:
    """Return a time as a procedure prints it: up to 5 minutes, an hour, or a day."""
    unit = 5 * MINUTE if span <= HOUR else HOUR if span <= DAY else DAY
    return max(-(-span // unit), 1) * unit


def said(span: timedelta, language: str) -> str:
    """Return a time in one unit or two: `3 hari`, `2 jam 15 menit`, `kurang dari 1 menit`."""
    units = {"id": ("hari", "jam", "menit"), "en": ("d", "h", "min")}[language]
    if span < MINUTE:
        return "kurang dari 1 menit" if language == "id" else "less than 1 min"
    days, rest = divmod(span, DAY)
    hours, rest = divmod(rest, HOUR)
    parts = [
        f"{count} {unit}" for count, unit in zip((days, hours, rest // MINUTE), units, strict=True)
        if count
    ]  # fmt: skip
    return " ".join(parts[:2])
