"""The requests behind the cards that a demonstration was planted with, each signed in its time.

Without them a line of the door's log would end at its grant. Every word is invented. The forms are
checked and the steps signed by the very services; only the grant and the card stand there already.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from ledger.access import AccessKind, CardState
from register import (
    applying,
    attachments,
    card_life,
    dispositions,
    dossiers,
    numbers,
    people,
    requests,
    rights,
    settings,
)
from register.audit import By
from register.dossiers import Signature
from register.errors import SeedRefused
from register.forms import validity
from register.forms.check import Checked, check
from register.forms.request import REQUEST
from register.models import Card, Cardholder, Dossier, Grant, Notice, Outgoing
from register.seeding.by import acting
from register.seeding.papers import scan
from register.seeding.people import HOLDERS, address, phone
from register.seeding.times import OfficeTimes
from register.store import Store

BEFORE: Final = (9, 9)  # days and signatures: the request, before its right began
ALWAYS: Final = "always"
DONE: Final[Mapping[str, tuple[str, str, int, time, str]]] = {
    "P-DEW1ANGGR7": (
        "hilang", "", 2, time(7, 45), "Terakhir terlihat di parkiran kantor kemarin sore.",
    ),
    "P-AG0SSANT0S": (
        "bekukan", "kasi", 1, time(7, 40), "Bertugas di luar daerah sampai ada surat tugas baru.",
    ),
}  # fmt: skip
"""What was done to whose card: the act, by whom, how many days ago, before anybody comes."""
SUPERIOR: Final = "atasan-langsung"  # whoever that is
FIRST_PHONE: Final = 40
STEPS: Final = (  # who, and what he signs, before the Kasi verifies
    (SUPERIOR, "endorse", None),
    ("kadis", "dispose", "Untuk ditindaklanjuti sesuai ketentuan"),
    ("kabid", "forward", None),
)
VERIFIED: Final = {
    "identitas_cocok": True, "penugasan_sah": True, "jenis_sesuai": True, "pernah_ditolak": False,
}  # fmt: skip
WORDS: Final = {kind: word for word, kind in validity.KIND.items()}


def sign_past(store: Store, who: Mapping[str, int], key: bytes, times: OfficeTimes) -> None:
    """Give each planted grant its request, signed by all whose signatures it needs.

    Args:
        store: a demonstration's, planted, with its officials.
        who: id of each official, by his key.
        key: that identity numbers are digested with.
        times: at which people sign.
    """
    with store.session() as session:
        planted = session.scalars(
            select(Grant).where(Grant.dossier_id.is_(None)).order_by(Grant.granted_at, Grant.id)
        )
        for number, grant in enumerate(planted.all()):
            _Request(session, grant, who, number, times).tell(key)
        session.execute(update(Notice).where(Notice.read_at.is_(None)).values(read_at=times.now))
        session.execute(delete(Outgoing).where(Outgoing.sent_at.is_(None)))


class _Request:
    """One grant's way through the SOP, told backwards from the day on which it began."""

    def __init__(
        self, session: Session, grant: Grant, who: Mapping[str, int], number: int,
        times: OfficeTimes,
    ) -> None:  # fmt: skip
        self._session, self._grant, self._who, self._number = session, grant, who, number
        self._holder = session.get_one(Cardholder, grant.cardholder_id)
        self._asks, self._times = HOLDERS[self._holder.public_id], times
        self._whole_days()
        first = grant.valid_from.astimezone(times.zone).date()
        self._moments = times.halves(times.before(first, *BEFORE), number)

    def _whole_days(self) -> None:
        """Let a right begin at midnight of a working day, a visit today, and last as planned."""
        grant, times = self._grant, self._times
        back = (times.today - grant.valid_from.astimezone(times.zone).date()).days
        visit = grant.kind is AccessKind.VISITOR
        first = times.today if visit else times.day(back)
        lasts = timedelta(days=1) if visit else grant.valid_until - grant.valid_from
        grant.valid_from = times.on(first, time())
        grant.valid_until = times.on(first + lasts, time())

    def tell(self, key: bytes) -> None:
        """Let it happen."""
        dossier = self._asked(key)
        for name, act, note in STEPS:
            self._signs(dossier, name, act, note)
        signature, by = self._as("kasi")
        applying.verify(self._session, dossier, VERIFIED, signature, by, next(self._moments))
        self._signs(dossier, "kabid", "approve")
        self._grant.granted_at = self._signs(dossier, "operator", "issue")
        self._grant.dossier_id, self._grant.request_number = dossier.id, dossier.number or ""
        cards = self._session.scalars(select(Card).where(Card.grant_id == self._grant.id)).all()
        for card in cards:
            card.dossier_id = dossier.id
            card.issued_at = card.changed_at = self._grant.granted_at
        self._session.flush()
        self._signs(dossier, "kasi", "initial")
        if all(card.state is not CardState.NOT_HANDED_OVER for card in cards):
            self._hand_over(cards, self._signs(dossier, "", "receive"))

    def _hand_over(self, cards: Sequence[Card], at: datetime) -> None:
        for card in cards:
            card.handed_over_at = card.changed_at = at
            if self._holder.public_id in DONE:
                self._done(card, *DONE[self._holder.public_id])

    def _done(self, card: Card, act: str, who: str, back: int, clock: time, why: str) -> None:
        """Let somebody do an act to a card; without a name its holder."""
        self._session.flush()
        _, by = self._as(who)
        card_life.do(self._session, card, act, {"alasan": why}, by, self._times.at(back, clock))

    def _asked(self, key: bytes) -> Dossier:
        """Step 1; `applying.submit` would refuse it to somebody who holds a card already."""
        signature, by = self._as("")
        at = next(self._moments)
        kind = "kunjungan" if self._grant.kind is AccessKind.VISITOR else "baru"
        dossier = requests.begin(self._session, self._holder.id, kind, by, at)
        for kind in ("nda", "surat-tugas") if self._holder.nip is None else ():
            attachments.add(self._session, dossier, kind, f"{kind}.png", scan(), by, at)
        found = self._checked(dossier, at)
        people.describe(self._holder, found.values, key)
        superior = self._who[self._asks.superior]
        requests.save(self._session, dossier, dict(found.values), superior, at)
        dossier.approved = rights.of(found.values)
        dossier.number = numbers.next_number(self._session, settings.read(self._session), at)
        dossier.submitted_at = at
        self._session.flush()
        dossiers.sign(self._session, dossier, "submit", signature, by, at)
        return dossier

    def _checked(self, dossier: Dossier, at: datetime) -> Checked:
        answers = applying.whole(dossier, {**self._person(), **self._right()})
        found = check(REQUEST, answers, applying.context(self._session, dossier, at))
        if found.complaints:
            raise SeedRefused(f"{self._holder.name}: {found.complaints}")
        return found

    def _person(self) -> dict[str, object]:
        me, asks, turn = self._holder, self._asks, self._number
        superior = self._session.get_one(Cardholder, self._who[asks.superior])
        outsider = me.nip is None
        number = f"35030{turn % 9 + 1}17{turn % 12 + 1:02}8{turn % 10}{1000 + turn * 37:04}"
        return {
            "kerahasiaan": "terbatas", "nama": me.name, "kategori": me.kind,
            "jenis_id": "nik" if outsider else "nip", "no_id": number if outsider else me.nip,
            "golongan": asks.rank, "jabatan": asks.post,
            "unit_kerja": me.unit, "instansi": asks.institution, "alamat": asks.address,
            "hp": phone(FIRST_PHONE + turn), "email": address(me.name or "", asks.institution),
            "personel": [{"nama": me.name, "jenis_id": "nik", "no_id": number,
                          "perusahaan": asks.institution}] if outsider else [],
            "atasan": {"nama": superior.name, "nip": superior.nip, "jabatan": superior.position,
                       "email": superior.email},
            "tatib": True, "tatib_versi": 1, "nda": True, "pdp": True, "pdp_versi": 1,
        }  # fmt: skip

    def _right(self) -> dict[str, object]:
        grant, escort, asks, zone = self._grant, self._grant.escort, self._asks, self._times.zone
        first = grant.valid_from.astimezone(zone).date()
        last = (grant.valid_until - timedelta(days=1)).astimezone(zone).date()
        days, hours = _week(grant.doors[0].schedule.weekly)
        return {
            "pintu": [each.door.name for each in grant.doors], "jenis_akses": WORDS[grant.kind],
            "keperluan_kat": asks.category, "keperluan": asks.purpose,
            "kegiatan": asks.project, "dasar": "surat-tugas" if self._holder.nip else "spk",
            "dasar_nomor": asks.basis and f"{asks.basis}/{first.year}",
            "dasar_tgl": (first - timedelta(days=14)).isoformat() if asks.basis else None,
            "mulai": first.isoformat(), "sampai": last.isoformat(),
            "hari": days, "jam": hours, "alasan_jam": asks.why,
            "didampingi": escort is not None,
            "pendamping": None if escort is None else escort.public_id,
        }  # fmt: skip

    def _signs(
        self, dossier: Dossier, name: str, act: str, note: str | None = None
    ) -> datetime:  # fmt: skip
        signature, by = self._as(self._asks.superior if name == SUPERIOR else name, note)
        at = next(self._moments)
        dispositions.step(self._session, dossier, act, signature, by, at)
        return at

    def _as(self, name: str, note: str | None = None) -> tuple[Signature, By]:
        """Return somebody's signature; no name is the holder's."""
        person = self._who[name] if name else self._holder.id
        return Signature(person=person, note=note), acting(self._session, person)


def _week(weekly: str) -> tuple[list[str], str]:
    """Return days and hours as the form asks them."""
    if weekly == ALWAYS:
        return list("1234567"), "00.00-24.00"
    spans = [each.split() for each in weekly.split(",")]
    begin, _, end = spans[0][1].partition("-")
    return [day for day, _ in spans], f"{begin[:2]}.{begin[2:]}-{end[:2]}.{end[2:]}"
