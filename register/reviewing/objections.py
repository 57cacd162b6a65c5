"""What the register itself has against a decision that is well-formed."""

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from ledger.access import CardState
from register import dates, posts
from register.forms.complaint import Complaint
from register.forms.review import CHANGE, EXTEND
from register.forms.values import Values, day, text
from register.models import Card, Grant, ReviewItem
from register.reviewing import terms
from register.workflow import Role

FREEZE: Final = "bekukan"
REVOKE: Final = "cabut"
TAKES: Final = frozenset({FREEZE, REVOKE})
GRANTS: Final = frozenset({EXTEND, CHANGE})
FROZEN_BY_REVIEW: Final = Complaint(
    "keputusan",
    "Akses ini sudah dibekukan oleh review; pulihkan lewat penghapusan yang tidak dikabulkan atau"
    " permintaan pembukaan.",
    "This access is frozen by the review already; it is given back by a removal refused or by a"
    " request to un-freeze.",
)
LAPSED: Final = Complaint(
    "keputusan",
    "Akses ini sudah gugur karena tidak direview; pilih bekukan atau cabut.",
    "This access has lapsed since nobody reviewed it; choose freeze or revoke.",
)
SUSPENDED: Final = Complaint(
    "keputusan",
    "Kartu ini dibekukan atau hilang; buka blokirnya dengan permintaan pembukaan lebih dahulu.",
    "This card is frozen or lost; a request to un-freeze it comes first.",
)
OFFICIAL: Final = Complaint(
    "keputusan",
    "Hak akses Kasi dan Kabid diperpanjang dengan permintaan perpanjangan, bukan oleh review.",
    "The right of a Kasi or Kabid is extended by a request, not by the review.",
)
NO_LONGER: Final = Complaint(
    "perpanjang_sampai",
    "Tanggal ini tidak lebih lama daripada masa berlaku sekarang; pilih hari sesudahnya.",
    "This day is no later than the right already lasts; choose a later one.",
)


def doors_of(grant: Grant) -> terms.Doors:
    """Return a right's doors with their hours."""
    return {each.door.name: each.schedule.weekly for each in grant.doors}


def against(
    session: Session, item: ReviewItem, values: Values, zone: str, at: datetime
) -> tuple[Complaint, ...]:
    """Return what stands against a decision; empty where nothing does."""
    decision = text(values, "keputusan")
    found = _against_gone(item, decision)
    if found is None and decision in GRANTS:
        found = _against_grant(session, item, values, zone, at)
    return () if found is None else (found,)


def _against_gone(item: ReviewItem, decision: str) -> Complaint | None:
    if item.frozen_at is not None and decision != item.decision:
        return FROZEN_BY_REVIEW
    return LAPSED if decision not in TAKES and item.lapsed_at is not None else None


def _against_grant(
    session: Session, item: ReviewItem, values: Values, zone: str, at: datetime
) -> Complaint | None:
    """Say why a right may not become another by this review."""
    card = session.get_one(Card, item.card_id)
    if item.grant.frozen_at is not None or card.state in (CardState.FROZEN, CardState.LOST):
        return SUSPENDED
    if text(values, "keputusan") == CHANGE:
        now = doors_of(item.grant)
        return terms.wrong(now, terms.narrowed(now, values))
    if {Role.KASI, Role.KABID} & posts.roles(session, item.person_id, at):
        return OFFICIAL
    end = day(values, "perpanjang_sampai")
    return None if end > dates.last_day(item.grant.valid_until, zone) else NO_LONGER
