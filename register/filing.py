"""Paper as a way to sign: tata usaha files the scan of a signed form at the step that it signs.

The rules are those of any signature, for him who signed; who files decides nothing, and files
neither his own signature nor anything on his own request. The database holds both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from register import (
    applying,
    attachments,
    audit,
    card_life,
    cards,
    dates,
    dispositions,
    dossiers,
    posts,
    removals,
    requests,
    settings,
)
from register.audit import By
from register.dossiers import Signature
from register.errors import FilingRefused
from register.login import accounts
from register.messaging import messages
from register.messaging.informing import about
from register.models import Attachment, Cardholder, Dossier, Method, SignedStep
from register.moves import possible
from register.reviewing import signing
from register.workflow import Course, Role, Step

FILABLE: Final = frozenset(
    {
        "submit", "endorse", "dispose", "forward", "verify", "approve", "return", "reject",
        "withdraw", "initial", "receive", "confirm", "object", "refuse",
        "countersign",
    }
)  # fmt: skip
"""Acts that a printed form has room for. A card is issued by tapping it, whoever signs what."""
NAME: Final = "kertas-bertanda-tangan"
NUMBER_MOST: Final = 100  # characters


@dataclass(frozen=True, slots=True)
class Filable:
    """One step that waits, and somebody whose signature on paper would make it."""

    step: Step
    person: Cardholder
    title: str | None

    @property
    def key(self) -> str:
        """What a page's choice is called."""
        return f"{self.step.act}:{self.person.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """A signed paper.

    Attributes:
        act: that it signs.
        person: who signed it.
        content: the scan, a PDF, JPG or PNG of 5 MiB at most; empty where one came in before.
        held: the id of that one.
        key: that identity numbers are digested with; wanted where a submission is filed.
        signed_on: the day that stands on it.
        note: his words, as they stand on it.
        answers: what a verification ticks.
        version: of the dossier, as whoever files saw it.
    """

    act: str
    person: int
    content: bytes
    signed_on: date
    note: str | None = None
    answers: Mapping[str, Any] | None = None
    version: int | None = None
    held: int | None = None
    key: bytes = b""


def hold(session: Session, dossier: Dossier, content: bytes, by: By, at: datetime) -> Attachment:
    """Keep a scan whose QR named its dossier, until it is filed at a step.

    Raises:
        FilingRefused: who brings it is not of tata usaha.
        AttachmentRefused: it is no PDF, JPG or PNG, or too large.
    """
    check_registry(session, by, at)
    return attachments.scanned(session, dossier, attachments.SCAN, NAME, content, by, at)


def held(dossier: Dossier) -> Attachment | None:
    """Return the newest scan that came in and signs no step yet, or None."""
    signing = {step.scan_id for step in dossier.steps}
    found = [each for each in dossier.attachments if each.field == attachments.SCAN]
    return next((each for each in reversed(found) if each.id not in signing), None)


def choices(session: Session, dossier: Dossier, at: datetime) -> Sequence[Filable]:
    """Return what a paper may sign now, and for whom: the steps that wait, nothing else."""
    steps = [
        each
        for each in possible(dossier.way, dossier.state)
        if each.act in FILABLE and (each.act != "submit" or _printed(session, dossier))
    ]
    holding = posts.standing(session, {step.role for step in steps}, at)
    found: dict[str, Filable] = {}
    for step in steps:
        for person, title in _signers(dossier, step, holding):
            if step in dossiers.acts(dossier, person.id, frozenset({step.role})):
                each = Filable(step, person, title)
                found.setdefault(each.key, each)
    return tuple(found.values())


def _printed(session: Session, dossier: Dossier) -> bool:
    """Whether a draft was made ready for its Pemohon's signature on paper (`on_behalf`).

    Whoever has an account signs there what he asks for, also what was sent back to him.
    """
    asked = dossiers.way_of(dossier).course is not Course.FIRST_LIST
    return (
        asked
        and requests.signable(dossier)
        and accounts.of_person(session, dossier.applicant_id) is None
    )


def file(session: Session, dossier: Dossier, paper: Filed, by: By, at: datetime) -> SignedStep:
    """Make a step of a signed paper.

    Raises:
        FilingRefused: who files may not, or the paper does not fit.
        AttachmentRefused: the scan is no PDF, JPG or PNG, or too large.
        RegisterError: whatever the step itself refuses.
    """
    _check(session, dossier, paper, by, at)
    scan = _scan(session, dossier, paper, by, at)
    signature = Signature(
        person=paper.person, note=paper.note, version=paper.version, method=Method.PAPER,
        filed_by=by.person, scan=scan.id, signed_on=paper.signed_on.isoformat(),
    )  # fmt: skip
    _sign(session, dossier, paper, signature, by, at)
    signed = dossier.steps[-1]
    _tell(session, dossier, signed, by, at)
    return signed


def enter_numbers(
    session: Session, dossier: Dossier, official: str, agenda: str, by: By, at: datetime
) -> None:
    """Enter the nomor naskah and the nomor agenda that tata usaha gave; empty takes one back."""
    check_registry(session, by, at)
    for number in (official, agenda):
        if len(number) > NUMBER_MOST or not number.isprintable():
            raise FilingRefused(
                f"Nomor paling panjang {NUMBER_MOST} karakter, tanpa baris baru.",
                f"a number has {NUMBER_MOST} characters at most, and no line break",
            )
    before = (dossier.official_number, dossier.agenda_number)
    dossier.official_number = official.strip() or None
    dossier.agenda_number = agenda.strip() or None
    session.flush()
    audit.write(
        session, "dossier.number", by, at,
        {"dossier": dossier.id, "before": before,
         "after": (dossier.official_number, dossier.agenda_number)},
    )  # fmt: skip


def _scan(session: Session, dossier: Dossier, paper: Filed, by: By, at: datetime) -> Attachment:
    if paper.held is None:
        return attachments.scanned(session, dossier, attachments.SCAN, NAME, paper.content, by, at)
    found = held(dossier)
    if found is None or found.id != paper.held:
        raise FilingRefused(
            "Pindaian itu sudah diarsipkan, atau ada yang lebih baru. Muat ulang halaman ini.",
            "that scan is filed already, or a newer one came in; load this page again",
        )
    return found


def _check(session: Session, dossier: Dossier, paper: Filed, by: By, at: datetime) -> None:
    check_registry(session, by, at)
    if by.person in (paper.person, dossier.applicant_id):
        raise FilingRefused(
            "Tidak seorang pun mengarsipkan tanda tangannya sendiri, atau keputusan atas"
            " permintaannya sendiri; mintalah petugas tata usaha lain.",
            "nobody files his own signature, nor a decision on his own request; ask another of"
            " tata usaha",
        )
    known = {each.key for each in choices(session, dossier, at)}
    if f"{paper.act}:{paper.person}" not in known:
        raise FilingRefused(
            "Langkah itu tidak sedang menunggu tanda tangan orang tersebut.",
            "that step does not wait for that person's signature now",
        )
    check_day(session, paper.signed_on, dossier.submitted_at or dossier.opened_at, at)


def check_day(session: Session, signed_on: date, since: datetime, at: datetime) -> None:
    """Refuse a paper dated before what it signs was there, or after today (FilingRefused)."""
    zone = ZoneInfo(settings.read(session).zone)
    first, today = (each.astimezone(zone).date() for each in (since, at))
    if not first <= signed_on <= today:
        days = (signed_on, first, today)
        (day_id, first_id, today_id), (day_en, first_en, today_en) = (
            [dates.day(each, language) for each in days] for language in ("id", "en")
        )
        raise FilingRefused(
            f"Tanggal pada kertas {day_id}; pilih antara {first_id} dan {today_id}.",
            f"the paper is dated {day_en}; a day from {first_en} to {today_en} is wanted",
        )


def check_registry(session: Session, by: By, at: datetime) -> None:
    """Refuse whoever is not of tata usaha now (FilingRefused)."""
    if by.person is None or Role.REGISTRY not in posts.roles(session, by.person, at):
        raise FilingRefused(
            "Hanya tata usaha yang mengarsipkan kertas dan mencatat nomor naskah.",
            "only tata usaha files papers and enters official numbers",
        )


def _signers(
    dossier: Dossier, step: Step, holding: Mapping[Role, Sequence[Any]]
) -> Sequence[tuple[Cardholder, str | None]]:
    """Return who could have signed a step."""
    own = {Role.APPLICANT: dossier.applicant, Role.SUPERIOR: dossier.superior}
    if step.role in own:
        who = own[step.role]
        return () if who is None else ((who, who.position),)
    return tuple((tenure.person, tenure.title) for tenure in holding[step.role])


def _sign(
    session: Session, dossier: Dossier, paper: Filed, signature: Signature, by: By, at: datetime
) -> None:
    """Make the step by the very service that makes it on a page."""
    if paper.act == "submit" and dossier.kind == card_life.THAW:
        card_life.submit_thaw(session, dossier, signature, by, at)
    elif paper.act == "submit":
        applying.submit(session, dossier, dossier.answers, signature, paper.key, by, at)
    elif paper.act == "receive":
        cards.hand_over(session, dossier, signature, by, at)
    elif paper.act == "refuse":
        removals.refuse(session, dossier, signature, by, at)
    elif paper.act == "countersign":
        signing.countersign(session, dossier, signature, by, at)
    elif paper.act == "verify":
        applying.verify(session, dossier, paper.answers or {}, signature, by, at)
    else:
        dispositions.step(session, dossier, paper.act, signature, by, at)


def _tell(session: Session, dossier: Dossier, signed: SignedStep, by: By, at: datetime) -> None:
    """Tell who signed, and the Pemohon, that a paper was filed: a false one is noticed so."""
    rule = next(
        each
        for each in possible(dossier.way, signed.before)
        if each.act == signed.act and each.role is signed.role
    )
    for person in {signed.person_id, dossier.applicant_id} - {by.person}:
        if person is not None:
            messages.tell(session, person, "filed", about(dossier, rule), at, dossier.id)
