"""R2 and R3: the unit says whether access is still needed, the Kasi decides each row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from ledger.access import CardState
from register import audit, posts, premises, settings
from register.audit import By
from register.errors import Incomplete, NotFound, ReviewRefused, SeparationOfDuties
from register.forms.check import check
from register.forms.context import Context, Limits
from register.forms.review import CHANGE, EXTEND, KEEP, REVIEW_DECISION
from register.forms.validity import DAY
from register.forms.values import Values, day, text
from register.messaging import messages
from register.models import Card, Dossier, Grant, GrantDoor, Review, ReviewItem
from register.reviewing import objections, reading
from register.settings import Settings
from register.workflow import Procedure, Role, State

OWN: Final = (
    "Tidak seorang pun memutuskan barisnya sendiri; baris ini diputuskan pejabat lain.",
    "nobody decides his own row; another official decides this one",
)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a review is: `done` of `all` rows are decided or have lapsed."""

    done: int
    all: int
    flagged: int

    @property
    def complete(self) -> bool:
        """Whether nothing is left to decide."""
        return self.done == self.all


def find(session: Session, dossier: int) -> Review:
    """Return a review by its dossier; NotFound where there is none."""
    found = session.scalar(
        select(Review).where(Review.dossier_id == dossier).options(joinedload(Review.dossier))
    )
    if found is None:
        raise NotFound(f"Tidak ada review {dossier}.", f"there is no review {dossier}")
    return found


def items(session: Session, dossier: int) -> Sequence[ReviewItem]:
    """Return the rows of a review with what a decision needs, in its own order."""
    return session.scalars(
        select(ReviewItem)
        .where(ReviewItem.dossier_id == dossier)
        .options(
            joinedload(ReviewItem.person),
            joinedload(ReviewItem.decider),
            joinedload(ReviewItem.card).joinedload(Card.grant),
            joinedload(ReviewItem.grant).options(
                selectinload(Grant.doors).options(
                    joinedload(GrantDoor.door), joinedload(GrantDoor.schedule)
                )
            ),
        )
        .order_by(ReviewItem.id)
    ).all()


def progress(rows: Sequence[ReviewItem]) -> Progress:
    """Return how far the rows are."""
    done = [row for row in rows if row.decision is not None or row.lapsed_at is not None]
    return Progress(len(done), len(rows), sum(row.flagged for row in rows if row not in done))


def decides(session: Session, item: ReviewItem, person: int, at: datetime) -> bool:
    """Return whether a person may decide a row: the Kasi, and of the Kasi's own the Kabid."""
    mine = posts.roles(session, person, at)
    return decides_as(item, person, mine, kasi_row(session, item, at))


def decides_as(item: ReviewItem, person: int, mine: frozenset[Role], kasis: bool) -> bool:  # noqa: FBT001 - whose row it is
    """The same, for posts that are known."""
    if person == item.person_id:
        return False
    return Role.KASI in mine or (kasis and Role.KABID in mine)


def kasi_row(session: Session, item: ReviewItem, at: datetime) -> bool:
    """Return whether a row is the Kasi's own."""
    return Role.KASI in posts.roles(session, item.person_id, at)


def decide(
    session: Session, dossier: Dossier, item: int, answers: Mapping[str, Any], by: By, at: datetime
) -> ReviewItem:
    """R3: decide one row; it is kept at once and may be changed until the Kasi signs.

    Raises:
        Incomplete: the decision lacks something, or goes beyond what a review may do.
        SeparationOfDuties: it is the decider's own row, or not his to decide.
        ReviewRefused: the review is not open.
    """
    found = _open_item(session, dossier, item)
    _check_decider(session, found, by, at)
    now = settings.read(session)
    checked = check(REVIEW_DECISION, answers, _context(found, now, at))
    values = checked.values
    wrong = checked.complaints or objections.against(session, found, values, now.zone, at)
    if wrong:
        raise Incomplete(wrong)
    _keep(found, values, now, by, at)
    session.flush()
    audit.write(
        session, "review.decide", by, at,
        {"dossier": dossier.id, "item": item, "decision": found.decision},
    )  # fmt: skip
    return found


