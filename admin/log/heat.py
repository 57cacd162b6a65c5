"""Peta jam: how much happens at which hour of the week, each cell leading to its lines."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from sqlite3 import DatabaseError
from typing import Final

from babel.dates import get_day_names
from flask import g, render_template

from admin.access import allow, site
from admin.log.asked import Asked
from admin.log.keeper import keeper
from admin.log.pages import READERS, bp, opened, results
from admin.telling import zone
from ledger.logbook.week import DAY_HOURS

LEVELS: Final = 5  # shades; the number stands in the cell beside its shade
PERIOD: Final = timedelta(days=90)  # where no other is asked for


@dataclass(frozen=True, slots=True)
class Cell:
    """One hour of the week.

    Attributes:
        level: 0 for nothing, to 5 for the busiest.
        asked: the address's words that lead to its lines.
    """

    count: int
    level: int
    hour: int
    asked: dict[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One day of the week."""

    name: str
    short: str
    total: int
    cells: Sequence[Cell]


@bp.get("/peta")
@allow(*READERS)
def heat() -> str:
    """Show the week."""
    try:
        with opened(since=_since()) as read:
            counts = read.log.heat(read.asked.wanted)
            return render_template(
                "log/heat.html",
                rows=tuple(_rows(counts, read.asked)),
                total=sum(counts),
                busiest=max(counts),
                asked=read.asked,
                results=results(),
            )
    except DatabaseError:
        return render_template("log/none.html", building=keeper().book)


def _since() -> str:
    """Return the day from which the map counts where the address names none."""
    return (site().now().astimezone(zone()) - PERIOD).date().isoformat()


def _rows(counts: Sequence[int], asked: Asked) -> Iterator[Row]:
    names = get_day_names("wide", locale=g.language)
    short = get_day_names("abbreviated", locale=g.language)
    busiest = max(counts)
    for day in range(7):
        cells = [
            Cell(
                count=counts[DAY_HOURS * day + hour],
                level=level(counts[DAY_HOURS * day + hour], busiest),
                hour=hour,
                asked=asked.but(hari=day, jam=hour, jam_sampai=hour + 1),
            )
            for hour in range(DAY_HOURS)
        ]
        total = sum(cell.count for cell in cells)
        yield Row(names[day].capitalize(), short[day].capitalize(), total, cells)


def level(count: int, busiest: int) -> int:
    """Return the shade of a count; by its root, or one busy hour would leave all others pale."""
    return math.ceil(LEVELS * math.sqrt(count / busiest)) if count else 0
