"""The requests behind the cards that a demonstration was planted with, each signed in its time.

Without them a line of the door's log would end at its grant. Every word is invented. The forms are
checked and the steps signed by the very services; only the grant and the card stand there already.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time, timedelta
from itertools import count
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from ledger.access import AccessKind, CardState
from register import (
    applying,
    attachments,
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
from register.seed_by import acting
from register.seed_papers import scan
from register.store import Store

BEFORE: Final = timedelta(days=9)  # the request, before its right began
HOURS: Final = (time(8, 20), time(13, 40))  # of a working day: then somebody signs
SATURDAY: Final = 6
ALWAYS: Final = "always"
INSTITUTION: Final = "Dinas Komunikasi dan Informatika"
EXCEPTION: Final = "Pemeliharaan dilakukan di luar jam layanan."
STEPS: Final = (  # who, and what he signs, before the Kasi verifies
    ("atasan", "endorse", None),
    ("kadis", "dispose", "Untuk ditindaklanjuti sesuai ketentuan"),
    ("kabid", "forward", None),
)
VERIFIED: Final = {
    "identitas_cocok": True, "penugasan_sah": True, "jenis_sesuai": True, "pernah_ditolak": False,
}  # fmt: skip
PURPOSES: Final = (
    "Pemeliharaan perangkat jaringan dan pendingin",
    "Pemantauan harian kapasitas dan cadangan data",
    "Pemeliharaan perangkat enkripsi di rak B",
    "Penanganan gangguan sambungan antargedung",
)
TITLES: Final = ("Pranata Komputer", "Teknisi Jaringan", "Analis Sistem", "Pengelola Data")
WORDS: Final = {kind: word for word, kind in validity.KIND.items()}


def sign_past(store: Store, who: Mapping[str, int], key: bytes, at: datetime) -> None:
    """Give each planted grant its request, signed by all whose signatures it needs.

    Args:
        store: a demonstration's, planted, with its officials.
        who: id of each official, by his key.
        key: that identity numbers are digested with.
        at: now.
    """
    with store.session() as session:
        planted = session.scalars(
            select(Grant).where(Grant.dossier_id.is_(None)).order_by(Grant.granted_at, Grant.id)
        )
        for number, grant in enumerate(planted.all()):
            _Request(session, grant, who, number).tell(key)
        session.execute(update(Notice).where(Notice.read_at.is_(None)).values(read_at=at))
        session.execute(delete(Outgoing).where(Outgoing.sent_at.is_(None)))


class _Request:
    """One grant's way through the SOP, told backwards from the day on which it began."""

    def __init__(self, session: Session, grant: Grant, who: Mapping[str, int], number: int) -> None:
        self._session, self._grant, self._who, self._number = session, grant, who, number
        self._holder = session.get_one(Cardholder, grant.cardholder_id)
        self._zone = ZoneInfo(settings.read(session).zone)
        self._moments = self._at_work(grant.granted_at - BEFORE)

    def tell(self, key: bytes) -> None:
        """Let it happen."""
        dossier = self._asked(key)
        for name, act, note in STEPS:
            self._signs(dossier, name, act, note)
        signature, by = self._as("kasi")
        applying.verify(self._session, dossier, VERIFIED, signature, by, next(self._moments))
        self._signs(dossier, "kabid", "approve")
        self._signs(dossier, "operator", "issue")
        self._grant.dossier_id, self._grant.request_number = dossier.id, dossier.number or ""
        cards = self._session.scalars(select(Card).where(Card.grant_id == self._grant.id)).all()
        for card in cards:
            card.dossier_id = dossier.id
        self._session.flush()
        self._signs(dossier, "kasi", "initial")
        if all(card.state is not CardState.NOT_HANDED_OVER for card in cards):
            self._signs(dossier, "", "receive")

    def _at_work(self, begun: datetime) -> Iterator[datetime]:
        """Yield two moments of each working day."""
        first, late = begun.astimezone(self._zone).date(), timedelta(minutes=7 * self._number)
        for day in (first + timedelta(days=n) for n in count()):
            for hour in HOURS if day.isoweekday() < SATURDAY else ():
                yield datetime.combine(day, hour, self._zone).astimezone(UTC) + late

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
        superior = self._session.get_one(Cardholder, self._who["atasan"])
        requests.save(self._session, dossier, dict(found.values), superior.id, at)
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
        me, turn = self._holder, self._number
        superior = self._session.get_one(Cardholder, self._who["atasan"])
        outsider = me.nip is None
        number = f"35030101{turn:02}900{turn:03}"
        return {
            "kerahasiaan": "terbatas", "nama": me.name, "kategori": me.kind,
            "jenis_id": "nik" if outsider else "nip", "no_id": number if outsider else me.nip,
            "golongan": None if outsider else "III/b",
            "jabatan": "Teknisi" if outsider else TITLES[turn % len(TITLES)],
            "unit_kerja": me.unit, "instansi": me.unit if outsider else INSTITUTION,
            "alamat": "Jalan Diponegoro 12" if outsider else None,
            "hp": f"+62813555{turn:04}", "email": f"orang{turn}@contoh.example",
            "personel": [{"nama": me.name, "jenis_id": "nik", "no_id": number,
                          "perusahaan": me.unit}] if outsider else [],
            "atasan": {"nama": superior.name, "nip": superior.nip, "jabatan": superior.position,
                       "email": superior.email},
            "tatib": True, "tatib_versi": 1, "nda": True, "pdp": True, "pdp_versi": 1,
        }  # fmt: skip

    def _right(self) -> dict[str, object]:
        grant, escort = self._grant, self._grant.escort
        first = grant.valid_from.astimezone(self._zone).date()
        last = (grant.valid_until - timedelta(days=1)).astimezone(self._zone).date()
        days, hours = _week(grant.doors[0].schedule.weekly)
        return {
            "pintu": [each.door.name for each in grant.doors], "jenis_akses": WORDS[grant.kind],
            "keperluan_kat": "perawatan", "keperluan": PURPOSES[self._number % len(PURPOSES)],
            "kegiatan": "Pemeliharaan tahunan", "dasar": "surat-tugas",
            "dasar_nomor": f"800/{100 + self._number}/406.020/{first.year}",
            "dasar_tgl": (first - timedelta(days=10)).isoformat(),
            "mulai": first.isoformat(), "sampai": max(first, last).isoformat(),
            "hari": days, "jam": hours, "alasan_jam": EXCEPTION,
            "didampingi": escort is not None,
            "pendamping": None if escort is None else escort.public_id,
        }  # fmt: skip

    def _signs(self, dossier: Dossier, name: str, act: str, note: str | None = None) -> None:
        signature, by = self._as(name, note)
        at = next(self._moments)
        dispositions.step(self._session, dossier, act, signature, by, at)

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
