"""The lembar disposisi: steps 3 and 4, with the sheet that goes along."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from register import dossiers, posts, settings
from register.audit import By
from register.dossiers import Signature
from register.errors import Incomplete
from register.forms.check import check
from register.forms.choices import Choice
from register.forms.context import Context, Limits
from register.forms.papers import DISPOSITION
from register.forms.values import Values, text
from register.models import Dossier, SignedStep
from register.moves import waits_for
from register.ways import STEPS
from register.workflow import Role, State

ACTS: Final = frozenset({"dispose", "forward"})
TO: Final = "kepada"


def context(session: Session, dossier: Dossier, act: str, at: datetime) -> Context:
    """Return what a sheet is held against: to whom it goes, and which day it is."""
    return Context(
        today=at.astimezone(ZoneInfo(settings.read(session).zone)).date(),
        choices={TO: receivers(session, dossier, (act,), at)},
    )


def proposed(dossier: Dossier, offered: Mapping[str, tuple[Choice, ...]]) -> Values:
    """Return what the sheet is filled in with where the official says nothing else."""
    first = offered[TO][0].value if offered[TO] else ""
    asked = text(dossier.answers, "kerahasiaan")
    own = {"kerahasiaan": asked} if asked else {}
    return {**DISPOSITION.initial(Limits()), **own, TO: first, "nomor_surat": dossier.number}


def sign(
    session: Session, dossier: Dossier, act: str, answers: Mapping[str, Any],
    signature: Signature, by: By, at: datetime,
) -> SignedStep:  # fmt: skip
    """Dispose or forward, the sheet beside it; Incomplete says what is wrong with the sheet.

    Args:
        session: the writing transaction.
        dossier: that waits for it.
        act: one of `ACTS`.
        answers: of the sheet; empty is the usual disposition.
        signature: the official's.
        by: who acts.
        at: now.
    """
    held = context(session, dossier, act, at)
    given = {**proposed(dossier, held.choices), **answers}
    if signature.note:
        given["catatan"] = signature.note
    found = check(DISPOSITION, given, held)
    if found.complaints:
        raise Incomplete(found.complaints)
    note = text(found.values, "catatan") or None
    signed = replace(signature, sheet=dict(found.values), note=note)
    return dossiers.sign(session, dossier, act, signed, by, at)


def receivers(
    session: Session, dossier: Dossier, acts: Iterable[str], at: datetime
) -> tuple[Choice, ...]:
    """Return the posts' holders to whom some steps hand the dossier on, by title and name."""
    roles = dict.fromkeys(_next(dossier, each) for each in acts)
    found = posts.standing(session, roles, at)
    titles = {
        title: None
        for role in roles
        for title in [each.title for each in found[role]] or [role.capitalize()]
    }
    return tuple(Choice(title, title, title) for title in titles)


def _next(dossier: Dossier, act: str) -> Role:
    after: State = next(
        (each.after for each in STEPS[dossier.way] if each.act == act), State.AT_KABID
    )
    return waits_for(dossier.way, after) or Role.KASI


def step(
    session: Session, dossier: Dossier, act: str, signature: Signature, by: By, at: datetime
) -> None:
    """Make a step of the SOP, its sheet as it comes where the step has one."""
    if act in ACTS:
        sign(session, dossier, act, {}, signature, by, at)
    else:
        dossiers.sign(session, dossier, act, signature, by, at)
