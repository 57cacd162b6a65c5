"""What was changed of late, from the audit: by whom, from what, to what."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from register.models import AuditLine, Cardholder
from register.models.base import EPOCH

LOOKED: Final = 20_000  # lines of the audit that are searched back
SHOWN: Final = 12


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the audit that changed something.

    Attributes:
        who: the name of him who did it, or his pseudonymous id once he was erased.
        what: each changed value as it was and as it is.
    """

    at: datetime
    who: str
    act: str
    what: Mapping[str, tuple[object, object]]


def changes(session: Session, *acts: str, most: int = SHOWN) -> Sequence[Change]:
    """Return the newest changes by some acts, as `setting.change`; the newest first."""
    newest = session.scalar(select(AuditLine.seq).order_by(AuditLine.seq.desc()).limit(1)) or 0
    wanted = or_(*(AuditLine.body.contains(f'"act":"{act}"', autoescape=True) for act in acts))
    found = session.scalars(
        select(AuditLine.body)
        .where(AuditLine.seq > newest - LOOKED, wanted)
        .order_by(AuditLine.seq.desc())
        .limit(most)
    )
    lines = [json.loads(body) for body in found]
    names = _names(session, {line["by"] for line in lines})
    return [
        Change(
            EPOCH + timedelta(milliseconds=line["at"]),
            names.get(line["by"], line["by"]),
            line["act"],
            {
                key: (value[0], value[1])
                for key, value in line.get("what", {}).items()
                if isinstance(value, list) and len(value) == 2  # noqa: PLR2004 - before and after
            },
        )
        for line in lines
    ]


def _names(session: Session, public_ids: Iterable[str]) -> dict[str, str]:
    found = session.execute(
        select(Cardholder.public_id, Cardholder.name).where(Cardholder.public_id.in_(public_ids))
    )
    return {public_id: name for public_id, name in found if name}
