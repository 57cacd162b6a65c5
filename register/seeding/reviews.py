"""The demonstration's reviews: one that was signed a quarter ago, one in the middle of its rows."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from register import posts
from register.audit import By
from register.dossiers import Signature
from register.models import Cardholder, Dossier
from register.reviewing import deciding, log, opening, reading, signing
from register.seeding.by import acting
from register.seeding.calendar import office_times
from register.store import Store
from register.workflow import Role

HOUR: Final = timedelta(hours=1)
MORNING: Final = time(8, 40)
QUARTER: Final = 97  # days ago: the periodic review after it fell due some days ago
SIGNED: Final = 94
BEGUN: Final = 4
REASON: Final = "Pengendali pintu baru dipasang; riwayat pemakaian belum lengkap."
CONCLUSION: Final = (
    "Seluruh pemegang masih bertugas; log pintu ditinjau dan tidak ada yang perlu ditindaklanjuti."
)
DECISIONS: Final[Mapping[str, tuple[str, str]]] = {
    "P-S1T1RAHMA1": ("tetap", "Luar jam karena pemeliharaan terjadwal."),
    "P-BAG0SPRAT1": ("tetap", "Pintu tertahan saat memasukkan rak; sudah diingatkan."),
    "P-HENDRAWJY4": ("cabut", "Pekerjaan vendor selesai; masa berlaku habis."),
}


def hold_reviews(store: Store, journal: Path, at: datetime) -> None:
    """Let both happen, by the very services; the journal must be there already.

    Args:
        store: a demonstration's, with its office.
        journal: `journal.db` with the days before `at`.
        at: now.
    """
    times = office_times(at)
    with store.session() as session:
        begun = times.at(QUARTER, MORNING)
        done = _begin(session, journal, begun)
        _decide(session, done, begun + HOUR, {})
        _sign(session, done, times.after(begun.date(), QUARTER - SIGNED, MORNING))
    with store.session() as session:
        begun = times.at(BEGUN, MORNING)
        running = _begin(session, journal, begun)
        _decide(session, running, begun + HOUR, DECISIONS)


def _begin(session: Session, journal: Path, at: datetime) -> Dossier:
    plan = opening.plan(session, reading.PERIODIC, at, "SOP/11/406.020/2019")
    seen = log.read(session, journal, plan.period)
    dossier = opening.draw(session, plan, seen, By(), at)
    signature, by = _official(session, Role.KASI, at)
    signing.open_(session, dossier, signature, by, at)
    return dossier


def _decide(
    session: Session, dossier: Dossier, at: datetime, decisions: Mapping[str, tuple[str, str]]
) -> None:
    """Decide the rows that are named, each as it is; without names, keep every row."""
    _, by = _official(session, Role.KASI, at)
    for number, row in enumerate(deciding.items(session, dossier.id)):
        said = decisions.get(row.person.public_id) or (None if decisions else ("tetap", REASON))
        if said is not None:
            answers = {"keputusan": said[0], "alasan": said[1]}
            moment = at + number * timedelta(minutes=4)
            deciding.decide(session, dossier, row.id, answers, by, moment)


def _sign(session: Session, dossier: Dossier, at: datetime) -> None:
    signature, by = _official(session, Role.KASI, at)
    given = {"kesimpulan": CONCLUSION, "log_ditinjau": True}
    signing.sign(session, dossier, given, signature, by, at)
    signature, by = _official(session, Role.KABID, at)
    signing.countersign(session, dossier, signature, by, at + 3 * HOUR)


def _official(session: Session, role: Role, at: datetime) -> tuple[Signature, By]:
    holder = session.get_one(Cardholder, posts.holders(session, role, at)[0].person_id)
    return Signature(person=holder.id), acting(session, holder.id)
