"""How one row of the register of access is drawn from what was signed and done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.access import AccessKind, CardState
from register import dates, freezing, people, settings
from register.forms import identity, weekly
from register.forms.choices import Choice
from register.forms.register_list import EXPIRED
from register.forms.review import REVIEW_DECISIONS
from register.models import (
    LIVE,
    Card,
    Cardholder,
    Dossier,
    Grant,
    RegisterRevision,
    RemovalItem,
)
from register.reviewing import reading
from register.reviewing.reading import Reviewed
from register.row_signing import INITIAL, Signed, initialler, signed
from register.workflow import Role

KINDS: Final[Mapping[AccessKind, str]] = {
    AccessKind.STANDING: "tetap",
    AccessKind.TEMPORARY: "sementara",
    AccessKind.VISITOR: "kunjungan",
}
SYNCED: Final = {"id": "tersinkron", "en": "in step"}
PENDING: Final = {"id": "tertunda", "en": "pending"}
REPLACED: Final = {"id": "diganti hak akses baru", "en": "replaced by a new right"}
FROZEN: Final = {"id": "dibekukan: {}", "en": "frozen: {}"}
RULES_READ: Final = {"id": "tata tertib versi {}", "en": "house rules, version {}"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the register.

    Attributes:
        grant: its id, which is also the row's own.
        dossier: the request that it was given by; None for what a demonstration planted.
        status: a value of `register.forms.register_list.STATUSES`.
        card: the id of its newest card, or None.
        initialler: whose initials the row waits for (SOP step 9), or None.
        valid_from, valid_until: in UTC, [from, until).
        doors: name to label.
        reviews: what signed reviews said of it, the oldest first.
        values: by the keys of form 2: text, `date`, aware `datetime`, bool, int, a tuple of texts,
            or a mapping for a record.
    """

    grant: int
    person: int
    public_id: str
    dossier: int | None
    status: str
    card: int | None
    initialler: Role | None
    valid_from: datetime
    valid_until: datetime
    unit: str
    doors: Mapping[str, str]
    reviews: tuple[Reviewed, ...]
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What stands outside the register's own tables.

    Attributes:
        revision: of the register that the door has seen, and since when; None: it never said.
    """

    revision: int | None = None
    seen: datetime | None = None


class _Removal(NamedTuple):
    """What the row of a removed card says of its removal."""

    frozen_at: datetime | None
    closed_at: datetime | None
    number: str | None
    answers: Mapping[str, Any]


def status(grant: Grant, card: Card | None, at: datetime) -> str:
    """Return the status of a row: what its card is, unless its right has ended before."""
    if card is not None and card.ended_at is not None:
        return card.state
    if grant.revoked_at is not None:
        return CardState.REVOKED
    if card is not None and card.state is CardState.LOST:
        return CardState.LOST
    if grant.frozen_at is not None:
        return CardState.FROZEN
    if grant.valid_until <= at:
        return EXPIRED
    return CardState.NOT_HANDED_OVER if card is None else card.state


class Drawing:
    """The rows on their way: what they have in common is read once."""

    def __init__(
        self, session: Session, grants: Sequence[Grant], known: Known, at: datetime, language: str
    ) -> None:
        self._known, self._at, self._language = known, at, language
        now = settings.read(session)
        self._zone = ZoneInfo(now.zone)
        self._signed = signed(session, {grant.dossier_id for grant in grants if grant.dossier_id})
        self._removals = _removals(session, grants)
        self._revision, begun = session.execute(
            select(RegisterRevision.revision, reading.since_when())
        ).one()
        self._reviewed, rows = reading.of_rights(session, [grant.id for grant in grants])
        self._by_review = freezing.by_review(rows)
        self._next = reading.months_after(begun, now)
        self._replaced = {
            (grant.cardholder_id, grant.granted_at) for grant in grants if grant.dossier_id
        }

    def row(self, number: int, grant: Grant) -> Row:
        """Return the row of a grant; `number` is its No urut."""
        card = max(grant.cards, key=lambda each: each.id, default=None)
        found = status(grant, card, self._at)
        holder = grant.cardholder
        dossier = grant.dossier
        asked = {} if dossier is None else dossier.answers
        steps = self._signed.get(grant.dossier_id or 0, ())
        values = {
            "no": number,
            "nomor": grant.request_number,
            **_holder(holder),
            **self._access(grant, card, dossier),
            **self._acts(grant, card, steps),
            "status": found,
            **self._ended(grant, card),
            "keterangan": self._remark(grant, card, found, asked),
            **self._review(grant, found),
            "pembaca": self._reader(),
        }
        return Row(
            grant=grant.id,
            person=holder.id,
            public_id=holder.public_id,
            dossier=grant.dossier_id,
            status=found,
            card=None if card is None else card.id,
            initialler=None if dossier is None else initialler(dossier, steps),
            valid_from=grant.valid_from,
            valid_until=grant.valid_until,
            unit=holder.unit or "",
            doors={each.door.name: each.door.label for each in grant.doors},
            reviews=tuple(self._reviewed.get(grant.id, ())),
            values={key: value for key, value in values.items() if value not in (None, "", ())},
        )

    def _access(
        self, grant: Grant, card: Card | None, dossier: Dossier | None
    ) -> Mapping[str, Any]:
        asked = {} if dossier is None else {**dossier.answers, **(dossier.approved or {})}
        return {
            "pintu": tuple(each.door.label for each in grant.doors),
            "jenis_akses": asked.get("jenis_akses", KINDS[grant.kind]),
            "hari_jam": self._hours(grant),
            "nomor_kartu": None if card is None else card.printed,
            "uid": None if card is None else f"{identity.BULLET * 4}{card.last_four}",
            "keperluan": asked.get("keperluan"),
            "mulai": self._day(grant.valid_from),
            "sampai": dates.last_day(grant.valid_until, self._zone.key),
            "didampingi": grant.escort_id is not None,
        }

    def _hours(self, grant: Grant) -> str:
        """Return the weekly hours of a right; of a visit, from when until when it is."""
        if grant.kind is AccessKind.VISITOR:
            ends = (grant.valid_from, grant.valid_until)
            told = (dates.moment(each, self._zone.key, self._language) for each in ends)
            return f" {weekly.UNTIL[self._language]} ".join(told)
        hours = dict.fromkeys(each.schedule.weekly for each in grant.doors)
        return " / ".join(weekly.in_words(each, self._language) for each in hours)

    def _acts(self, grant: Grant, card: Card | None, steps: Sequence[Signed]) -> Mapping[str, Any]:
        last = {step.act: step for step in steps}
        approved, issued, initial = (last.get(act) for act in ("approve", "issue", INITIAL))
        return {
            "tgl_persetujuan": None if approved is None else self._day(approved.at),
            "disetujui": None if approved is None else approved.name,
            "diterbitkan": None if issued is None else issued.name,
            "tgl_terbit": self._day(card.issued_at if card is not None else grant.granted_at),
            "serah_terima": self._day(None if card is None else card.handed_over_at),
            "paraf": None if initial is None else {"nama": initial.name, "waktu": initial.at},
        }

    def _ended(self, grant: Grant, card: Card | None) -> Mapping[str, Any]:
        removal = None if card is None else self._removals.get(card.id)
        why = None if removal is None else removal.answers.get("alasan")
        ended = grant.revoked_at or (None if card is None else card.ended_at)
        back = removal.closed_at if removal is not None else None
        return {
            "pencabutan": None
            if ended is None
            else {"tanggal": self._day(ended), "alasan": why or ""},
            "penghapusan": None if removal is None else removal.number,
            "kembali": self._day(back)
            if card is not None and card.state is CardState.RETURNED
            else None,
        }

    def _remark(self, grant: Grant, card: Card | None, found: str, asked: Mapping[str, Any]) -> str:
        """Return what else is to say: why it is frozen, what followed it, which rules were read."""
        replaced = (grant.cardholder_id, grant.revoked_at) in self._replaced
        version = asked.get("tatib_versi")
        read = None if version is None else RULES_READ[self._language].format(version)
        followed = REPLACED[self._language] if replaced else None
        return "; ".join(filter(None, (self._frozen(grant, card, found), followed, read)))

    def _frozen(self, grant: Grant, card: Card | None, found: str) -> str | None:
        """Return why a row is frozen, where a removal under way or a review froze it."""
        why = self._removed(card) or self._review_froze(grant, card)
        if why is None or found not in (CardState.FROZEN, EXPIRED):
            return None
        label = why.label_en if self._language == "en" else why.label_id
        return FROZEN[self._language].format(label.lower())

    def _removed(self, card: Card | None) -> Choice | None:
        if card is None or card.state is not CardState.FROZEN or card.id not in self._removals:
            return None
        removal = self._removals[card.id]
        return None if removal.frozen_at is None else freezing.reason(removal.answers)

    def _review_froze(self, grant: Grant, card: Card | None) -> Choice | None:
        """Return why a review froze it, unless the freeze that holds is another."""
        frozen = self._by_review.get(grant.id)
        held = {grant.frozen_at, None if card is None else card.changed_at}
        return frozen.why if frozen is not None and frozen.at in held else None

    def _review(self, grant: Grant, found: str) -> Mapping[str, Any]:
        said = next(reversed(self._reviewed.get(grant.id, ())), None)
        lives = found in (*LIVE, EXPIRED)
        return {
            "review": None
            if said is None
            else {"tanggal": self._day(said.at), "hasil": self._decision(said.decision)},
            "review_berikut": self._day(self._next) if lives else None,
        }

    def _decision(self, decision: str) -> str:
        found = next(each for each in REVIEW_DECISIONS if each.value == decision)
        return found.label_en if self._language == "en" else found.label_id

    def _reader(self) -> str:
        seen, revision = self._known.seen, self._known.revision
        if seen is None or revision is None or revision < self._revision:
            return PENDING[self._language]
        return f"{SYNCED[self._language]} {seen.astimezone(self._zone):%d-%m-%Y %H.%M}"

    def _day(self, at: datetime | None) -> date | None:
        return None if at is None else at.astimezone(self._zone).date()


def _holder(person: Cardholder) -> Mapping[str, Any]:
    return {
        "nama": person.name,
        "no_id": people.mask(person),
        "golongan": person.rank,
        "jabatan": person.position,
        "unit_kerja": person.unit,
        "instansi": person.institution,
        "kategori": person.kind,
    }


def _removals(session: Session, grants: Sequence[Grant]) -> Mapping[int, _Removal]:
    """Return the newest removal of each card that has one, by the card's id."""
    found = session.execute(
        select(
            RemovalItem.card_id,
            RemovalItem.frozen_at,
            RemovalItem.closed_at,
            Dossier.number,
            Dossier.answers,
        )
        .join(Dossier, Dossier.id == RemovalItem.dossier_id)
        .where(RemovalItem.card_id.in_([card.id for grant in grants for card in grant.cards]))
        .order_by(RemovalItem.id)
    )
    return {card: _Removal(*rest) for card, *rest in found}
