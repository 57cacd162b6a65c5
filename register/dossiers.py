"""A dossier and its signatures: one way to move it, for all three procedures."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from register import audit, posts
from register.audit import By
from register.errors import ChangedMeanwhile, NoteWanted, NotFound, SeparationOfDuties
from register.messaging import informing
from register.models import Dossier, Method, SignedStep, Tenure, canonical, milliseconds
from register.moves import ASIDE, advance, possible, since_draft, waits_for
from register.pseudonym import LETTERS
from register.ways import STEPS, WAYS, Way
from register.workflow import SEPARATE, Procedure, Role, State, Step

CODE_LENGTH: Final = 12  # 60 bits: nobody guesses another's tracking page
OWN: Final = (
    "Tidak seorang pun memutuskan permintaannya sendiri.",
    "nobody decides on his own request",
)
THREE: Final = (
    "Pemverifikasi, penyetuju, dan penerbit adalah tiga orang yang berbeda.",
    "verifier, approver and issuer are three different people",
)
TWO: Final = (
    "Yang mengesahkan review bukan yang menandatanganinya.",
    "who countersigns a review is another than who signed it",
)
INITIALLED: Final = (
    "Baris daftar akses ini sudah diparaf.",
    "the register row is initialled already",
)
FIRST: Final = "0" * 64  # what a dossier's first signature is chained to


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Somebody's signature under an act.

    Attributes:
        person: who signs.
        note: his words; some acts need them.
        sheet: what the act fills in besides, as the lembar disposisi.
        version: of the dossier as he saw it; another's act since then is told, not overwritten.
        method: how he signed.
        filed_by: who filed a signed paper, `scan` being its attachment.
        signed_on: the day that stands on it, ISO.
    """

    person: int
    note: str | None = None
    sheet: Mapping[str, Any] | None = None
    version: int | None = None
    method: Method = Method.SESSION
    filed_by: int | None = None
    scan: int | None = None
    signed_on: str | None = None


def new_code() -> str:
    """Return a random tracking code."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def find(session: Session, dossier: int) -> Dossier:
    """Return a dossier; NotFound where there is none."""
    found = session.get(Dossier, dossier)
    if found is None:
        raise NotFound(f"Tidak ada berkas {dossier}.", f"there is no dossier {dossier}")
    return found


def begin(
    session: Session, way: Way, kind: str, applicant: int, sop_version: str, at: datetime
) -> Dossier:
    """Open a dossier as its applicant's draft."""
    dossier = Dossier(
        procedure=way.procedure,
        kind=kind,
        way=way.key,
        state=State.DRAFT,
        code=new_code(),
        applicant_id=applicant,
        sop_version=sop_version,
        answers={},
        opened_at=at,
        changed_at=at,
    )
    session.add(dossier)
    session.flush()
    return dossier


def roles(session: Session, dossier: Dossier, person: int, at: datetime) -> frozenset[Role]:
    """Return everything that a person is to a dossier: his posts, its Pemohon, its atasan."""
    return _with_own(dossier, person, posts.roles(session, person, at))


def may(session: Session, dossier: Dossier, person: int, at: datetime) -> tuple[Step, ...]:
    """Return what a person may do to a dossier now; his buttons."""
    return acts(dossier, person, posts.roles(session, person, at))


def acts(dossier: Dossier, person: int, held: frozenset[Role]) -> tuple[Step, ...]:
    """Return what a person who holds these posts may do to a dossier."""
    mine = _with_own(dossier, person, held)
    return tuple(
        step
        for step in STEPS[dossier.way]
        if step.before is dossier.state
        and step.role in mine
        and _against(dossier, step, person) is None
    )


def sign(
    session: Session, dossier: Dossier, act: str, signature: Signature, by: By, at: datetime
) -> SignedStep:
    """Make a step: checked here, and again by the database's own triggers.

    Raises:
        ChangedMeanwhile: somebody acted since the signer looked, be it himself.
        StepNotAllowed: the act is not his, or not now.
        SeparationOfDuties: he signed another of the acts that different people make.
        NoteWanted: the act needs a reason and has none.
    """
    check_unchanged(dossier, signature)
    timer = signature.method is Method.SYSTEM  # nobody's signature: whom it concerns stands there
    mine = frozenset({Role.SYSTEM}) if timer else roles(session, dossier, signature.person, at)
    rule = advance(dossier.way, act, dossier.state, mine)
    if (against := _against(dossier, rule, signature.person)) is not None:
        raise SeparationOfDuties(*against)
    note = (signature.note or "").strip() or None
    if rule.note and note is None:
        raise NoteWanted(act, rule.label_id, rule.label_en)
    signed = _signed(dossier, rule, signature, _tenure(session, rule.role, signature.person, at))
    signed.note, signed.at = note, at
    signed.chain = _chained(dossier, signed)
    session.add(signed)
    session.flush()
    session.refresh(dossier)  # the trigger moved it
    audit.write(
        session, f"{dossier.procedure}.{act}", by, at,
        {"dossier": dossier.id, "from": rule.before, "to": rule.after, "as": rule.role},
    )  # fmt: skip
    informing.moved(session, dossier, rule, signed, awaited(session, dossier, at), at)
    return signed


