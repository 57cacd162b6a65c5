"""Erasure: a person's name, numbers and words leave the register; his pseudonymous id stays.

Journal and audit know him by that id alone, so their chains still verify. What he signed, and what
was signed about him, keeps its digests (docs/adr). `Store.shred` then leaves the name in no byte.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Column, Table, Text, delete, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from register import audit, posts, settings
from register.audit import By
from register.errors import NotFound, Refusal
from register.forms import identity
from register.login import accounts
from register.models import (
    Attachment,
    Base,
    Card,
    Cardholder,
    Dossier,
    Erasure,
    FirstRow,
    Grant,
    Link,
    Notice,
    Outgoing,
    Passkey,
    SignedStep,
    Tenure,
    WebSession,
)
from register.rights import KEYS
from register.workflow import ENDED

GONE: Final = "(dihapus)"
WHOSE: Final = (  # of a person, what is emptied
    "name", "nip", "unit", "position", "rank", "institution", "identity_kind", "identity_shown",
    "identity_digest", "phone", "email",
)  # fmt: skip
STAYS: Final = frozenset({*KEYS, "kategori", "jenis_permintaan", "keperluan_kat"})
"""Answers that say nothing of who he is."""
UNTOUCHED: Final = frozenset({"audit", "move", "cardholder", "erasure", "register_meta", "sealing"})
"""Tables that hold no name by their making, or are seen to by themselves."""
LEAST_WORDS: Final = 2  # of a name without its titles, to be looked for by itself
MONTH: Final = timedelta(days=30.44)


class ErasureRefused(Refusal):
    """Somebody cannot be erased yet, or his words are where they cannot be taken out."""


def due(session: Session, at: datetime) -> Sequence[Cardholder]:
    """Return who has had no access, post or open dossier for as long as the office keeps people."""
    before = at - settings.read(session).person_months * MONTH
    found = session.scalars(
        select(Cardholder).where(Cardholder.erased_at.is_(None)).order_by(Cardholder.id)
    )
    return [each for each in found if _last(session, each) <= before
            and against(session, each, at) is None]  # fmt: skip


def erase(session: Session, person: int, why: str, by: By, at: datetime) -> None:
    """Erase a person in the caller's transaction; `Store.shred` follows its commit.

    Args:
        session: the writing transaction.
        person: his id.
        why: `retention`, or the number and date of the decision; kept for ever, so no name.
        by: who does it.
        at: now.

    Raises ErasureRefused, NotFound.
    """
    found = session.get(Cardholder, person)
    if found is None or found.erased_at is not None:
        raise NotFound(f"Tidak ada orang {person}.", f"there is no person {person}")
    if (why_not := against(session, found, at)) is not None:
        raise ErasureRefused(*why_not)
    gone = tuple(words(found))
    check_reason(why, gone)
    session.add(Erasure(person_id=person, why=why.strip(), at=at))
    session.flush()
    chains = _dossiers(session, found, gone, at)
    _own(session, found, at)
    for table in Base.metadata.sorted_tables:
        if table.name not in UNTOUCHED:
            _scrub(session, table, gone)
    for key in WHOSE:
        setattr(found, key, None)
    found.erased_at, found.keyholder = at, False
    session.flush()
    session.expire_all()
    audit.write(
        session, "person.erase", by, at,
        {"person": found.public_id, "why": why.strip(), "chains": chains},
    )  # fmt: skip


def against(session: Session, person: Cardholder, at: datetime) -> tuple[str, str] | None:
    """Return why somebody cannot be erased now, or None."""
    number = person.id
    reasons = (
        (select(Card.id).where(Card.cardholder_id == number, Card.ended_at.is_(None)),
         "masih memegang kartu", "holds a card"),
        (select(Grant.id).where(Grant.cardholder_id == number, Grant.revoked_at.is_(None),
                                Grant.valid_until > at),
         "masih memiliki hak akses", "has a right of access"),
        (select(Dossier.id).where(Dossier.state.not_in(ENDED),
                                  or_(Dossier.applicant_id == number,
                                      Dossier.superior_id == number)),
         "masih memiliki berkas yang berjalan", "has a dossier under way"),
        (select(Grant.id).where(Grant.escort_id == number, Grant.revoked_at.is_(None),
                                Grant.valid_until > at),
         "masih menjadi pendamping", "escorts somebody"),
    )  # fmt: skip
    if posts.roles(session, number, at):
        return _said(person, "masih memegang jabatan", "holds a post")
    for statement, indonesian, english in reasons:
        if session.scalar(statement.limit(1)) is not None:
            return _said(person, indonesian, english)
    return None


def _said(person: Cardholder, indonesian: str, english: str) -> tuple[str, str]:
    return (
        f"{person.public_id} {indonesian}; selesaikan lebih dahulu.",
        f"{person.public_id} {english}; end that first",
    )


def _last(session: Session, person: Cardholder) -> datetime:
    """Return when a person last had anything to do with the room."""
    number = person.id
    wanted = (
        select(func.max(Dossier.changed_at)).where(
            or_(Dossier.applicant_id == number, Dossier.superior_id == number)
        ),
        select(func.max(Grant.valid_until)).where(
            Grant.cardholder_id == number, Grant.revoked_at.is_(None)
        ),
        select(func.max(Grant.revoked_at)).where(Grant.cardholder_id == number),
        select(func.max(Card.ended_at)).where(Card.cardholder_id == number),
        select(func.max(Tenure.valid_until)).where(Tenure.person_id == number),
        select(func.max(SignedStep.at)).where(SignedStep.person_id == number),
    )
    found = [each for each in (session.scalar(statement) for statement in wanted) if each]
    return max(found, default=datetime.max.replace(tzinfo=UTC))


def words(person: Cardholder) -> Iterator[str]:
    """Yield what is looked for, the longest first: his names, numbers and addresses."""
    found = {person.phone, person.email}
    if person.name:
        bare = person.name.partition(",")[0].strip()
        found |= {person.name, bare if len(bare.split()) >= LEAST_WORDS else None}
    if person.nip:
        found |= {person.nip, identity.shown("nip", person.nip)}
    yield from sorted((each for each in found if each), key=len, reverse=True)


def check_reason(why: str, words: Sequence[str]) -> None:
    """Raise ErasureRefused for a reason that is empty, or says who it is about."""
    if not why.strip() or any(each.casefold() in why.casefold() for each in words):
        raise ErasureRefused(
            "Tulis dasar penghapusan (nomor dan tanggal keputusan), tanpa nama orangnya.",
            "write what it rests on (number and date of the decision), without the person's name",
        )


def _dossiers(
    session: Session, person: Cardholder, words: Sequence[str], at: datetime
) -> dict[str, str]:
    """Mark each dossier that loses words; return the last chain of each as it was."""
    mine = Dossier.applicant_id == person.id
    holds = [func.instr(column, word) > 0 for word in words
             for column in (Dossier.__table__.c.answers, Dossier.__table__.c.approved)]  # fmt: skip
    told = select(SignedStep.dossier_id).where(
        or_(*(func.instr(column, word) > 0 for word in words
              for column in (SignedStep.__table__.c.note, SignedStep.__table__.c.sheet)))
    )  # fmt: skip
    found = session.scalars(select(Dossier).where(or_(mine, *holds, Dossier.id.in_(told)))).all()
    for dossier in found:
        dossier.erased_at = dossier.erased_at or at
        if dossier.applicant_id == person.id:
            dossier.answers = {k: v for k, v in dossier.answers.items() if k in STAYS}
    session.flush()
    return {str(each.id): each.steps[-1].chain for each in found if each.steps}


def _own(session: Session, person: Cardholder, at: datetime) -> None:
    """Take out what is nobody else's: papers, messages, rows of a first list, the account."""
    mine = select(Dossier.id).where(Dossier.applicant_id == person.id)
    session.execute(
        update(Attachment).where(Attachment.dossier_id.in_(mine)).values(content=b"", name=GONE)
    )
    rows = select(FirstRow.id).where(
        or_(FirstRow.person_id == person.id, FirstRow.nip == (person.nip or ""))
    )
    session.execute(
        update(FirstRow).where(FirstRow.id.in_(rows)).values(answers={}, name=None, nip=None)
    )
    for table in (Notice, Outgoing, Link, WebSession):
        session.execute(delete(table).where(table.person_id == person.id))
    account = accounts.of_person(session, person.id)
    if account is not None:
        session.execute(delete(Passkey).where(Passkey.account_id == account.id))
        account.login, account.password_hash = f"dihapus-{account.id}", None
        account.totp_secret, account.disabled_at = None, account.disabled_at or at
    session.flush()


def _scrub(session: Session, table: Table, words: Sequence[str]) -> None:
    """Take words out of every text of a table."""
    for column in table.columns:
        if not _text(column):
            continue
        for word in words:
            raw: Column[str] = column
            statement = (
                update(table)
                .where(func.instr(raw, word) > 0)
                .values({column: func.replace(raw, word, GONE, type_=Text())})
            )
            try:
                session.execute(statement)
            except IntegrityError as error:
                raise ErasureRefused(
                    f"Nama itu juga tertulis pada {table.name}.{column.name}, yang tidak boleh"
                    " diubah.",
                    f"the name also stands in {table.name}.{column.name}, which may not be changed",
                ) from error


def _text(column: Column[object]) -> bool:
    kind = getattr(column.type, "impl", column.type)
    return isinstance(kind, Text) and not column.primary_key and not column.foreign_keys
