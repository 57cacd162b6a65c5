"""A form of the administrator's on a page: drawn from its field list, with what is wrong."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import abort, g, render_template, request

from register import dates
from register.errors import Said
from register.forms.context import Context, Limits
from register.forms.fields import Form


def draw(
    template: str,
    form: Form,
    context: Context,
    values: Mapping[str, Any] | None = None,
    complaints: Sequence[Said] = (),
    **more: object,
) -> str:
    """Return the page; without values the form is shown as it begins."""
    return render_template(
        template,
        form=form,
        values=form.initial(Limits()) if values is None else values,
        complaints=complaints,
        wrong={each.field: each for each in complaints},
        offered=context.choices,
        **more,
    )


def words(name: str, most: int = 1000) -> str:
    """Return a text that must have been posted; 400 where it is missing or too long."""
    found = request.form.get(name, "").strip()
    if not found or len(found) > most:
        abort(400)
    return found


def dated(day: str | None) -> str:
    """Return an ISO day as it is written, or a dash."""
    return dates.day(date.fromisoformat(day), g.language) if day else "–"  # noqa: RUF001 - a dash
