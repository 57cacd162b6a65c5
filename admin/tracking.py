"""What is shown of a dossier's way: each line of the SOP, done, due or to come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from admin.languages import mark
from register import sop
from register.models import Dossier, SignedStep
from register.workflow import ENDED, Procedure, Role, State, Step, Way

INFORMS: Final = next(line for line in sop.LINES if line.number == "8")
ASIDE: Final = frozenset({"withdraw", "return", "reject", "object", "refuse"})


@dataclass(frozen=True, slots=True)
class Look:
    """How a state shows: words, tone and a sign, never colour alone."""

    words: str
    tone: str
    icon: str


STATES: Final = {
    State.DRAFT: Look(mark("Draf"), "plain", "book"),
    State.AT_SUPERIOR: Look(mark("Menunggu atasan langsung"), "wait", "clock"),
    State.AT_KADIS: Look(mark("Menunggu disposisi Kadis"), "wait", "clock"),
    State.AT_KABID: Look(mark("Di meja Kabid"), "wait", "clock"),
    State.AT_KASI: Look(mark("Menunggu verifikasi"), "wait", "clock"),
    State.AT_APPROVER: Look(mark("Menunggu persetujuan"), "wait", "clock"),
    State.AT_OPERATOR: Look(mark("Disetujui, menunggu operator"), "wait", "card"),
    State.ISSUED: Look(mark("Kartu siap diambil"), "wait", "card"),
    State.IN_USE: Look(mark("Digunakan"), "good", "check"),
    State.REJECTED: Look(mark("Ditolak"), "bad", "cross"),
    State.WITHDRAWN: Look(mark("Dibatalkan"), "plain", "cross"),
    State.REVOKED: Look(mark("Akses dicabut, kartu ditunggu"), "wait", "card"),
    State.CLOSED: Look(mark("Selesai"), "good", "check"),
    State.REFUSED: Look(mark("Tidak dikabulkan"), "bad", "cross"),
    State.OPEN: Look(mark("Sedang berjalan"), "wait", "clock"),
}
KINDS: Final = {
    "baru": mark("Permintaan akses baru"),
    "kunjungan": mark("Permintaan kunjungan"),
    "perpanjangan": mark("Perpanjangan akses"),
    "perubahan": mark("Perubahan akses"),
    "kartu-hilang": mark("Penggantian kartu hilang"),
    "kartu-rusak": mark("Penggantian kartu rusak"),
    "pembukaan": mark("Pembukaan blokir kartu"),
    "penghapusan": mark("Penghapusan akses"),
    "daftar-awal": mark("Daftar awal"),
    "data-awal": mark("Data awal"),
    "berkala": mark("Review berkala"),
    "insidental": mark("Review insidental"),
    "mutasi": mark("Review karena mutasi"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the tracker.

    Attributes:
        mood: done, now or later.
        told: when the Pemohon was informed: step 8, which follows by itself and nobody signs.
    """

    number: str
    step: Step | sop.Line
    mood: str
    signed: SignedStep | None = None
    told: datetime | None = None


def tracked(way: Way, signed: Sequence[SignedStep], dossier: Dossier) -> tuple[Line, ...]:
    """Return the tracker of a dossier: the SOP's lines in order, each once."""
    by_act = {step.act: step for step in signed}
    lines, seen, due = [], set(), dossier.state not in ENDED
    for step in way.steps():
        if step.act in ASIDE or step.act in seen or _by_another(step, by_act):
            continue
        seen.add(step.act)
        done = by_act.get(step.act)
        now = due and done is None and step.before is dossier.state
        due = due and not now
        lines.append(Line(step.number, step, "done" if done else "now" if now else "later", done))
    if way.procedure is Procedure.REQUEST and "issue" in seen:
        lines.append(_informed(signed))
    return tuple(sorted(lines, key=lambda line: _order(line.number)))


def _informed(signed: Sequence[SignedStep]) -> Line:
    """Step 8: by itself on issue and on rejection."""
    told = next((step.at for step in signed if step.act in ("issue", "reject")), None)
    return Line(INFORMS.number, INFORMS, "later" if told is None else "done", told=told)


def _by_another(step: Step, done: Mapping[str, SignedStep]) -> bool:
    """Return whether a first step is a person's where the timer made it, or the timer's else."""
    if step.role is Role.SYSTEM:
        return step.act not in done
    return any(
        each.role is Role.SYSTEM and each.number == step.number and step.act not in done
        for each in done.values()
    )


def _order(number: str) -> int:
    return int(number.lstrip("DPR"))
