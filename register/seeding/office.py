"""The demonstration's office: who holds which post, and requests on their way.

Every name and number is invented. The very services write it: each request was begun, filled in
and signed by those who would do so, some days ago.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Final

from sqlalchemy.orm import Session

from register import applying, dispositions, people, posts, requests, settings
from register.audit import By
from register.dossiers import Signature
from register.login import accounts, totp
from register.models import Cardholder, Dossier, Unit
from register.posts import NewTenure
from register.pseudonym import pseudonym
from register.seeding import papers
from register.seeding.by import acting
from register.seeding.calendar import keep_calendar, keep_shut, office_times
from register.seeding.desk import fill_desk
from register.seeding.erasure import prepare as prepare_erasure
from register.seeding.first_list import enter_list
from register.seeding.messages import keep_time
from register.seeding.mutation import carry_out
from register.seeding.past import STEPS, SUPERIOR, VERIFIED, sign_past
from register.seeding.people import INSTITUTION, OFFICIALS, Official, address, phone
from register.seeding.readers import name_readers
from register.seeding.times import OfficeTimes
from register.store import Store
from register.workflow import Role

SINCE: Final = (400, time(8))  # days ago: the register was begun
NOBODY_KNOWS: Final = "$argon2id$v=19$m=19456,t=2,p=1$YWJjZGVmZ2hpamtsbW5vcA$" + "A" * 43
"""A password that is none: the role switcher asks for no word."""
ESCORT: Final = "P-BAG0SPRAT1"  # of who comes from another house

LETTERHEAD: Final = {
    "region": "Pemerintah Kabupaten Wanasari",
    "address": "Jalan Pemuda 12, Wanasari 66311",
    "website": "kominfo.wanasarikab.example",
    "email": "kominfo@wanasarikab.example",
    "place": "Wanasari",
    "server_room_keeper": "Fajar Nugroho, A.Md.",
    "sop_approved_name": OFFICIALS[0].name,
    "sop_approved_nip": OFFICIALS[0].nip,
}
EVIDENCE: Final[Mapping[Role, str]] = {
    Role.KABID: "Sertifikat pelatihan kepemimpinan administrator",
    Role.KASI: "Sertifikat komunikasi dan pelayanan publik",
    Role.OPERATOR: "Sertifikat kompetensi pengelola pusat data",
}
Act = tuple[str, str, str | None]  # who, act, note

BEGUN: Final = timedelta(minutes=9)  # from the first word to its submission


@dataclass(frozen=True, slots=True)
class Story:
    """One request: who asks for what, so many days ago at least, and what was signed since."""

    who: str
    category: str
    purpose: str
    days: int
    acts: Sequence[Act] = ()
    verified: bool = False
    then: Sequence[Act] = ()
    on_paper: bool = False  # the disposition was signed on paper, and filed by tata usaha
    guest: bool = False  # of another house: escorted
    right: Mapping[str, object] = field(default_factory=dict)


STORIES: Final = (
    Story("dimas", "perawatan", "Pemeliharaan perangkat enkripsi di rak B", 1,
          right={"hari": list("1234567"), "jam": "00.00-24.00",
                 "alasan_jam": "Penggantian kunci sandi dilakukan di luar jam layanan."}),
    Story("intan", "instalasi", "Pemasangan server siaran daring", 3, STEPS[:1]),
    Story("ayu", "pemantauan", "Pemantauan harian suhu dan kapasitas", 6, STEPS,
          right={"jam": "06.00-18.00",
                 "alasan_jam": "Pemantauan dilakukan sebelum dan sesudah layanan."}),
    Story("galih", "perbaikan", "Perbaikan sambungan antargedung", 10, STEPS, verified=True,
          then=(("kabid", "approve", None),), on_paper=True, guest=True),
    Story("atasan", "audit", "Pemeriksaan bulanan perangkat sandi", 14,
          (*STEPS, ("kasi", "reject",
           "Pemeriksaan sudah tercakup dalam jadwal Seksi Layanan Infrastruktur."))),
)  # fmt: skip


def open_office(store: Store, key: bytes, at: datetime) -> Mapping[str, int]:
    """Fill a demonstration's register with posts and requests; return who is who.

    Args:
        store: a demonstration's, planted already.
        key: that identity numbers are digested with.
        at: now; what is told happened before, in office hours.
    """
    times = office_times(at)
    with store.session() as session:
        who = {each.key: _person(session, n, each, times) for n, each in enumerate(OFFICIALS)}
        for unit, institution in sorted({(each.unit, each.institution) for each in OFFICIALS}):
            session.add(Unit(name=unit, institution=institution))
        admin = acting(session, who["admin"])
        settings.change(session, LETTERHEAD, admin, times.at(*SINCE))
        keep_calendar(session, admin, times)
        keep_shut(session, times)
        carry_out(session, who, times)
        name_readers(session, admin, times.at(*SINCE))
    sign_past(store, who, key, times)
    for story in _told(store):
        _tell(store, story, who, key, times)
    keep_time(store, who, times)
    with store.session() as session:
        enter_list(session, who, key, times)
        fill_desk(session, who["operator"], key, times)
        prepare_erasure(session, who["admin"], times)
    return who


def _told(store: Store) -> Sequence[Story]:
    """Return the stories, the oldest first, which has the first number.

    Where no card was planted nobody can escort a guest from another house.
    """
    with store.reading() as session:
        escort = people.find(session, ESCORT)
    return [each for each in reversed(STORIES) if escort or not each.guest]


def _person(session: Session, turn: int, official: Official, times: OfficeTimes) -> int:
    since, here = times.at(*SINCE), official.institution == INSTITUTION
    person = Cardholder(
        public_id=pseudonym(),
        name=official.name,
        nip=official.nip,
        kind=people.ASN if here else "asn-daerah",
        unit=official.came_from or official.unit,
        institution=official.institution,
        position=official.title,
        rank=official.rank,
        identity_kind="nip",
        phone=phone(turn),
        email=address(official.name, official.institution),
    )
    session.add(person)
    session.flush()
    account = accounts.make(session, person.id, official.key, NOBODY_KNOWS, By(), since)
    account.totp_secret = totp.secret(secrets.token_bytes(totp.SECRET_BYTES))
    if official.role is not None and not official.by_decree:
        new = NewTenure(
            role=official.role, person=person.id, title=official.title, valid_from=since,
            evidence=EVIDENCE.get(official.role),
            evidence_date="2024-05-17" if official.role in EVIDENCE else None,
        )  # fmt: skip
        posts.appoint(session, new, By(), since)
    return person.id


def _tell(
    store: Store, story: Story, who: Mapping[str, int], key: bytes, times: OfficeTimes
) -> None:
    """Let one request happen, a signature each half of a working day."""
    signatures = 1 + len(story.acts) + story.verified + len(story.then)
    moments = times.halves(times.before(times.today, story.days, signatures), story.days)
    moment, me = next(moments), next(each for each in OFFICIALS if each.key == story.who)
    with store.session() as session:
        by = acting(session, who[story.who])
        dossier = requests.begin(session, who[story.who], "baru", by, moment - BEGUN)
        number = dossier.id
        superior = session.get_one(Cardholder, who[me.superior])
        given = _answers(dossier, story, superior)
        signature = Signature(person=who[story.who])
        applying.submit(session, dossier, given, signature, key, by, moment)
    for name, act, note in story.acts:
        filed = story.on_paper and act == "dispose"
        signer = me.superior if name == SUPERIOR else name
        _sign(store, number, who, (signer, act, note), next(moments), filed=filed)
    if story.verified:
        with store.session() as session:
            dossier = session.get_one(Dossier, number)
            signature, by = Signature(person=who["kasi"]), acting(session, who["kasi"])
            applying.verify(session, dossier, VERIFIED, signature, by, next(moments))
    for name, act, note in story.then:
        _sign(store, number, who, (name, act, note), next(moments))


def _sign(
    store: Store, number: int, who: Mapping[str, int], act: Act, at: datetime,
    *, filed: bool = False,
) -> None:  # fmt: skip
    name, what, note = act
    signature = Signature(person=who[name], note=note)
    with store.session() as session:
        by = acting(session, who["surat" if filed else name])
        dossier = session.get_one(Dossier, number)
        if filed:
            papers.file(session, dossier, (who[name], what, note), by, at)
        else:
            dispositions.step(session, dossier, what, signature, by, at)


def _answers(dossier: Dossier, story: Story, superior: Cardholder) -> dict[str, object]:
    """Return what the Pemohon wrote."""
    me = dossier.applicant
    start = dossier.opened_at.date() + timedelta(days=1)
    given: dict[str, object] = {
        "kerahasiaan": "terbatas", "nama": me.name, "kategori": me.kind,
        "jenis_id": "nip", "no_id": me.nip, "golongan": me.rank, "jabatan": me.position,
        "unit_kerja": me.unit, "instansi": me.institution, "hp": me.phone, "email": me.email,
        "atasan": {"nama": superior.name, "nip": superior.nip, "jabatan": superior.position,
                   "email": superior.email},
        "pintu": ["server"], "jenis_akses": "tetap", "keperluan_kat": story.category,
        "keperluan": story.purpose, "mulai": start.isoformat(),
        "sampai": (start + timedelta(days=360)).isoformat(),
        "hari": list("12345"), "jam": "07.30-16.00", "didampingi": story.guest,
        "pendamping": ESCORT if story.guest else None,
        "tatib": True, "tatib_versi": 1, "nda": True, "pdp": True, "pdp_versi": 1,
    }  # fmt: skip
    return given | dict(story.right)
