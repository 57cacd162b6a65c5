"""What waits for somebody besides the dossiers on his desk: findings, months of the log, supplies.

One statement asks for all of it, whatever posts he holds.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    and_,
    case,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from ledger.access import CardState
from ledger.orders import OrderKind
from register import deadlines, settings
from register.card_life import OUT
from register.door_log.log_figures import span
from register.door_log.log_months import LATE, MonthState
from register.door_orders import OFFICIALS, STANDS
from register.erasure_orders import DECIDERS
from register.models import (
    Account,
    Anomaly,
    AnomalyNote,
    AnomalyState,
    Card,
    CardBatch,
    DoorOrder,
    Dossier,
    ErasureOrder,
    Grant,
    LogCountersignature,
    LogSignOff,
    Notice,
    Outgoing,
    ProposedOrder,
    RemovalItem,
    ReviewItem,
    StockMove,
    Tenure,
    Watch,
)
from register.models.base import Moment
from register.removal_reach import UNDER_WAY
from register.settings import Settings
from register.workflow import ENDED, Role, State

UNSENT: Final = timedelta(minutes=15)  # a message that is due so long: `gapura send` does not run
UNWATCHED: Final = timedelta(hours=1)  # since the log was looked through: no `gapura watch`
DESKS: Final = {
    State.AT_KADIS: Role.KADIS, State.AT_KABID: Role.KABID, State.AT_KASI: Role.KASI,
    State.AT_APPROVER: Role.KABID,
}  # fmt: skip
"""For whom a dossier waits, as most do; tata usaha files the papers of who has no account."""
FINDERS: Final = frozenset({Role.KASI, Role.KABID, Role.KADIS, Role.OPERATOR})
"""Who may open a finding that was given to him."""


class Matter(StrEnum):
    """What waits."""

    LOCKDOWN = "tutup-total"
    PROPOSED = "usul-perintah"
    ERASURE = "penghapusan-data"
    CONFIRM = "konfirmasi"  # R2: whether one's people still need access
    MY_FINDINGS = "temuan-saya"
    NEW_FINDINGS = "temuan-baru"
    MONTHS = "bulan-log"
    COUNTERSIGN = "log-diketahui"
    OUT = "kartu-belum-kembali"  # ended, and accounted for by no removal that is under way
    LOST = "kartu-hilang"  # neither found nor replaced
    BLANKS = "kartu-kosong"
    TO_FILE = "arsip"
    NUMBERS = "nomor-naskah"
    GIVEN_UP = "pesan-gagal"
    UNSENT = "pesan-tertahan"
    UNWATCHED = "log-belum-diperiksa"
    VACANT = "jabatan-kosong"
    ENDING = "jabatan-berakhir"
    ALONE = "operator-tunggal"
    LETTERHEAD = "kop-surat"
    KEYHOLDERS = "pemegang-kunci"  # who is named and can open a door: fewer than two


@dataclass(frozen=True, slots=True)
class Awaited:
    """One matter.

    Attributes:
        count: how many of them.
        since: of the oldest, if that is known.
        late: days past due, a day begun counting whole; 0: not, or nothing says when it is due.
        subject: what it is about: a dossier's id, a month, a technology; keys, with commas between.
    """

    matter: Matter
    count: int
    since: datetime | None = None
    late: int = 0
    subject: str = ""


Part = Select[*tuple[Any, ...]]
Column = ColumnElement[Any] | InstrumentedAttribute[Any]


def matters(
    session: Session, person: int, roles: frozenset[Role], at: datetime
) -> Sequence[Awaited]:
    """Return what waits for a person who holds these posts; months of the log come by `month`."""
    mine, now = sorted(roles), settings.read(session)
    parts = [_confirm(person), *(part for role in mine for part in _of(role, person, now, at))]
    if roles & FINDERS:
        parts += [_mine(person), _lockdown(at)]
    if roles & OFFICIALS:
        parts.append(_proposed(person, at))
    if roles & DECIDERS:
        theirs = and_(ErasureOrder.person_id != person, ErasureOrder.prepared_by != person)
        open_ = ErasureOrder.settled_at.is_(None)
        parts.append(_part(Matter.ERASURE, ErasureOrder.at, open_, theirs))
    today = at.astimezone(ZoneInfo(now.zone)).date()
    found = session.execute(union_all(*parts))
    return [
        Awaited(Matter(matter), count, since, _late(due, today), str(subject or ""))
        for matter, count, since, due, subject in found
        if count or matter == Matter.BLANKS
    ]


def month(states: Iterable[MonthState], zone: ZoneInfo, at: datetime) -> Awaited | None:
    """Return the oldest month of the log that is to be signed, or None (pure)."""
    open_ = sorted(each.month for each in states if each.waits)
    if not open_:
        return None
    ended = span(open_[0], zone)[1]
    late = deadlines.days_past(ended + LATE, at)
    return Awaited(Matter.MONTHS, len(open_), ended, late, open_[0])


def _late(due: str | None, today: date) -> int:
    """Return how many days a day is past; a month of the log has its own."""
    return 0 if due is None else max((today - date.fromisoformat(due)).days, 0)


def _part(
    matter: Matter, since: Column, *where: ColumnElement[bool],
    due: Column | None = None, subject: Column | None = None,
) -> Part:  # fmt: skip
    nothing = null()
    return select(
        literal(matter.value).label("matter"),
        func.count().label("count"),
        func.min(since, type_=Moment).label("since"),
        (nothing if due is None else func.min(due)).label("due"),
        (nothing if subject is None else func.min(subject, type_=Text)).label("subject"),
    ).where(*where)


def _of(role: Role, person: int, now: Settings, at: datetime) -> Iterator[Part]:
    match role:
        case Role.KASI:
            yield _part(Matter.NEW_FINDINGS, Anomaly.at, Anomaly.state == AnomalyState.OPEN)
        case Role.KABID:
            known = exists().where(LogCountersignature.sign_off_id == LogSignOff.id)
            yield _part(
                Matter.COUNTERSIGN, LogSignOff.at, ~known, LogSignOff.person_id != person,
                subject=LogSignOff.month,
            )  # fmt: skip
        case Role.OPERATOR:
            yield from _cards(now.low_stock)
        case Role.REGISTRY:
            yield from _papers(at)
        case Role.ADMINISTRATOR:
            yield from _machinery(at)
        case _:
            return


def _confirm(person: int) -> Part:
    """R2: rows of a running review that a superior was asked about and has not answered."""
    asked = exists().where(
        Notice.dossier_id == ReviewItem.dossier_id, Notice.person_id == person,
        Notice.template == "review-confirm",
    )  # fmt: skip
    review = select(Dossier.id).where(Dossier.state == State.OPEN)
    endorsed = (
        select(Grant.id).join(Dossier, Dossier.id == Grant.dossier_id)
        .where(Dossier.superior_id == person)
    )  # fmt: skip
    return _part(
        Matter.CONFIRM, Dossier.opened_at,
        Dossier.id == ReviewItem.dossier_id, ReviewItem.dossier_id.in_(review), asked,
        ReviewItem.grant_id.in_(endorsed), ReviewItem.person_id != person,
        ReviewItem.needed.is_(None), ReviewItem.decision.is_(None),
        subject=ReviewItem.dossier_id,
    )  # fmt: skip


def _mine(person: int) -> Part:
    """Findings in hand whose last note gives them to a person."""
    last = (
        select(func.max(AnomalyNote.id))
        .where(AnomalyNote.anomaly_id == Anomaly.id)
        .correlate(Anomaly)
        .scalar_subquery()
    )
    return _part(
        Matter.MY_FINDINGS, Anomaly.at, Anomaly.state == AnomalyState.IN_HAND,
        AnomalyNote.anomaly_id == Anomaly.id, AnomalyNote.id == last,
        AnomalyNote.owner_id == person, due=AnomalyNote.due,
    )  # fmt: skip


def _lockdown(at: datetime) -> Part:
    stands = and_(DoorOrder.cancelled.is_(None), DoorOrder.until > at)
    return _part(Matter.LOCKDOWN, DoorOrder.issued, DoorOrder.kind == OrderKind.LOCKDOWN, stands)


def _proposed(person: int, at: datetime) -> Part:
    """Orders to the door that wait for a second person."""
    waits = and_(ProposedOrder.settled_at.is_(None), ProposedOrder.at > at - STANDS)
    return _part(Matter.PROPOSED, ProposedOrder.at, waits, ProposedOrder.proposed_by != person)


def _cards(low: int) -> Iterator[Part]:
    removed = exists().where(RemovalItem.card_id == Card.id, UNDER_WAY)
    yield _part(Matter.OUT, Card.changed_at, Card.state.in_(OUT), ~removed)
    yield _part(Matter.LOST, Card.changed_at, Card.state == CardState.LOST, ~removed)
    moved = case((StockMove.kind == "kembali", -StockMove.count), else_=StockMove.count)
    gone = (
        select(func.coalesce(func.sum(moved), 0))
        .where(StockMove.batch_id == CardBatch.id)
        .correlate(CardBatch)
        .scalar_subquery()
    )
    left = func.sum(CardBatch.count - gone)
    yield (
        select(
            literal(Matter.BLANKS.value).label("matter"), left.label("count"),
            null().label("since"), null().label("due"), CardBatch.technology.label("subject"),
        )
        .group_by(CardBatch.technology).having(left <= low)
    )  # fmt: skip


def _papers(at: datetime) -> Iterator[Part]:
    """Signatures of who cannot log in, and forms without the number that tata usaha gives."""
    usable = exists().where(Account.disabled_at.is_(None))
    standing = and_(
        Tenure.valid_from <= at, or_(Tenure.valid_until.is_(None), Tenure.valid_until > at)
    )
    posts = [
        and_(
            Dossier.state == state,
            ~usable.where(Account.person_id == Tenure.person_id, Tenure.role == role, standing),
        )
        for state, role in DESKS.items()
    ]
    superior = and_(
        Dossier.state == State.AT_SUPERIOR, ~usable.where(Account.person_id == Dossier.superior_id)
    )
    holder = and_(
        Dossier.state == State.ISSUED, ~usable.where(Account.person_id == Dossier.applicant_id)
    )
    yield _part(Matter.TO_FILE, Dossier.changed_at, or_(superior, holder, *posts))
    yield _part(
        Matter.NUMBERS, Dossier.submitted_at, Dossier.number.is_not(None),
        Dossier.official_number.is_(None), Dossier.state.not_in(ENDED),
    )  # fmt: skip


def _machinery(at: datetime) -> Iterator[Part]:
    """Messages that did not leave, and the log that no timer looks through."""
    waits = and_(Outgoing.sent_at.is_(None), Outgoing.given_up_at.is_(None))
    yield _part(
        Matter.GIVEN_UP, Outgoing.given_up_at, Outgoing.sent_at.is_(None),
        Outgoing.given_up_at.is_not(None),
    )  # fmt: skip
    yield _part(Matter.UNSENT, Outgoing.due_at, waits, Outgoing.due_at < at - UNSENT)
    yield _part(Matter.UNWATCHED, Watch.at, Watch.at < at - UNWATCHED)
