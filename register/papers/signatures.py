"""Signatures as a paper shows them: those that were given, and room for those that are awaited."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from register import dates, dossiers, posts, settings
from register.forms.values import Values
from register.models import Capacity, Cardholder, Dossier, Method, SignedStep, Tenure
from register.ways import STEPS
from register.workflow import ENDED, Role, State, Step

CAPTION: Final = "tahap"  # of a row of signatures: the step's own name in the SOP
AWAITED: Final = "ditunggu"  # a row that is yet to be signed
DECISIONS: Final = {
    "endorse": "setuju", "dispose": "setuju", "forward": "setuju", "verify": "setuju",
    "approve": "setuju", "confirm": "setuju", "countersign": "setuju", "sign": "setuju",
    "return": "kembalikan", "reject": "tolak", "object": "tolak", "refuse": "tolak",
}  # fmt: skip
"""Acts that decide, and the decision that each is."""
WAYS_TO_SIGN: Final = {
    Method.SESSION: "autentikasi ulang",
    Method.PAPER: "kertas",
    Method.LINK: "tautan sekali pakai",
    Method.SYSTEM: "sistem",
}
ASIDE: Final = frozenset({"withdraw", "return", "reject", "initial", "object", "refuse"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """One signature; `at` is None where it is yet to be given.

    Of one on paper `at` is when it was filed, by `filer`; `signed_on` is the day that stands on it.
    """

    name: str | None
    nip: str | None = None
    title: str | None = None
    acting: str = ""  # `Plt.` or `Plh.`
    doubled: bool = False
    method: Method | None = None
    at: datetime | None = None
    signed_on: str | None = None
    filer: str | None = None
    chain: str = ""


def signed(step: SignedStep | None) -> Signed | None:
    """Return a step as it is signed, or None where there is none."""
    if step is None:
        return None
    who = step.person
    return Signed(
        name=who.name,
        nip=who.nip,
        title=step.title or who.position,
        acting=acting(step.capacity),
        doubled=step.doubled,
        method=step.method,
        at=step.at,
        signed_on=step.signed_on,
        filer=None if step.filer is None else step.filer.name,
        chain=step.chain,
    )


def awaited(dossier: Dossier, role: Role, holding: Sequence[Tenure]) -> Signed:
    """Return whose signature is awaited, as far as that is one person."""
    if role in (Role.APPLICANT, Role.SUPERIOR):
        who = dossier.applicant if role is Role.APPLICANT else dossier.superior
        return Signed(name=None) if who is None else of_person(who)
    return of_post(holding)


def of_post(holding: Sequence[Tenure]) -> Signed:
    """Return the holder of a post, who has not signed; nobody where that is not one person."""
    if len(holding) != 1:
        return Signed(name=None)
    (tenure,) = holding
    return Signed(
        name=tenure.person.name, nip=tenure.person.nip, title=tenure.title,
        acting=acting(tenure.capacity),
    )  # fmt: skip


def of_person(person: Cardholder) -> Signed:
    """Return somebody who has not signed."""
    return Signed(name=person.name, nip=person.nip, title=person.position)


def acting(capacity: Capacity | None) -> str:
    """Return `Plt.` or `Plh.`, or nothing for who holds the post in his own right."""
    return f"{capacity.capitalize()}." if capacity and capacity is not Capacity.OWN else ""


def last(dossier: Dossier, act: str) -> SignedStep | None:
    """Return the signature of an act that counts now, or None."""
    found = (step for step in reversed(dossiers.round_of(dossier)) if step.act == act)
    return next(found, None)


def decisions(session: Session, dossier: Dossier, at: datetime) -> list[Values]:
    """Return the rows of `persetujuan`: each decision that was taken, then those to come."""
    given = [
        _taken(session, step, STEPS[dossier.way])
        for step in dossiers.round_of(dossier)
        if step.act in DECISIONS
    ]
    coming = tuple(to_come(dossier))
    holding = posts.standing(session, (step.role for step in coming), at) if coming else {}
    return given + [
        _empty(step, awaited(dossier, step.role, holding[step.role])) for step in coming
    ]


def to_come(dossier: Dossier) -> Iterator[Step]:
    """Yield the deciding steps that a dossier still has before it, in order."""
    return (
        step for step in ahead(dossier) if step.act in DECISIONS and step.role is not Role.APPLICANT
    )


def ahead(dossier: Dossier) -> Iterator[Step]:
    """Yield every step that a dossier still has before it if nobody declines, in order."""
    steps, state = STEPS[dossier.way], dossier.state
    seen: set[State] = set()
    while state not in ENDED and state not in seen:
        seen.add(state)
        step = next(
            (each for each in steps if each.before is state and each.act not in ASIDE), None
        )
        if step is None:
            return
        yield step
        state = step.after


def _taken(session: Session, step: SignedStep, steps: Sequence[Step]) -> dict[str, Any]:
    rule = next(
        (each for each in steps if each.act == step.act and each.before is step.before), None
    )
    seen = signed(step)
    return {
        CAPTION: rule,
        "keputusan": DECISIONS[step.act],
        "catatan": step.note,
        "nama": step.person.name,
        "nip": step.person.nip,
        "jabatan": step.title or step.person.position,
        "pejabat": _order(session, step),
        "rangkap": step.doubled,
        "waktu": step.at,
        "cara": WAYS_TO_SIGN[step.method],
        "hash": step.chain,
        "": seen,
    }


def _empty(step: Step, who: Signed) -> dict[str, Any]:
    return {
        CAPTION: step, AWAITED: True, "nama": who.name, "nip": who.nip, "jabatan": who.title,
        "": who,
    }  # fmt: skip


def _order(session: Session, step: SignedStep) -> Values | None:
    """Return the surat perintah by which somebody acted in a post, or None."""
    if step.capacity in (None, Capacity.OWN):
        return None
    tenure = session.scalar(
        select(Tenure)
        .where(
            Tenure.person_id == step.person_id, Tenure.role == step.role,
            Tenure.capacity == step.capacity, Tenure.valid_from <= step.at,
        )
        .order_by(Tenure.valid_from.desc())
        .limit(1)
    )  # fmt: skip
    if tenure is None:
        return None
    return {
        "jenis": tenure.capacity,
        "nomor": tenure.decree,
        "tanggal": tenure.decree_date,
        "mulai": tenure.valid_from,
        "sampai": tenure.valid_until
        and dates.last_day(tenure.valid_until, settings.read(session).zone),
    }
