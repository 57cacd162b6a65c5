"""The request (form 1): begun, saved as it is written, submitted, moved step by step."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from ledger.access import CardState
from ledger.sentences import Sentence
from register import audit, cards, dossiers, numbers, posts, settings
from register.audit import By
from register.dossiers import Signature
from register.errors import CardRefused
from register.forms.values import Values
from register.models import Dossier
from register.ways import STEPS, Way
from register.workflow import ENDED, Course, Procedure, State, Step

COURSES: Final[Mapping[str, Course]] = {
    "baru": Course.REQUEST,
    "kunjungan": Course.REQUEST,
    "perpanjangan": Course.RENEWAL,
    "perubahan": Course.RENEWAL,
    "kartu-hilang": Course.REPLACEMENT,
    "kartu-rusak": Course.REPLACEMENT,
    "pembukaan": Course.THAW,
}
SECOND: Final = Sentence(
    "Pemohon sudah memiliki kartu: ajukan perpanjangan atau perubahan.",
    "the Pemohon has a card already: ask for more time or other doors",
)
LOST: Final = "kartu-hilang"
UNHURRIED: Final = frozenset({"withdraw", "initial"})  # what may be done, and waits for nobody


def begin(session: Session, applicant: int, kind: str, by: By, at: datetime) -> Dossier:
    """Open a draft; its way is fixed here, by the kind and by the post that the Pemohon holds."""
    now = settings.read(session)
    way = Way(
        course=COURSES[kind],
        applicant=posts.moving_post(session, applicant, at),
        approver=now.approver,
        initials=now.initials,
    )
    dossier = dossiers.begin(session, way, kind, applicant, now.sop_version, at)
    audit.write(session, "permintaan.begin", by, at, {"dossier": dossier.id, "kind": kind})
    return dossier


def save(
    session: Session,
    dossier: Dossier,
    answers: Mapping[str, Any],
    superior: int | None,
    at: datetime,
) -> None:
    """Keep a draft as it is written; whatever is missing is no error yet."""
    dossier.answers = dict(answers)
    dossier.superior_id = superior
    dossier.changed_at = at
    session.flush()


def signable(dossier: Dossier) -> bool:
    """Whether a draft says enough to be printed and signed: whose word it goes to, or why a thaw.

    To bring a card back grants nothing new, and no superior stands between its holder and the Kasi.
    """
    thaw = COURSES.get(dossier.kind) is Course.THAW and bool(dossier.answers.get("keperluan"))
    return thaw or dossier.superior_id is not None


def submit(
    session: Session,
    dossier: Dossier,
    right: Values | None,
    signature: Signature,
    by: By,
    at: datetime,
) -> Dossier:
    """Step 1: number it and sign it.

    Args:
        session: the writing transaction.
        dossier: a draft whose answers were checked (`register.forms.check`).
        right: what is asked for; None where the way grants nothing new.
        signature: the Pemohon's.
        by: who sends it.
        at: now.
    """
    _one_card(session, dossier)
    dossier.approved = None if right is None else dict(right)
    if dossier.number is None:
        dossier.number = numbers.next_number(session, settings.read(session), at)
        dossier.submitted_at = at
    session.flush()
    dossiers.sign(session, dossier, "submit", signature, by, at)
    if dossier.kind == LOST and (card := cards.live(session, dossier.applicant_id)):
        why = f"reported lost in {dossier.number}"
        cards.suspend(session, card.id, CardState.LOST, why, by, at)  # at once, before any approval
    return dossier


def verify(
    session: Session,
    dossier: Dossier,
    right: Values | None,
    signature: Signature,
    by: By,
    at: datetime,
) -> None:
    """Step 5: the Kasi verifies; `right` is what he approves, never wider than what was asked."""
    if right is not None:
        dossier.approved = dict(right)
        session.flush()
    dossiers.sign(session, dossier, "verify", signature, by, at)


def waiting(
    session: Session, person: int, at: datetime
) -> Sequence[tuple[Dossier, tuple[Step, ...]]]:
    """Return the dossiers that wait for a person, each with his acts, oldest first: his home."""
    mine = posts.roles(session, person, at)
    states = {
        (way, step.before)
        for way, steps in STEPS.items()
        for step in steps
        if step.role in mine and step.act not in UNHURRIED
    }
    found = session.scalars(
        select(Dossier)
        .where(
            Dossier.state.not_in(ENDED),
            or_(
                Dossier.way.in_({way for way, _ in states}),
                Dossier.superior_id == person,
                Dossier.applicant_id == person,
            ),
        )
        .order_by(Dossier.changed_at, Dossier.id)
    )
    pairs = ((each, dossiers.acts(each, person, mine)) for each in found)
    waits = ((each, tuple(a for a in acts if a.act not in UNHURRIED)) for each, acts in pairs)
    return [(each, acts) for each, acts in waits if acts]


def underway(session: Session) -> Sequence[Dossier]:
    """Return what was submitted and has not ended, oldest first."""
    return session.scalars(
        select(Dossier)
        .where(Dossier.state.not_in({*ENDED, State.DRAFT}), Dossier.number.is_not(None))
        .order_by(Dossier.changed_at, Dossier.id)
    ).all()


def at_the_desk(session: Session) -> Sequence[Dossier]:
    """Return what waits for a card, or for its holder to fetch it, oldest first."""
    return session.scalars(
        select(Dossier)
        .where(Dossier.state.in_((State.AT_OPERATOR, State.ISSUED)))
        .order_by(Dossier.changed_at, Dossier.id)
    ).all()


def of_applicant(session: Session, person: int) -> Sequence[Dossier]:
    """Return a person's own requests, newest first."""
    return session.scalars(
        select(Dossier)
        .where(Dossier.applicant_id == person, Dossier.procedure == Procedure.REQUEST)
        .order_by(Dossier.id.desc())
    ).all()


def against(session: Session, person: int) -> Mapping[str, Sentence]:
    """Return what a person's card speaks against, by kind: a second card, or none to be about."""
    live = cards.live(session, person) is not None
    replaceable = cards.replaceable(session, person) is not None
    found = {
        kind: _against(course, live=live, replaceable=replaceable)
        for kind, course in COURSES.items()
    }
    return {kind: said for kind, said in found.items() if said is not None}


def _against(course: Course, *, live: bool, replaceable: bool) -> Sentence | None:
    if course is Course.REQUEST:
        return SECOND if live else None
    has = replaceable if course is Course.REPLACEMENT else live
    return None if has else Sentence(*cards.NO_CARD)


def _one_card(session: Session, dossier: Dossier) -> None:
    """Refuse what the person's card speaks against."""
    said = against(session, dossier.applicant_id).get(dossier.kind)
    if said is not None:
        raise CardRefused(said.id, said.en)