def check_unchanged(dossier: Dossier, signature: Signature) -> None:
    """Raise ChangedMeanwhile where somebody acted since the signer looked, be it himself."""
    if signature.version is not None and signature.version != dossier.version:
        last = dossier.steps[-1].person_id if dossier.steps else dossier.applicant_id
        raise ChangedMeanwhile(dossier.id, own=last == signature.person)


def awaited(session: Session, dossier: Dossier, at: datetime) -> Sequence[tuple[int, Step]]:
    """Return for whom a dossier waits, and for which act of his; nobody where it has ended."""
    wanted = waits_for(dossier.way, dossier.state)
    if wanted is None:
        return ()
    step = next(
        each
        for each in possible(dossier.way, dossier.state)
        if each.role is wanted and each.act not in ASIDE
    )
    people = dict.fromkeys(_holding(session, dossier, wanted, at))
    return [(each, step) for each in people if _against(dossier, step, each) is None]


def round_of(dossier: Dossier) -> tuple[SignedStep, ...]:
    """Return the signatures since the dossier was last a draft: those that count now."""
    return since_draft(dossier.steps)


def digest(dossier: Dossier) -> str:
    """Return the SHA-256 of what a signature stands under: the form as it is now.

    Of a dossier whose words were erased, what was last signed.
    """
    if dossier.erased_at is not None and dossier.steps:
        return dossier.steps[-1].digest
    signed: Mapping[str, Any] = {
        "procedure": dossier.procedure,
        "kind": dossier.kind,
        "number": dossier.number,
        "applicant": dossier.applicant_id,
        "superior": dossier.superior_id,
        "answers": dossier.answers,
        "approved": dossier.approved,
    }
    return sha256(canonical(signed).encode()).hexdigest()


def way_of(dossier: Dossier) -> Way:
    """Return the way that a dossier goes."""
    return WAYS[dossier.way]


def by_code(session: Session, code: str) -> Dossier | None:
    """Return the dossier with a tracking code, or None."""
    return session.scalar(select(Dossier).where(Dossier.code == code.strip().upper()))


def _with_own(dossier: Dossier, person: int, held: frozenset[Role]) -> frozenset[Role]:
    own = {Role.APPLICANT: dossier.applicant_id, Role.SUPERIOR: dossier.superior_id}
    return held | {role for role, whose in own.items() if whose == person}


def _against(dossier: Dossier, rule: Step, person: int) -> tuple[str, str] | None:
    """Return what the separation of duties has against a person's making a step, or None."""
    if dossier.procedure is Procedure.REVIEW and rule.act == "countersign":
        signed = [step.person_id for step in dossier.steps if step.act == "sign"]
        return TWO if signed[-1:] == [person] else None
    if dossier.procedure is not Procedure.REQUEST or rule.role is Role.APPLICANT:
        return None
    if person == dossier.applicant_id and rule.act != "initial":
        return OWN
    if rule.act in SEPARATE and any(
        step.person_id == person and step.act in SEPARATE for step in round_of(dossier)
    ):
        return THREE
    if rule.act == "initial" and any(step.act == "initial" for step in round_of(dossier)):
        return INITIALLED
    return None


def _holding(session: Session, dossier: Dossier, role: Role, at: datetime) -> Sequence[int]:
    """Return who is something to a dossier: its Pemohon, its atasan, the holders of a post."""
    if role is Role.APPLICANT:
        return [dossier.applicant_id]
    if role is Role.SUPERIOR:
        return [] if dossier.superior_id is None else [dossier.superior_id]
    return [tenure.person_id for tenure in posts.holders(session, role, at)]


def _tenure(session: Session, role: Role, person: int, at: datetime) -> Tenure | None:
    return next((each for each in posts.held(session, person, at) if each.role is role), None)


def _signed(
    dossier: Dossier, rule: Step, signature: Signature, tenure: Tenure | None
) -> SignedStep:
    before = round_of(dossier)
    return SignedStep(
        dossier_id=dossier.id,
        number=rule.number,
        act=rule.act,
        before=rule.before,
        after=rule.after,
        role=rule.role,
        person_id=signature.person,
        title=None if tenure is None else tenure.title,
        capacity=None if tenure is None else tenure.capacity,
        doubled=any(
            step.person_id == signature.person and step.role is not rule.role for step in before
        ),
        method=signature.method,
        filed_by=signature.filed_by,
        scan_id=signature.scan,
        signed_on=signature.signed_on,
        sheet=None if signature.sheet is None else dict(signature.sheet),
        digest=digest(dossier),
    )


def _chained(dossier: Dossier, signed: SignedStep) -> str:
    last = dossier.steps[-1].chain if dossier.steps else FIRST
    said = {
        "dossier": dossier.id, "act": signed.act, "role": signed.role,
        "person": signed.person_id, "method": signed.method, "scan": signed.scan_id,
        "note": signed.note, "sheet": signed.sheet, "at": milliseconds(signed.at),
        "digest": signed.digest,
    }  # fmt: skip
    if signed.signed_on is not None:
        said["signed_on"] = signed.signed_on
    text = canonical(said)
    return sha256((last + text).encode()).hexdigest()
