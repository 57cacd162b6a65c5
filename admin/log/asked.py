"""What somebody asks the log for: the address of a page, and the filter that it stands for.

No name is ever in an address: a person goes by his pseudonymous id.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from admin.languages import mark
from ledger.logbook.filter import Filter
from ledger.logbook.schema import Result
from ledger.logbook.week import DAY_HOURS, hours_of

RESULTS: Final[Mapping[str, Result]] = {
    "masuk": Result.GRANTED,
    "ditolak": Result.DENIED,
    "menunggu": Result.WAITING,
    "keluar": Result.EXIT,
    "peringatan": Result.ALARM,
}
RESULT_WORDS: Final = {
    "masuk": mark("Diizinkan masuk"),
    "ditolak": mark("Ditolak"),
    "menunggu": mark("Menunggu"),
    "keluar": mark("Keluar"),
    "peringatan": mark("Peringatan"),
}
TIMES: Final = {
    "luar": mark("di luar jam kerja dan hari libur"),
    "libur": mark("pada hari libur"),
    "dalam": mark("dalam jam kerja"),
}
WORDS: Final = {"pintu": "door", "pembaca": "reader", "alasan": "reason", "jenis": "kind"}
ONLY: Final = {"orang": True}  # what people did and ordered; none of the door's own edges
KEYS: Final = (
    "orang", "hanya", "unit", *WORDS, "hasil", "hari", "jam", "jam_sampai", "waktu", "dari",
    "sampai",
)  # fmt: skip
LONGEST: Final = 120  # letters of a value
DAYS: Final = range(7)
SECOND_MS: Final = 1000


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for.

    Attributes:
        args: the address's own words, those left out that say nothing.
        wanted: the lines.
    """

    args: Mapping[str, str]
    wanted: Filter

    @property
    def person(self) -> str | None:
        """The pseudonymous id of the one person that is asked for."""
        return self.args.get("orang")

    def but(self, **other: str | int | None) -> dict[str, str]:
        """Return the address's words with some others; None takes one away."""
        merged = {**self.args, **{key: other[key] for key in other}}
        return {key: str(value) for key, value in merged.items() if value is not None}


def read(args: Mapping[str, str], zone: ZoneInfo, members: frozenset[str] | None = None) -> Asked:
    """Return what an address asks for; a value that means nothing is left out.

    Args:
        args: of the address.
        zone: the office's.
        members: pseudonymous ids of the unit that `unit` names.
    """
    said = {key: args[key].strip()[:LONGEST] for key in KEYS if args.get(key, "").strip()}
    since, until = _day(said, "dari"), _day(said, "sampai")
    hours = _hours(said)
    for key, table in (("hasil", RESULTS), ("waktu", TIMES), ("hanya", ONLY)):
        if said.get(key) not in table:
            said.pop(key, None)
    wanted = Filter(
        **{column: said.get(key) for key, column in WORDS.items()},
        subjects=_subjects(said, members),
        result=RESULTS.get(said.get("hasil", "")),
        people="hanya" in said,
        hours=hours,
        outside={"luar": True, "dalam": False}.get(said.get("waktu", "")),
        holiday=said.get("waktu") == "libur",
        since=None if since is None else midnight(since, zone),
        until=None if until is None else midnight(until + timedelta(days=1), zone),
    )
    return Asked(said, wanted)


def midnight(day: date, zone: ZoneInfo) -> int:
    """Return the UTC ms at which a day begins at the office."""
    began = datetime.combine(day, time(), zone)
    return int(began.astimezone(UTC).timestamp()) * SECOND_MS


def _subjects(said: Mapping[str, str], members: frozenset[str] | None) -> frozenset[str] | None:
    if "orang" in said:
        one = frozenset({said["orang"]})
        return one if "unit" not in said else one & (members or frozenset())
    return (members or frozenset()) if "unit" in said else None


def _day(said: dict[str, str], key: str) -> date | None:
    """Return a day as a date field writes it; a year that no clock of ours shows is none."""
    try:
        day = date.fromisoformat(said.get(key, ""))
    except ValueError:
        day = date.min
    if 1970 < day.year < date.max.year:  # noqa: PLR2004 - where UTC ms begin
        return day
    said.pop(key, None)
    return None


def _hours(said: dict[str, str]) -> frozenset[int] | None:
    """Return the hours of the week; a time of day may go over midnight, as from 22 to 6."""
    day = _number(said, "hari", DAYS)
    first = _number(said, "jam", range(DAY_HOURS))
    last = _number(said, "jam_sampai", range(1, DAY_HOURS + 1))
    if day is first is last is None:
        return None
    start, end = first or 0, DAY_HOURS if last is None else last
    ends = end if end > start else end + DAY_HOURS
    hours = {hour % DAY_HOURS for hour in range(start, ends)}
    return hours_of(DAYS if day is None else [day], hours)


def _number(said: dict[str, str], key: str, among: range) -> int | None:
    text = said.get(key, "")
    if text.isascii() and text.isdigit() and int(text) in among:
        return int(text)
    said.pop(key, None)
    return None
