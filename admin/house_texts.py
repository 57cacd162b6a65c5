"""The house rules and the notice on personal data: for everybody to read, version by version."""

from collections.abc import Mapping
from typing import Final

from flask import Blueprint, abort, g, render_template

from admin.access import allow, site
from admin.languages import mark
from register import house_texts
from register.models import HouseText, TextKind

bp = Blueprint("house_texts", __name__, url_prefix="/ketentuan")
TITLES: Final[Mapping[TextKind, str]] = {
    TextKind.RULES: mark("Tata tertib ruang server"),
    TextKind.NOTICE: mark("Pemberitahuan pelindungan data pribadi"),
}


@bp.get("/<kind>")
@allow(anyone=True)
def now(kind: str) -> str:
    """Show the version in force."""
    return _page(kind, None)


@bp.get("/<kind>/<int:version>")
@allow(anyone=True)
def version(kind: str, version: int) -> str:
    """Show a version, as it was read."""
    return _page(kind, version)


def in_force() -> Mapping[str, HouseText]:
    """Return the version in force of each text, by the tick that says it was read."""
    with site().reading() as session:
        found = house_texts.current(session)
    return {tick: found[kind] for tick, kind in house_texts.TICKS.items()}


def paragraphs(text: HouseText) -> tuple[str, list[str]]:
    """Return the language that a text is read in, and its paragraphs."""
    english = g.language == "en" and bool(text.said_en)
    words = text.said_en if english else text.said_id
    return "en" if english else "id", [line for line in words.splitlines() if line.strip()]


def _page(kind: str, version: int | None) -> str:
    with site().reading() as session:
        found = house_texts.versions(session, kind)
    shown = next((each for each in found if version in (None, each.version)), None) or abort(404)
    return render_template("house_text.html", text=shown, versions=found, titles=TITLES)
