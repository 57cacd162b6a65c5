"""Accounts: made by their own holder from a one-time link, disabled, never deleted."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from register import audit, people, posts
from register.audit import By
from register.errors import AccountRefused, NotFound
from register.login import links, sessions
from register.models import Account, Cardholder, Purpose
from register.posts import NewTenure
from register.pseudonym import pseudonym
from register.workflow import Role

LOGIN: Final = re.compile(r"[a-z][a-z0-9._-]{1,31}")  # begins with a letter: no NIP is a login
TITLE: Final = "Administrator Gapura"


def normal(login: str) -> str:
    """Return a login as it is kept."""
    return login.strip().lower()


def with_login(session: Session, login: str) -> Account | None:
    """Return the account of a login, or None."""
    return session.scalar(select(Account).where(Account.login == normal(login)))


def of_person(session: Session, person: int) -> Account | None:
    """Return the account of a person, or None."""
    return session.scalar(select(Account).where(Account.person_id == person))


def get(session: Session, account: int) -> Account:
    """Return an account that is known to be there."""
    return session.get_one(Account, account)


def everybody(session: Session, at: datetime) -> Sequence[tuple[Account, str]]:
    """Return every account that can log in, with the title of its holder's post, if any."""
    found = session.scalars(
        select(Account)
        .where(Account.disabled_at.is_(None))
        .order_by(Account.id)
        .options(joinedload(Account.person))
    )
    return [
        (each, next((held.title for held in posts.held(session, each.person_id, at)), ""))
        for each in found
    ]


def make(
    session: Session, person: int, login: str, password_hash: str | None, by: By, at: datetime
) -> Account:
    """Give a person an account; AccountRefused where he has one or the login cannot be."""
    check_login(session, login)
    if of_person(session, person) is not None:
        raise AccountRefused(
            "Orang ini sudah memiliki akun.", f"person {person} has an account already"
        )
    account = Account(
        person_id=person, login=normal(login), password_hash=password_hash, created_at=at
    )
    session.add(account)
    session.flush()
    audit.write(session, "account.make", by, at, {"account": account.id, "person": person})
    return account


def check_login(session: Session, login: str) -> None:
    """Raise AccountRefused for a login that is taken or cannot be one."""
    if not LOGIN.fullmatch(normal(login)):
        raise AccountRefused(
            "Nama pengguna terdiri atas 2 sampai 32 huruf kecil, angka, titik, atau tanda hubung,"
            " diawali huruf.",
            "a login has 2 to 32 lower-case letters, digits, dots or hyphens and begins with a"
            " letter",
        )
    if with_login(session, login) is not None:
        raise AccountRefused("Nama pengguna ini sudah dipakai.", "this login is taken")


def disable(session: Session, login: str, why: str, by: By, at: datetime) -> Account:
    """Shut an account: its sessions and links end at once.

    Raises:
        NotFound: no account has this login.
        AccountRefused: it is one's own, the last administrator's, or disabled already.
    """
    account = with_login(session, login)
    if account is None:
        raise NotFound(f"Tidak ada akun {login}.", f"there is no account {login}")
    if account.disabled_at is not None:
        raise AccountRefused(
            f"Akun {login} sudah dinonaktifkan.", f"account {login} is disabled already"
        )
    if by.person is not None:
        _check_disabling(session, account, by.person, at)
    account.disabled_at = at
    sessions.end_all(session, account.person_id, at)
    links.end_all(session, account.person_id, at)
    audit.write(session, "account.disable", by, at, {"account": account.id, "why": why})
    return account


def invite(session: Session, person: int, by: By, at: datetime) -> str:
    """Return a link by which a person makes his account, or comes back to one that was reset.

    Raises:
        NotFound: there is no such person, or he was erased.
        AccountRefused: his account was disabled; it is reset instead.
        LinkRefused: he has an account with a password already.
    """
    found = session.get(Cardholder, person)
    if found is None or found.erased_at is not None:
        raise NotFound(f"Tidak ada orang {person}.", f"there is no person {person}")
    account = of_person(session, person)
    if account is not None and account.disabled_at is not None:
        raise AccountRefused(
            "Akun ini dinonaktifkan; setel ulang untuk membukanya kembali.",
            "this account is disabled; reset it to open it again",
        )
    return links.make(session, Purpose.ACCOUNT, person, by, at)


def reset(session: Session, account: Account, why: str, by: By, at: datetime) -> str:
    """Take password and factors away, and return the link by which the holder sets new ones."""
    if by.person == account.person_id:
        raise AccountRefused(
            "Akun sendiri tidak dapat disetel ulang.", "nobody resets his own account"
        )
    account.password_hash = account.totp_secret = account.totp_used = account.disabled_at = None
    account.passkeys.clear()
    sessions.end_all(session, account.person_id, at)
    audit.write(session, "account.reset", by, at, {"account": account.id, "why": why})
    return links.make(session, Purpose.ACCOUNT, account.person_id, by, at)


def first_administrator(session: Session, name: str, why: str | None, by: By, at: datetime) -> str:
    """Make an administrator from the command line, and return the link to his account.

    Whoever was named before and never used his link is the same person still.

    Raises AccountRefused: an administrator has an account, and no reason was given for another.
    """
    held = posts.holders(session, Role.ADMINISTRATOR, at)
    if not why and any(posts.usable(session, tenure.person_id) for tenure in held):
        raise AccountRefused(
            "Sudah ada administrator yang memiliki akun; sebutkan alasan untuk menambah satu lagi.",
            "an administrator has an account already; another one needs --again and --why",
        )
    waiting = (each.person for each in held if of_person(session, each.person_id) is None)
    person = next((each for each in waiting if each.name == name), None)
    if person is None:
        person = _appointed(session, name, by, at)
    audit.write(session, "account.first", by, at, {"person": person.id, "why": why})
    return links.make(session, Purpose.ACCOUNT, person.id, by, at)


def _appointed(session: Session, name: str, by: By, at: datetime) -> Cardholder:
    person = Cardholder(public_id=pseudonym(), name=name, kind=people.ASN)
    session.add(person)
    session.flush()
    new = NewTenure(role=Role.ADMINISTRATOR, person=person.id, title=TITLE, valid_from=at)
    posts.appoint(session, new, by, at)
    return person


def _check_disabling(session: Session, account: Account, person: int, at: datetime) -> None:
    if person == account.person_id:
        raise AccountRefused(
            "Akun sendiri tidak dapat dinonaktifkan.", "nobody disables his own account"
        )
    held = {tenure.person_id for tenure in posts.holders(session, Role.ADMINISTRATOR, at)}
    others = held - {account.person_id}
    if account.person_id in held and not any(posts.usable(session, each) for each in others):
        raise AccountRefused(
            "Ini akun administrator yang terakhir.", "this is the last administrator's account"
        )
