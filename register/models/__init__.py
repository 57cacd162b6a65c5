"""Every mapped class of the register. The schema itself is made by migrations."""

from register.capacity import Capacity
from register.models.access import (
    LIVE,
    Card,
    Cardholder,
    Door,
    DoorOrder,
    Grant,
    GrantDoor,
    Holiday,
    HolidayKind,
    ReaderLabel,
    RegisterMeta,
    RegisterRevision,
    Schedule,
)
from register.models.accounts import Account, Link, Passkey, Purpose, Throttle, WebSession
from register.models.administration import Mutation, Paper, PaperKind
from register.models.base import Base, canonical, milliseconds
from register.models.card_life import CardAct, CardChange
from register.models.erasure import Erasure, ErasureOrder
from register.models.first import FirstRow
from register.models.house_texts import HouseText, TextKind
from register.models.office import AuditLine, Notice, Outgoing, Series, Setting, Unit
from register.models.orders import ProposedOrder
from register.models.papers import Print
from register.models.procedure import (
    Attachment,
    Dossier,
    Method,
    Move,
    SignedStep,
    Tenure,
)
from register.models.removal import RemovalItem
from register.models.review import Review, ReviewItem
from register.models.sealing import Sealing
from register.models.stock import CardBatch, StockMove
from register.models.visits import DayCard, Visit, VisitItem
from register.models.watch import (
    Anomaly,
    AnomalyNote,
    AnomalyState,
    LogCountersignature,
    LogScan,
    LogSignOff,
    Watch,
)

__all__ = [
    "LIVE",
    "Account",
    "Anomaly",
    "AnomalyNote",
    "AnomalyState",
    "Attachment",
    "AuditLine",
    "Base",
    "Capacity",
    "Card",
    "CardAct",
    "CardBatch",
    "CardChange",
    "Cardholder",
    "DayCard",
    "Door",
    "DoorOrder",
    "Dossier",
    "Erasure",
    "ErasureOrder",
    "FirstRow",
    "Grant",
    "GrantDoor",
    "Holiday",
    "HolidayKind",
    "HouseText",
    "Link",
    "LogCountersignature",
    "LogScan",
    "LogSignOff",
    "Method",
    "Move",
    "Mutation",
    "Notice",
    "Outgoing",
    "Paper",
    "PaperKind",
    "Passkey",
    "Print",
    "ProposedOrder",
    "Purpose",
    "ReaderLabel",
    "RegisterMeta",
    "RegisterRevision",
    "RemovalItem",
    "Review",
    "ReviewItem",
    "Schedule",
    "Sealing",
    "Series",
    "Setting",
    "SignedStep",
    "StockMove",
    "Tenure",
    "TextKind",
    "Throttle",
    "Unit",
    "Visit",
    "VisitItem",
    "Watch",
    "WebSession",
    "canonical",
    "milliseconds",
]
