"""Findings at the door as people look after them: listed, acknowledged, closed (append-only)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session, selectinload

from register import audit, dates, settings
from register.audit import By
from register.door_log.anomalies import FAULTS, Severity
from register.errors import AnomalyRefused, NotFound
from register.messaging import messages
from register.messaging.message_texts import both, reason
from register.models import Anomaly, AnomalyNote, AnomalyState, Cardholder, Door, Tenure
from register.workflow import Role

SHOWN: Final = 200  # findings of a list
FIRST: Final = {Severity.HIGH: 0, Severity.MIDDLE: 1, Severity.LOW: 2}
WORDS: Final = 2000  # letters of a note


@dataclass(frozen=True, slots=True)
class Handling:
    """What somebody does about a finding.

    Attributes:
        owner: id of the person who sees to it; with `due`, wanted unless it is closed.
        due: the day by which it is seen to.
    """

    note: str
    owner: int | None = None
    due: date | None = None
    close: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """The findings of a list, whom they are about, and how many there are of each state.

    Attributes:
        people: by pseudonymous id.
    """

    anomalies: Sequence[Anomaly]
    people: Mapping[str, Cardholder]
    counts: Mapping[AnomalyState, int]


def listed(session: Session, state: AnomalyState | None = None, *, faults: bool = False) -> Listed:
    """Return findings: the open ones first, then by severity, the newest first.

    Args:
        session: reading.
        state: of this one alone; None: what is not closed.
        faults: those of the door and its parts alone, which concern nobody's movements.
    """
    whose = Anomaly.rule.in_(FAULTS) if faults else Anomaly.id.is_not(None)
    wanted = Anomaly.state != AnomalyState.CLOSED if state is None else Anomaly.state == state
    urgent = case(FIRST, value=Anomaly.severity)
    found = session.scalars(
        select(Anomaly)
        .where(whose, wanted)
        .options(selectinload(Anomaly.notes).joinedload(AnomalyNote.owner))
        .order_by(Anomaly.state != AnomalyState.OPEN, urgent, Anomaly.at.desc())
        .limit(SHOWN)
    ).all()
    counted = session.execute(
        select(Anomaly.state, func.count()).where(whose).group_by(Anomaly.state)
    )
    counts = {state: int(count) for state, count in counted}
    return Listed(found, named(session, [each.subject for each in found]), counts)


def one(session: Session, number: int, *, faults: bool = False) -> Anomaly:
    """Return a finding with what was written to it; NotFound where it is not there, or another's.

    Args:
        session: the caller's.
        number: its id.
        faults: whether only those of the door and its parts are shown.
    """
    found = session.get(Anomaly, number)
    if found is None or (faults and found.rule not in FAULTS):
        raise NotFound(f"Tidak ada temuan {number}.", f"there is no finding {number}")
    return found


def named(session: Session, ids: Iterable[str | None]) -> Mapping[str, Cardholder]:
    """Return the people of pseudonymous ids; who is not known, and a card's fingerprint, is not."""
    wanted = {each for each in ids if each}
    found = session.scalars(select(Cardholder).where(Cardholder.public_id.in_(wanted)))
    return {person.public_id: person for person in found}


def doors(session: Session) -> Mapping[str, str]:
    """Return what each door is called."""
    return {row.name: row.label for row in session.execute(select(Door.name, Door.label))}


def owners(session: Session, at: datetime) -> Sequence[Cardholder]:
    """Return who may be asked to see to a finding: whoever holds a post, by name."""
    standing = (Tenure.valid_from <= at) & or_(
        Tenure.valid_until.is_(None), Tenure.valid_until > at
    )
    held = select(Tenure.person_id).where(standing, Tenure.role != Role.AUDITOR)
    return session.scalars(
        select(Cardholder).where(Cardholder.id.in_(held)).order_by(Cardholder.name)
    ).all()


def lines(anomaly: Anomaly) -> tuple[int, ...]:
    """Return the sequences of the journal's lines behind a finding."""
    return tuple(int(seq) for seq in anomaly.events.split())


def overdue(anomaly: Anomaly, today: date) -> bool:
    """Whether a finding that somebody sees to should have been closed by now."""
    due = anomaly.notes[-1].due if anomaly.notes else None
    in_hand = anomaly.state is AnomalyState.IN_HAND
    return in_hand and due is not None and date.fromisoformat(due) < today


def handle(
    session: Session, number: int, doing: Handling, person: int, by: By, at: datetime
) -> Anomaly:
    """Acknowledge a finding, with a note, an owner and a due date; or close it, with a note.

    Raises:
        NotFound: there is no such finding.
        AnomalyRefused: something is wanting, or it is closed already.
    """
    anomaly = one(session, number)
    _check(session, anomaly, doing, at)
    state = AnomalyState.CLOSED if doing.close else AnomalyState.IN_HAND
    session.add(
        AnomalyNote(
            anomaly_id=anomaly.id,
            state=state,
            note=doing.note.strip(),
            owner_id=None if doing.close else doing.owner,
            due=None if doing.close or doing.due is None else doing.due.isoformat(),
            by_id=person,
            at=at,
        )
    )
    session.flush()
    session.refresh(anomaly, ["state", "notes"])
    messages.settle_one(session, "finding-yours", anomaly.id, at)
    _tell(session, anomaly, doing, person, at)
    act = "anomaly.close" if doing.close else "anomaly.acknowledge"
    audit.write(session, act, by, at, {"anomaly": anomaly.id, "key": anomaly.key})
    return anomaly


def _tell(session: Session, anomaly: Anomaly, doing: Handling, person: int, at: datetime) -> None:
    """Tell the one who is to see to it, unless he said so himself."""
    if doing.close or doing.owner is None or doing.due is None or doing.owner == person:
        return
    day = both(dates.day(doing.due, "id"), dates.day(doing.due, "en"))
    fields = {"nomor": anomaly.id, "tenggat": day, "alasan": reason(doing.note)}
    messages.tell(session, doing.owner, "finding-yours", fields, at)


def _check(session: Session, anomaly: Anomaly, doing: Handling, at: datetime) -> None:
    if anomaly.state is AnomalyState.CLOSED:
        raise AnomalyRefused(
            f"Temuan {anomaly.id} sudah selesai dan tidak dibuka lagi.",
            f"finding {anomaly.id} is closed, and stays so",
        )
    note = doing.note.strip()
    if not note or len(note) > WORDS:
        raise AnomalyRefused(
            f"Catatan: {len(note)} huruf; tuliskan 1 sampai {WORDS} huruf tentang tindak lanjut.",
            f"note: {len(note)} letters; 1 to {WORDS} about what is done are wanted",
        )
    if doing.close:
        return
    if doing.owner is None or session.get(Cardholder, doing.owner) is None:
        raise AnomalyRefused("Penanggung jawab belum dipilih.", "owner: who sees to it is wanted")
    today = at.astimezone(ZoneInfo(settings.read(session).zone)).date()
    if doing.due is None or doing.due < today:
        said = [doing.due and dates.day(doing.due, each) for each in ("id", "en")]
        raise AnomalyRefused(
            f"Tenggat: {said[0] or 'kosong'}; isikan tanggal mulai hari ini.",
            f"due: {said[1] or 'nothing'}; a date from today on is wanted",
        )
