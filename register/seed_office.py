"""The demonstration's office: who holds which post, and requests on their way.

Every name and number is invented. The very services write it: each request was begun, filled in
and signed by those who would do so, some days ago.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from register import (
    accounts,
    applying,
    dispositions,
    people,
    posts,
    requests,
    seed_papers,
    settings,
)
from register.audit import By
from register.dossiers import Signature
from register.models import Cardholder, Dossier, Unit
from register.posts import NewTenure
from register.pseudonym import pseudonym
from register.seed_by import acting
from register.seed_desk import fill_desk, name_readers
from register.seed_erasure import prepare as prepare_erasure
from register.seed_messages import keep_time
from register.seed_past import INSTITUTION, STEPS, VERIFIED, sign_past
from register.store import Store
from register.workflow import Role

SINCE: Final = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Official:
    """Somebody who acts in the SOP."""

    key: str
    name: str
    nip: str
    title: str
    role: Role | None
    unit: str


OFFICIALS: Final = (
    Official("kadis", "Hadi Wibowo, S.Sos., M.Si.", "197003121994031004",
             "Kepala Dinas Komunikasi dan Informatika", Role.KADIS, "Pimpinan"),
    Official("sekretaris", "Endah Purwanti, S.E., M.M.", "197209211997032003",
             "Sekretaris Dinas", Role.SECRETARY, "Sekretariat"),
    Official("kabid", "Tri Wahyudi, S.T., M.Kom.", "197806152003121002",
             "Kepala Bidang Infrastruktur dan APTIKA", Role.KABID,
             "Bidang Infrastruktur dan APTIKA"),
    Official("kasi", "Nurul Aini, S.Kom.", "198310272008012011",
             "Kepala Seksi Layanan Infrastruktur TIK", Role.KASI,
             "Seksi Layanan Infrastruktur TIK"),
    Official("operator", "Fajar Nugroho, A.Md.", "199205142019031006",
             "Operator Ruang Server", Role.OPERATOR, "Seksi Layanan Infrastruktur TIK"),
    Official("deputi", "Wulan Sari, A.Md.Kom.", "199508302020122009",
             "Operator Ruang Server (pengganti)", Role.OPERATOR,
             "Seksi Layanan Infrastruktur TIK"),
    Official("surat", "Slamet Riyadi", "198001052006041008", "Pengelola Surat", Role.REGISTRY,
             "Sekretariat"),
    Official("auditor", "Ratna Dewi, S.H.", "198712192010012007", "Auditor Inspektorat",
             Role.AUDITOR, "Inspektorat"),
    Official("admin", "Yoga Permana, S.Kom.", "199003032015031003", "Administrator Sistem",
             Role.ADMINISTRATOR, "Seksi Layanan Infrastruktur TIK"),
    Official("atasan", "Bambang Sutrisno, S.T.", "197511111999031001",
             "Kepala Seksi Persandian", None, "Seksi Persandian"),
    Official("dimas", "Dimas Prakoso, S.Kom.", "199701182022031005", "Pranata Komputer", None,
             "Seksi Persandian"),
    Official("intan", "Intan Permatasari, S.Kom.", "199612042021012003", "Pranata Komputer", None,
             "Bidang Informasi Publik"),
    Official("galih", "Galih Saputra", "199411202023211011", "Teknisi Jaringan", None,
             "Dinas Kesehatan"),
    Official("ayu", "Ayu Lestari, S.T.", "199302152018012005", "Analis Sistem", None,
             "Bidang Infrastruktur dan APTIKA"),
)  # fmt: skip

LETTERHEAD: Final = {
    "region": "Pemerintah Kabupaten Wanasari",
    "address": "Jalan Pemuda 12, Wanasari 66311",
    "website": "kominfo.wanasarikab.example",
    "email": "kominfo@wanasarikab.example",
    "place": "Wanasari",
    "server_room_keeper": "Fajar Nugroho, A.Md.",
    "sop_approved_name": "Hadi Wibowo, S.Sos., M.Si.",
    "sop_approved_nip": "197003121994031004",
}
EVIDENCE: Final[Mapping[Role, str]] = {
    Role.KABID: "Sertifikat pelatihan kepemimpinan administrator",
    Role.KASI: "Sertifikat komunikasi dan pelayanan publik",
    Role.OPERATOR: "Sertifikat kompetensi pengelola pusat data",
}
Act = tuple[str, str, str | None]  # who, act, note

ENDORSED, DISPOSED, FORWARDED = STEPS


@dataclass(frozen=True, slots=True)
class Story:
    """One request: who asks for what, how many days ago, and what was signed since."""

    who: str
    purpose: str
    days: int
    acts: Sequence[Act] = ()
    verified: bool = False
    then: Sequence[Act] = ()
    on_paper: bool = False  # the disposition was signed on paper, and filed by tata usaha


STORIES: Final = (
    Story("dimas", "Pemeliharaan perangkat enkripsi di rak B", 1),
    Story("intan", "Pemasangan server siaran daring", 3, (ENDORSED,)),
    Story("ayu", "Pemantauan harian suhu dan kapasitas", 6, (ENDORSED, DISPOSED, FORWARDED)),
    Story("galih", "Perbaikan sambungan antargedung", 9,
          (ENDORSED, DISPOSED, FORWARDED), verified=True, then=(("kabid", "approve", None),),
          on_paper=True),
    Story("atasan", "Pemeriksaan bulanan perangkat sandi", 12,
          (("kabid", "endorse", None), DISPOSED, FORWARDED, ("kasi", "reject",
           "Pemeriksaan sudah tercakup dalam jadwal Seksi Layanan Infrastruktur."))),
)  # fmt: skip


def open_office(store: Store, key: bytes, at: datetime) -> Mapping[str, int]:
    """Fill a demonstration's register with posts and requests; return who is who.

    Args:
        store: a demonstration's, planted already.
        key: that identity numbers are digested with.
        at: now; what is told happened before.
    """
    with store.session() as session:
        who = {each.key: _person(session, each, at) for each in OFFICIALS}
        for unit in sorted({each.unit for each in OFFICIALS}):
            session.add(Unit(name=unit, institution=INSTITUTION))
        settings.change(session, LETTERHEAD, acting(session, who["admin"]), at - SINCE)
    sign_past(store, who, key, at)
    for story in reversed(STORIES):  # the oldest has the first number
        _tell(store, story, who, key, at)
    keep_time(store, who, at)
    with store.session() as session:
        name_readers(session, who["admin"], at - SINCE)
        fill_desk(session, who["operator"], key, at)
        prepare_erasure(session, who["admin"], at)
    return who


def _person(session: Session, official: Official, at: datetime) -> int:
    person = Cardholder(
        public_id=pseudonym(),
        name=official.name,
        nip=official.nip,
        kind=people.ASN,
        unit=official.unit,
        institution=INSTITUTION,
        position=official.title,
        rank="III/d",
        identity_kind="nip",
        phone="+6281234567890",
        email=f"{official.key}@diskominfo.example",
    )
    session.add(person)
    session.flush()
    accounts.make(session, person.id, official.key, None, By(), at - SINCE)
    if official.role is not None:
        new = NewTenure(
            role=official.role, person=person.id, title=official.title, valid_from=at - SINCE,
            evidence=EVIDENCE.get(official.role),
            evidence_date="2024-05-17" if official.role in EVIDENCE else None,
        )  # fmt: skip
        posts.appoint(session, new, By(), at - SINCE)
    return person.id


def _tell(store: Store, story: Story, who: Mapping[str, int], key: bytes, at: datetime) -> None:
    """Let one request happen, each step a little slower than the one before."""
    begun = at - timedelta(days=story.days)
    moments = (begun + timedelta(hours=3 * n + n * n * story.days / 8) for n in range(1, 20))
    with store.session() as session:
        me = acting(session, who[story.who])
        dossier = requests.begin(session, who[story.who], "baru", me, begun)
        number = dossier.id
        signature, moment = Signature(person=who[story.who]), next(moments)
        given = _answers(session, dossier, story, who)
        applying.submit(session, dossier, given, signature, key, me, moment)
    for name, act, note in story.acts:
        filed = story.on_paper and act == "dispose"
        _sign(store, number, who, (name, act, note), next(moments), filed=filed)
    if story.verified:
        with store.session() as session:
            dossier = session.get_one(Dossier, number)
            signature, moment = Signature(person=who["kasi"]), next(moments)
            applying.verify(
                session, dossier, VERIFIED, signature, acting(session, who["kasi"]), moment
            )
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
            seed_papers.file(session, dossier, (who[name], what, note), by, at)
        else:
            dispositions.step(session, dossier, what, signature, by, at)


def _answers(
    session: Session, dossier: Dossier, story: Story, who: Mapping[str, int]
) -> dict[str, object]:
    """Return what the Pemohon wrote."""
    me = dossier.applicant
    boss = "kabid" if story.who == "atasan" else "atasan"
    superior = session.scalars(select(Cardholder).where(Cardholder.id == who[boss])).one()
    start = dossier.opened_at.date() + timedelta(days=1)
    return {
        "kerahasiaan": "terbatas", "nama": me.name, "kategori": "asn-diskominfo",
        "jenis_id": "nip", "no_id": me.nip, "golongan": me.rank, "jabatan": me.position,
        "unit_kerja": me.unit, "instansi": me.institution, "hp": me.phone, "email": me.email,
        "atasan": {"nama": superior.name, "nip": superior.nip, "jabatan": superior.position,
                   "email": superior.email},
        "pintu": ["server"], "jenis_akses": "tetap", "keperluan_kat": "perawatan",
        "keperluan": story.purpose, "mulai": start.isoformat(),
        "sampai": (start + timedelta(days=360)).isoformat(),
        "hari": list("1234567"), "jam": "00.00-24.00", "didampingi": False,
        "alasan_jam": "Pemeliharaan dilakukan di luar jam layanan",
        "tatib": True, "tatib_versi": 1, "nda": True, "pdp": True, "pdp_versi": 1,
    }  # fmt: skip