def keep_unflagged(session: Session, dossier: Dossier, by: By, at: datetime) -> int:
    """Keep every row that shows no sign of risk and is not decided yet; return how many.

    There is no such act for flagged rows: each of those needs a reason of its own. Nor for those
    whose card has been lost or frozen since the snapshot, which are looked at one by one.
    """
    _check_open(dossier)
    kept = 0
    for row in items(session, dossier.id):
        free = row.decision is None and row.lapsed_at is None and not row.flagged and _in_force(row)
        if free and by.person is not None and decides(session, row, by.person, at):
            row.decision, row.decided_by, row.decided_at = KEEP, by.person, at
            kept += 1
    session.flush()
    audit.write(session, "review.keep", by, at, {"dossier": dossier.id, "rows": kept})
    return kept


def _in_force(row: ReviewItem) -> bool:
    gone = row.grant.frozen_at or row.grant.revoked_at
    return gone is None and row.card.state in (CardState.ACTIVE, CardState.NOT_HANDED_OVER)


def confirm(
    session: Session, dossier: Dossier, item: int, by: By, at: datetime, *, needed: bool
) -> None:
    """R2: the superior says whether a row's access is still needed; the Kasi still decides."""
    found = _open_item(session, dossier, item)
    if by.person is None or reading.superiors(session, dossier.id).get(item) != by.person:
        raise SeparationOfDuties(
            "Hanya atasan yang menyetujui permintaannya yang mengonfirmasi baris ini.",
            "only the superior who endorsed the request confirms this row",
        )
    found.needed, found.needed_by, found.needed_at = needed, by.person, at
    session.flush()
    if not _asked(session, dossier.id, by.person):
        messages.settle(session, dossier.id, at, {"review-confirm"}, by.person)
    audit.write(
        session, "review.confirm", by, at,
        {"dossier": dossier.id, "item": item, "needed": needed},
    )  # fmt: skip


def _asked(session: Session, dossier: int, person: int) -> bool:
    """Whether a superior has still to say of somebody whether his access is needed."""
    mine = {item for item, boss in reading.superiors(session, dossier).items() if boss == person}
    return any(
        row.needed_at is None
        for row in items(session, dossier)
        if row.id in mine and row.person_id != person
    )


def _open_item(session: Session, dossier: Dossier, item: int) -> ReviewItem:
    _check_open(dossier)
    found = session.get(ReviewItem, item)
    if found is None or found.dossier_id != dossier.id:
        raise NotFound(f"Tidak ada baris {item} pada review ini.", f"no row {item} in this review")
    return found


def _check_open(dossier: Dossier) -> None:
    if dossier.procedure is not Procedure.REVIEW or dossier.state is not State.OPEN:
        raise ReviewRefused(
            "Review ini tidak sedang berjalan; keputusannya tidak dapat diubah.",
            "this review is not open; its decisions do not change",
        )


def _check_decider(session: Session, item: ReviewItem, by: By, at: datetime) -> None:
    if by.person is None or not decides(session, item, by.person, at):
        raise SeparationOfDuties(*OWN)


def _context(item: ReviewItem, now: Settings, at: datetime) -> Context:
    doors = (each.door for each in item.grant.doors)
    return Context(
        today=at.astimezone(ZoneInfo(now.zone)).date(),
        limits=Limits(standing_months=now.standing_months, temporary_days=now.temporary_days),
        choices={"pintu": premises.choices(doors)},
        given={
            "risiko": tuple(item.evidence["risiko"]),
            "jenis_akses": item.evidence["jenis_akses"],
        },
    )


def _keep(item: ReviewItem, values: Values, now: Settings, by: By, at: datetime) -> None:
    decision = text(values, "keputusan")
    item.decision, item.reason = decision, text(values, "alasan") or None
    item.decided_by, item.decided_at = by.person, at
    changed = ("hari", "jam", "pintu") if decision == CHANGE else ()
    item.terms = {key: values[key] for key in changed if key in values}
    item.until = None
    if decision == CHANGE:
        item.until = item.grant.valid_until
    elif decision == EXTEND:
        end = day(values, "perpanjang_sampai")
        item.terms = {"perpanjang_sampai": end.isoformat()}
        item.until = _midnight(end + DAY, now.zone)


def _midnight(of: date, zone: str) -> datetime:
    return datetime.combine(of, time(), ZoneInfo(zone)).astimezone(UTC)
