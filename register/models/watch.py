"""What the Kasi looks after at the door: findings and what was done, and the log signed monthly."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from register.door_log.anomalies import Rule, Severity
from register.models.access import Cardholder
from register.models.base import STRICT, Base, Word
from register.models.procedure import NUMBERED


class AnomalyState(StrEnum):
    """How far a finding is looked after."""

    OPEN = "terbuka"
    IN_HAND = "ditangani"
    CLOSED = "selesai"


class Anomaly(Base):
    """A finding of register.door_log.anomalies; it may gain lines, and moves by its notes alone."""

    __tablename__ = "anomaly"
    __table_args__ = (Index("anomaly_state", "state", "at"), Index("anomaly_at", "at"), NUMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    rule: Mapped[Rule] = mapped_column(Word(Rule))
    severity: Mapped[Severity] = mapped_column(Word(Severity))
    at: Mapped[datetime]  # of its first line
    until: Mapped[datetime | None]  # of its last
    door: Mapped[str | None]
    reader: Mapped[str | None]
    subject: Mapped[str | None]  # a pseudonymous id, or an unknown card's fingerprint
    card: Mapped[int | None]  # as the journal has it
    events: Mapped[str]  # sequences of the journal's lines, with spaces between
    found_at: Mapped[datetime]
    state: Mapped[AnomalyState] = mapped_column(
        Word(AnomalyState), default=AnomalyState.OPEN, server_default=text("'terbuka'")
    )
    notes: Mapped[list["AnomalyNote"]] = relationship(order_by="AnomalyNote.id")


class AnomalyNote(Base):
    """What somebody wrote to a finding; never changed."""

    __tablename__ = "anomaly_note"
    __table_args__ = (Index("anomaly_note_anomaly", "anomaly_id"), NUMBERED)

    id: Mapped[int] = mapped_column(primary_key=True)
    anomaly_id: Mapped[int] = mapped_column(ForeignKey("anomaly.id"))
    state: Mapped[AnomalyState] = mapped_column(Word(AnomalyState))  # that it leads to
    note: Mapped[str]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("cardholder.id"))
    due: Mapped[str | None]  # ISO date
    by_id: Mapped[int] = mapped_column(ForeignKey("cardholder.id"))
    at: Mapped[datetime]
    owner: Mapped[Cardholder | None] = relationship(foreign_keys=[owner_id])
    by: Mapped[Cardholder] = relationship(foreign_keys=[by_id])


class Watch(Base):
    """One row: how far the journal was looked through, and what the rules remember."""

    __tablename__ = "watch"
    __table_args__ = STRICT

    id: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int]
    memory: Mapped[dict[str, Any]]
    at: Mapped[datetime]


class LogSignOff(Base):
    """One month of the log as the Kasi signed it; never changed."""

    __tablename__ = "log_sign_off"
    __table_args__ = STRICT

    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[str] = mapped_column(unique=True)  # 2026-10
    ended: Mapped[datetime]  # the month's end, exclusive
    first_seq: Mapped[int]
    last_seq: Mapped[int]  # one less than first_seq where the month has no line
    root: Mapped[str]  # where the journal's chain stood at the last line, hex
    report: Mapped[dict[str, Any]]  # the figures, as register.door_log.log_months.Figures
    digest: Mapped[str]  # SHA-256 of what was signed
    note: Mapped[str | None]
    person_id: Mapped[int] = mapped_column(ForeignKey("cardholder.id"))
    title: Mapped[str]
    capacity: Mapped[str]
    at: Mapped[datetime]
    person: Mapped[Cardholder] = relationship()
    countersigned: Mapped["LogCountersignature | None"] = relationship()


class LogScan(Base):
    """A month's report as the Kabid signed it with his pen: kept as it came in."""

    __tablename__ = "log_scan"
    __table_args__ = NUMBERED

    id: Mapped[int] = mapped_column(primary_key=True)
    sign_off_id: Mapped[int] = mapped_column(ForeignKey("log_sign_off.id"))
    media_type: Mapped[str]
    size: Mapped[int]  # bytes, up to 5 MiB
    sha256: Mapped[str]
    content: Mapped[bytes] = mapped_column(deferred=True)
    added_by: Mapped[int] = mapped_column(ForeignKey("cardholder.id"))
    at: Mapped[datetime]


class LogCountersignature(Base):
    """The Kabid's *mengetahui* under a month of the log; never changed.

    Attributes:
        scan_id, filed_by, signed_on: of one on paper: its scan, who of tata usaha filed it, and
            the day that stands on it (ISO).
    """

    __tablename__ = "log_countersignature"
    __table_args__ = STRICT

    sign_off_id: Mapped[int] = mapped_column(ForeignKey("log_sign_off.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("cardholder.id"))
    title: Mapped[str]
    capacity: Mapped[str]
    at: Mapped[datetime]
    digest: Mapped[str]  # the one that was signed, said again
    scan_id: Mapped[int | None] = mapped_column(ForeignKey("log_scan.id"))
    filed_by: Mapped[int | None] = mapped_column(ForeignKey("cardholder.id"))
    signed_on: Mapped[str | None]
    person: Mapped[Cardholder] = relationship(foreign_keys=[person_id])
    filer: Mapped[Cardholder | None] = relationship(foreign_keys=[filed_by])
