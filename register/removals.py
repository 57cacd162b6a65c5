"""The removal (form 4): asked, frozen at once, verified, revoked, confirmed, accounted for."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.access import CardState
from register import (
    attachments,
    audit,
    cards,
    dates,
    dossiers,
    fewer_doors,
    numbers,
    posts,
    removal_closing,
    removal_grounds,
    removal_reach,
    settings,
)
from register.audit import By
from register.dossiers import Signature
from register.errors import CardRefused, Incomplete, NotFound
from register.forms.check import check
from register.forms.removal import CLOSING, DATED, DOORS_ONLY, REMOVAL
from register.forms.values import Values, day, text, words
from register.models import Card, Dossier, Grant, RegisterRevision, RemovalItem
from register.removal_letter import Letter, described
from register.removal_reach import Reach
from register.ways import Way
from register.workflow import Course

KIND: Final = "penghapusan"
STAYS: Final = "tetap"  # the card stays with its holder: only some doors were taken


def ask(
    session: Session, answers: Mapping[str, Any], signature: Signature, by: By, at: datetime,
    letter: Letter | None = None,
) -> Dossier:  # fmt: skip
    """P1 and P2: ask for a removal; the cards freeze in the same commit unless that is declined.

    What he is to the holders is his to say only as far as it is true (`removal_reach`). `letter` is
    kept with the form.

    Raises Incomplete, also where the letter is no PDF, JPG or PNG of 5 MB at most, and where a
    card is in an open removal already.
    """
    reach = removal_reach.of(session, signature.person, at)
    found = _checked(session, reach, reach.related(answers), letter, at)
    if wrong := reach.untrue(found):
        raise Incomplete(wrong)
    return _asked(session, found, letter, signature, by, at)


def follow(
    session: Session, answers: Mapping[str, Any], signature: Signature, by: By, at: datetime,
    letter: Letter | None = None,
) -> Dossier:  # fmt: skip
    """P1 and P2 by what was decided elsewhere: a review that was signed, a personnel decree.

    Raises Incomplete.
    """
    reach = removal_reach.of(session, signature.person, at)
    found = _checked(session, reach, answers, letter, at)
    return _asked(session, found, letter, signature, by, at)


def _checked(
    session: Session, reach: Reach, answers: Mapping[str, Any], letter: Letter | None, at: datetime
) -> Values:
    written = answers if letter is None else {**answers, "lampiran": [described(letter)]}
    found = check(REMOVAL, written, removal_reach.context(session, reach.cards, at))
    if wrong := found.complaints or removal_reach.twice(session, found.values):
        raise Incomplete(wrong)
    return found.values


def _asked(
    session: Session, values: Values, letter: Letter | None, signature: Signature, by: By,
    at: datetime,
) -> Dossier:  # fmt: skip
    asking = signature.person
    way = Way(course=Course.REMOVAL, applicant=posts.moving_post(session, asking, at))
    now = settings.read(session)
    dossier = dossiers.begin(session, way, KIND, asking, now.sop_version, at)
    dossier.answers = dict(values)
    dossier.number = numbers.next_number(session, now, at)
    dossier.submitted_at = at
    session.flush()
    dossiers.sign(session, dossier, "ask", signature, by, at)
    for number in words(values, "pemegang"):
        include(session, dossier, cards.find(session, int(number)), by, at)
    if letter is not None:
        attachments.scanned(session, dossier, "lampiran", letter.name, letter.content, by, at)
    return dossier


def effective_from(dossier: Dossier) -> date | None:
    """Return the day from which a removal is in force, or None where it is so at once."""
    dated = text(dossier.answers, "berlaku") == DATED
    return day(dossier.answers, "berlaku_tgl") if dated else None


def taken(dossier: Dossier) -> Sequence[str]:
    """Return the doors that a removal takes, by name; none where it takes all access."""
    some = text(dossier.answers, "cakupan") == DOORS_ONLY
    return words(dossier.answers, "cakupan_pintu") if some else ()


def include(session: Session, dossier: Dossier, card: Card, by: By, at: datetime) -> None:
    """Take a card into a removal just asked, and shut it where that is in force now (P2)."""
    doors = taken(dossier)
    if doors and len(fewer_doors.left(card.grant, doors)) == len(card.grant.doors):
        raise CardRefused(
            f"Kartu {card.printed or card.last_four} tidak membuka pintu yang disebut.",
            f"card {card.printed or card.last_four} opens none of the doors that are named",
        )
    item = RemovalItem(dossier_id=dossier.id, person_id=card.cardholder_id, card_id=card.id)
    session.add(item)
    session.flush()
    if effective_from(dossier) is None and dossier.answers.get("bekukan") is True:
        _shut(session, dossier, item, by, at)


def take_effect(session: Session, dossier: Dossier, by: By, at: datetime) -> int:
    """Shut what a removal names once its day has come; return how many cards that shut."""
    if effective_from(dossier) is None or not _in_force(session, dossier, at):
        return 0
    return sum(
        _shut(session, dossier, item, by, at)
        for item in items(session, dossier)
        if item.frozen_at is None and item.revoked_at is None
    )


def items(session: Session, dossier: Dossier) -> Sequence[RemovalItem]:
    """Return the cards of a removal."""
    return session.scalars(
        select(RemovalItem).where(RemovalItem.dossier_id == dossier.id).order_by(RemovalItem.id)
    ).all()


def revoke(session: Session, dossier: Dossier, signature: Signature, by: By, at: datetime) -> int:
    """P4: revoke every card of it and its grant; return the revision that the door must confirm.

    Where only some doors are taken, the card goes on with the others and is accounted for. Raises
    CardRefused before the day from which the removal is in force.
    """
    first = effective_from(dossier)
    if first is not None and not _in_force(session, dossier, at):
        raise CardRefused(
            f"Penghapusan ini berlaku pada {dates.day(first)}; hari itu akses tertutup dengan"
            " sendirinya.",
            f"this removal is in force from {dates.day(first, 'en')}; access shuts by itself on"
            " that day",
        )
    dossiers.sign(session, dossier, "revoke", signature, by, at)
    mine = items(session, dossier)
    for item in mine:
        _revoke(session, dossier, item, by, at)
    session.flush()
    revision = session.get_one(RegisterRevision, 1, populate_existing=True).revision
    for item in mine:
        item.revoked_at, item.revision = at, revision
        if item.grant_id is not None:
            item.fate, item.closing, item.closed_at = STAYS, {}, at
    session.flush()
    return revision


def confirmed(session: Session, dossier: Dossier, at: datetime) -> None:
    """Keep when the door said that it had seen the revocation."""
    for item in items(session, dossier):
        if item.revision is not None and item.confirmed_at is None:
            item.confirmed_at = at
    session.flush()


def refuse(session: Session, dossier: Dossier, signature: Signature, by: By, at: datetime) -> None:
    """P3, the Kabid's: refuse the removal, which gives back what it froze.

    Raises CardRefused where a decree or a review joined it: those freeze whatever was asked first.
    """
    removal_grounds.refuse_none(session, dossier)
    dossiers.sign(session, dossier, "refuse", signature, by, at)
    for item in items(session, dossier):
        if item.grant_id is not None:
            wide = session.get_one(Grant, item.grant_id)
            fewer_doors.widen(session, item.card, wide, by, at)
        elif item.frozen_at is not None and item.card.state is CardState.FROZEN:
            _give_back(session, dossier, item.card, by, at)


def account(
    session: Session, dossier: Dossier, item: int, answers: Mapping[str, Any], by: By, at: datetime
) -> RemovalItem:
    """P5: say what became of one card; Incomplete says what is missing.

    Raises CardRefused where access is not revoked yet, or the card was accounted for as back.
    """
    found = next((each for each in items(session, dossier) if each.id == item), None)
    if found is None:
        raise NotFound(
            f"Tidak ada kartu {item} pada berkas ini.", f"no card {item} is in this file"
        )
    if found.revoked_at is None:
        raise CardRefused(
            "Akses belum dicabut; cabut lebih dahulu.", "access is not revoked yet; revoke it first"
        )
    checked = check(CLOSING, answers, removal_reach.context(session, (), at))
    if wrong := checked.complaints or removal_reach.too_early(session, found.card, checked.values):
        raise Incomplete(wrong)
    after = removal_closing.after(found.card, checked.values)
    found.fate, found.closing, found.closed_at = (
        text(checked.values, "kartu"),
        dict(checked.values),
        at,
    )
    if after is not found.card.state:
        found.card.state, found.card.changed_at = after, at
    session.flush()
    audit.write(session, "removal.account", by, at, {"item": item, "fate": found.fate})
    return found


def close(session: Session, dossier: Dossier, signature: Signature, by: By, at: datetime) -> None:
    """P5: close the row; refused while a card is not accounted for."""
    left = [each for each in items(session, dossier) if each.closed_at is None]
    if left:
        raise CardRefused(
            f"{len(left)} kartu belum dipertanggungjawabkan.",
            f"{len(left)} cards are not accounted for yet",
        )
    dossiers.sign(session, dossier, "close", signature, by, at)


def _in_force(session: Session, dossier: Dossier, at: datetime) -> bool:
    first = effective_from(dossier)
    zone = ZoneInfo(settings.read(session).zone)
    return first is None or at.astimezone(zone).date() >= first


def _shut(session: Session, dossier: Dossier, item: RemovalItem, by: By, at: datetime) -> bool:
    """Freeze a card, or take only the named doors from it; False where it opens nothing anyway."""
    doors, card = taken(dossier), item.card
    if doors and fewer_doors.left(card.grant, doors):
        item.grant_id = fewer_doors.narrow(session, card, doors, by, at).id
    elif card.state is CardState.ACTIVE:
        cards.freeze_for(session, card, f"removal {dossier.number}", by, at)
    else:
        return False
    item.frozen_at = at
    session.flush()
    return True


def _revoke(session: Session, dossier: Dossier, item: RemovalItem, by: By, at: datetime) -> None:
    doors, card = taken(dossier), item.card
    over = [card.grant]
    if card.ended_at is None and doors and fewer_doors.left(card.grant, doors):
        over = [] if item.grant_id is None else [session.get_one(Grant, item.grant_id)]
        if len(fewer_doors.left(card.grant, doors)) < len(card.grant.doors):
            over.append(fewer_doors.narrow(session, card, doors, by, at))  # not yet, or renewed
            item.grant_id = over[0].id
    else:
        item.grant_id = None
        if card.ended_at is None:
            cards.end(session, item.card_id, CardState.REVOKED, f"removal {dossier.number}", by, at)
    for grant in over:
        if grant.revoked_at is None:
            grant.revoked_at = at
            audit.write(session, "grant.revoke", by, at, {"grant": grant.id})


def _give_back(session: Session, dossier: Dossier, card: Card, by: By, at: datetime) -> None:
    card.dossier_id = dossier.id
    session.flush()
    card.state, card.changed_at = CardState.ACTIVE, at
    session.flush()
    audit.write(session, "card.restore", by, at, {"card": card.id, "dossier": dossier.id})
