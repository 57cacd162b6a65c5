"""Every act in the admin app: who, when, from where, what before and after; append-only, chained.

The same chain as the journal's (ledger.chain): `chain(n) = SHA-256(chain(n-1) || body(n))`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.chain import GENESIS, link
from register.errors import AuditBroken
from register.models import AuditLine, canonical, milliseconds

AT_ONCE: Final = 1000  # lines


@dataclass(frozen=True, slots=True)
class By:
    """Who acts, and where from.

    Attributes:
        person: the id of the cardholder who acts; None for a timer or before a login.
        name: his pseudonymous id, or `system`; never a name, so that names can be erased.
        source: the address that the request came from, or `cli`.
    """

    person: int | None = None
    name: str = "system"
    source: str = "cli"


def write(
    session: Session, act: str, by: By, at: datetime, what: Mapping[str, object] | None = None
) -> int:
    """Append a line in the transaction of the act itself; return its number.

    Args:
        session: the writing transaction; where it rolls back, nothing happened and nothing is said.
        act: as `card.issue`.
        by: who.
        at: now.
        what: ids and values before and after; never a name, a NIP, a card number or a secret.
    """
    last = session.scalar(select(AuditLine).order_by(AuditLine.seq.desc()).limit(1))
    seq, root = (1, GENESIS) if last is None else (last.seq + 1, last.chain)
    body = canonical(
        {"seq": seq, "at": milliseconds(at), "by": by.name, "from": by.source, "act": act}
        | ({"what": what} if what else {})
    )
    session.add(AuditLine(seq=seq, body=body, chain=link(root, body.encode())))
    session.flush()
    return seq


def verify(session: Session) -> int:
    """Walk the whole audit and return its length; AuditBroken names the first wrong line."""
    length = 0
    for length in walk(session, every=1):  # noqa: B007 - the last one is the answer
        pass
    return length


def walk(session: Session, every: int = AT_ONCE) -> Iterator[int]:
    """Walk the audit and yield how far it is, every so many lines; raises AuditBroken."""
    root = GENESIS
    found = session.scalars(
        select(AuditLine).order_by(AuditLine.seq).execution_options(yield_per=AT_ONCE)
    )
    for seq, line in enumerate(found, 1):
        root = link(root, line.body.encode())
        if line.seq != seq or line.chain != root:
            raise AuditBroken(seq)
        if seq % every == 0:
            yield seq
