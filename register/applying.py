"""Filling in form 1: what the office offers, what was answered, and its submission."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from register import attachments, cards, house_texts, people, premises, requests, rights, settings
from register.audit import By
from register.dossiers import Signature
from register.errors import ChangedMeanwhile, Incomplete
from register.forms.check import Checked, check, check_draft
from register.forms.choices import ATTACHMENTS, FACE, PORTRAIT, Choice
from register.forms.context import Context, Limits
from register.forms.narrowing import narrower
from register.forms.request import REQUEST
from register.forms.steps import VERIFICATION
from register.forms.values import Values, record
from register.models import Account, Cardholder, Dossier, Method, Unit
from register.workflow import Course

SUPERIOR: Final = "atasan"
VERIFIED: Final = tuple(each.key for each in VERIFICATION.fields)


def context(session: Session, dossier: Dossier, at: datetime) -> Context:
    """Return what answers of this dossier are held against today."""
    now = settings.read(session)
    nips = session.scalars(select(Cardholder.nip).where(Cardholder.id != dossier.applicant_id))
    return Context(
        today=at.astimezone(ZoneInfo(now.zone)).date(),
        limits=Limits(
            standing_months=now.standing_months,
            temporary_days=now.temporary_days,
            visit_hours=now.visit_hours,
            off=frozenset() if now.ask_photo else Limits().off,
        ),
        choices=choices(session, dossier, at),
        accounts=frozenset(
            nip
            for nip in session.scalars(
                select(Cardholder.nip).join(Account, Account.person_id == Cardholder.id)
            )
            if nip
        ),
        taken=frozenset(nip for nip in nips if nip),
        given={
            "jenis_permintaan": dossier.kind,
            "kategori": dossier.answers.get("kategori", dossier.applicant.kind),
        },
    )


def choices(session: Session, dossier: Dossier, at: datetime) -> dict[str, tuple[Choice, ...]]:
    """Return what the register offers in this dossier's form, by the field's key.

    An escort has access of his own: he taps after whom he escorts.
    """
    mine = dossier.applicant_id
    card = cards.replaceable(session, mine)
    units = session.scalars(select(Unit.name).where(Unit.closed_at.is_(None)))
    return {
        "pintu": _doors(session),
        "pendamping": people.choices(e for e in people.escorts(session, at) if e.id != mine),
        "kartu_lama": () if card is None else (_of_card(card.id, card.printed),),
        "unit_kerja": tuple(Choice(name, name, name) for name in units),
    }


def offered(session: Session) -> dict[str, tuple[Choice, ...]]:
    """Return what doors and escorts are called in an answer that was given, by the field's key."""
    return {"pintu": _doors(session), "pendamping": _people(people.staff(session))}


def save(
    session: Session, dossier: Dossier, answers: Mapping[str, Any], at: datetime,
    version: int | None = None,
) -> Checked:  # fmt: skip
    """Keep a draft as it is written and say what is wrong so far; what is missing is no error.

    `version` is of the draft as its writer saw it; ChangedMeanwhile where it has another by now.
    """
    unchanged(dossier, answers, version)
    found = check_draft(REQUEST, whole(dossier, answers), context(session, dossier, at))
    if dossier.answers != answers:
        dossier.version += 1
    requests.save(session, dossier, dict(answers), None, at)
    return found


def unchanged(dossier: Dossier, answers: Mapping[str, Any], version: int | None) -> None:
    """Refuse to write over what was saved since somebody looked: ChangedMeanwhile.

    The same answers sent twice, as by a page that saves while it is submitted, are no change.
    """
    if version not in (None, dossier.version) and dossier.answers != answers:
        raise ChangedMeanwhile(dossier.id, own=True)  # a draft has one writer


def asked(dossier: Dossier, answers: Mapping[str, Any], context: Context) -> frozenset[str]:
    """Return the fields that these answers call for, of those that are asked in some cases only."""
    return check_draft(REQUEST, whole(dossier, answers), context).asked


def checked(
    session: Session, dossier: Dossier, answers: Mapping[str, Any], at: datetime,
    *, on_paper: bool = False,
) -> Values:  # fmt: skip
    """Return what the whole form says; Incomplete says everything that is wrong.

    `on_paper`: it was printed and signed; whoever signed has read the version that it names.
    """
    found = check(REQUEST, whole(dossier, answers), context(session, dossier, at))
    unread = () if on_paper else house_texts.unread(session, found.values)
    if complaints := (*found.complaints, *unread):
        raise Incomplete(complaints)
    return found.values


def submit(
    session: Session, dossier: Dossier, answers: Mapping[str, Any], signature: Signature,
    key: bytes, by: By, at: datetime,
) -> None:  # fmt: skip
    """Check the whole form and sign it (SOP step 1).

    Raises Incomplete, which says everything that is wrong; ChangedMeanwhile, see `save`.
    """
    values = checked(session, dossier, answers, at, on_paper=signature.method is Method.PAPER)
    people.describe(dossier.applicant, values, key)
    superior = people.named(session, record(values, SUPERIOR))
    requests.save(session, dossier, dict(values), superior.id, at)
    course = requests.COURSES[dossier.kind]
    right = rights.of(values) if course in (Course.REQUEST, Course.RENEWAL) else None
    requests.submit(session, dossier, right, signature, by, at)


def verify(
    session: Session, dossier: Dossier, answers: Mapping[str, Any], signature: Signature,
    by: By, at: datetime,
) -> None:  # fmt: skip
    """SOP step 5: take the Kasi's verification; what he approves is never wider than the asked."""
    asked = dossier.answers
    given = {**asked, **answers, "hasil": "setuju"}
    found = check(VERIFICATION, given, context(session, dossier, at))
    complaints = found.complaints
    if dossier.approved is None:  # it grants nothing new: there is no right to judge
        complaints = tuple(each for each in complaints if each.field not in rights.KEYS)
    elif not complaints:
        complaints = narrower(asked, found.values)
    if complaints:
        raise Incomplete(complaints)
    right = None if dossier.approved is None else rights.of(found.values)
    sheet = {key: found.values[key] for key in VERIFIED if key in found.values}
    requests.verify(session, dossier, right, replace(signature, sheet=sheet), by, at)


def whole(dossier: Dossier, answers: Mapping[str, Any]) -> Values:
    """Return the answers with what the dossier itself knows: its kind, and the files taken in."""
    return {**answers, "jenis_permintaan": dossier.kind, **files(dossier)}


def files(dossier: Dossier) -> Values:
    """Return the files taken in as the form has them: its papers, and the portrait by itself."""
    listed = attachments.listed(dossier)
    return {
        "lampiran": tuple(each for each in listed if each["jenis"] != PORTRAIT),
        PORTRAIT: tuple(each for each in listed if each["jenis"] == PORTRAIT),
    }


def paper_kinds(session: Session) -> tuple[Choice, ...]:
    """Return what may come with a request: the papers, and a portrait where the office asks one."""
    return (*ATTACHMENTS, FACE) if settings.read(session).ask_photo else ATTACHMENTS


def _doors(session: Session) -> tuple[Choice, ...]:
    return premises.choices(premises.doors(session))


def _people(found: Iterable[Cardholder]) -> tuple[Choice, ...]:
    return tuple(Choice(each.public_id, each.name or "", each.name or "") for each in found)


def _of_card(card: int, printed: str | None) -> Choice:
    return Choice(str(card), printed or str(card), printed or str(card))
