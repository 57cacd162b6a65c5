"""What one person did at the doors, day by day; looking is itself written to the audit."""

from itertools import groupby
from operator import itemgetter
from sqlite3 import DatabaseError
from typing import Final

from flask import abort, render_template, request

from admin.access import allow, site
from admin.log.asked import Asked, read
from admin.log.keeper import keeper
from admin.log.pages import READERS, bp, noted
from admin.log.told import telling
from admin.telling import zone
from ledger.logbook.filter import Filter
from ledger.logbook.query import Log
from ledger.logbook.schema import Result
from register import people

PAGE: Final = 100


@bp.get("/orang/<public_id>")
@allow(*READERS)
def person(public_id: str) -> str:
    """Show somebody's timeline."""
    asked = read({**request.args, "orang": public_id}, zone())
    before = request.args.get("sebelum", type=int)
    with site().reading() as session:
        found = people.find(session, public_id)
        if found is None:
            abort(404)
        noted(asked, "person")
        tell = telling(session)
    try:
        with keeper().reading() as log:
            page = log.page(asked.wanted, before=before, limit=PAGE + 1)
            lines = tell.lines(page[:PAGE])
            return render_template(
                "log/person.html",
                person=found,
                days=[(day, list(each)) for day, each in groupby(lines, itemgetter("day"))],
                counts=_counts(log, asked),
                older=page[PAGE - 1].seq if len(page) > PAGE else None,
                before=before,
                asked=asked,
            )
    except DatabaseError:
        return render_template("log/none.html", building=keeper().book)


def _counts(log: Log, asked: Asked) -> dict[str, int]:
    """Return how often he came in, was turned away, and was there out of hours."""
    whom = asked.wanted.subjects
    return {
        "masuk": log.count(Filter(subjects=whom, result=Result.GRANTED)),
        "ditolak": log.count(Filter(subjects=whom, result=Result.DENIED)),
        "luar": log.count(Filter(subjects=whom, result=Result.GRANTED, outside=True)),
    }
