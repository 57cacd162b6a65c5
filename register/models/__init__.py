"""Every mapped class of the register. The schema itself is made by migrations."""

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
    RegisterMeta,
    RegisterRevision,
    Schedule,
)
from register.models.accounts import Account, Link, Passkey, Purpose, Throttle, WebSession
from register.models.administration import Mutation, Paper, PaperKind
from register.models.base import Base, canonical, milliseconds
from register.models.erasure import Erasure
from register.models.first import FirstRow
from register.models.office import AuditLine, Notice, Outgoing, Series, Setting, Unit
from register.models.papers import Print
from register.models.procedure import (
    Attachment,
    Capacity,
    Dossier,
    Method,
    Move,
    SignedStep,
    Tenure,
)
from register.models.removal import RemovalItem

__all__ = [
    "LIVE",
    "Account",
    "Attachment",
    "AuditLine",
    "Base",
    "Capacity",
    "Card",
    "Cardholder",
    "Door",
    "DoorOrder",
    "Dossier",
    "Erasure",
    "FirstRow",
    "Grant",
    "GrantDoor",
    "Holiday",
    "HolidayKind",
    "Link",
    "Method",
    "Move",
    "Mutation",
    "Notice",
    "Outgoing",
    "Paper",
    "PaperKind",
    "Passkey",
    "Print",
    "Purpose",
    "RegisterMeta",
    "RegisterRevision",
    "RemovalItem",
    "Schedule",
    "Series",
    "Setting",
    "SignedStep",
    "Tenure",
    "Throttle",
    "Unit",
    "WebSession",
    "canonical",
    "milliseconds",
]
