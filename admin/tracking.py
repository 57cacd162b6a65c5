"""What is shown of a dossier's way: each line of the SOP, done, due or to come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from admin.languages import mark
from register import unsigned, workflow
from register.dossiers import round_of, way_of
from register.models import Dossier, SignedStep
from register.store import Session
from register.unsigned import Moments
from register.ways import Way
from register.workflow import ENDED, Role, State, Step, Unsigned

ASIDE_WORDS: Final = {
    "withdraw": mark("Dibatalkan"),
    "return": mark("Dikembalikan untuk diperbaiki"),
    "reject": mark("Ditolak"),
    "object": mark("Diusulkan tidak dikabulkan"),
    "refuse": mark("Tidak dikabulkan"),
}
"""What became of a dossier by an act that sends it back or aside."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a state shows: words, tone and a sign, never colour alone."""

    words: str
    tone: str
    icon: str


STATES: Final = {
    State.DRAFT: Look(mark("Draf"), "plain", "book"),
    State.AT_SUPERIOR: Look(mark("Menunggu atasan langsung"), "wait", "clock"),
    State.AT_KADIS: Look(mark("Menunggu Kadis"), "wait", "clock"),
    State.AT_KABID: Look(mark("Menunggu Kabid"), "wait", "clock"),
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
        mood: done, now, later; stopped where it went back or aside; told where the system did it,
            though not for good; spared where nothing called for it.
        told: when a line that nobody signs came about.
        aside: who last sent the dossier back or aside at this line, where nothing came after.
    """

    number: str
    step: workflow.Line
    mood: str
    signed: SignedStep | None = None
    told: datetime | None = None
    aside: SignedStep | None = None


def followed(session: Session, dossier: Dossier) -> tuple[Line, ...]:
    """Return the tracker of a dossier as it is now."""
    moments = unsigned.moments(session, dossier)
    return tracked(way_of(dossier), round_of(dossier), dossier, moments)


def tracked(
    way: Way, signed: Sequence[SignedStep], dossier: Dossier, moments: Moments
) -> tuple[Line, ...]:
    """Return the tracker of a dossier: the SOP's lines in order, each once.

    `signed` since it was last a draft; `moments` as `register.unsigned` gives them.
    """
    by_act = _standing(signed)
    chosen = _chosen(way, by_act, dossier.state)
    last = dossier.steps[-1] if dossier.steps else None
    aside = last if last is not None and last.act in ASIDE_WORDS else None
    at = None if aside is None else _line_of(aside, chosen)
    lines, due = [], dossier.state not in ENDED
    for step in chosen:
        if isinstance(step, Unsigned):
            lines.append(_unsigned(step, moments, rejected=dossier.state is State.REJECTED))
            continue
        done, here = by_act.get(step.act), aside if step is at else None
        now = due and done is None and step.before is dossier.state
        due = due and not now
        mood = "now" if now else "stopped" if here else "done" if done else "later"
        lines.append(Line(step.number, step, mood, signed=done, aside=here))
    return tuple(sorted(lines, key=lambda line: _order(line.number)))


def _standing(signed: Sequence[SignedStep]) -> dict[str, SignedStep]:
    """Return the signatures that stand, by act: one sent back is to be made again."""
    found: dict[str, SignedStep] = {}
    for step in signed:
        if step.act == "return":
            found = {act: each for act, each in found.items() if each.before is not step.after}
        else:
            found[step.act] = step
    return found


def _chosen(way: Way, by_act: Mapping[str, SignedStep], state: State) -> tuple[workflow.Line, ...]:
    """Return one line an act: as it was signed, or as it is due now."""
    found: dict[str, workflow.Line] = {}
    for line in way.lines():
        if line.act in ASIDE_WORDS or (isinstance(line, Step) and _by_another(line, by_act)):
            continue
        done = by_act.get(line.act)
        here = line.before is (state if done is None else done.before)
        if here or line.act not in found:
            found[line.act] = line
    return tuple(found.values())


def _line_of(aside: SignedStep, lines: Sequence[workflow.Line]) -> workflow.Line | None:
    """Return at which line a dossier was sent back or aside: where it waited, or by its number."""
    waited = [line for line in lines if line.before is aside.before]
    numbered = [line for line in lines if line.number == aside.number]
    return next(iter(waited or numbered), None)


def _unsigned(line: Unsigned, moments: Moments, *, rejected: bool) -> Line:
    """A line that follows by itself; of a rejection the Pemohon is told, which is no success."""
    at = moments.get(line.act)
    came = "told" if rejected else "done"
    mood = "spared" if line.act not in moments else "later" if at is None else came
    return Line(line.number, line, mood, told=at)


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
