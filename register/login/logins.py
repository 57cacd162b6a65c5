"""Coming in: the password, then the second factor; and proving it again (step-up).

A wrong try is no error but an answer: it is counted and audited, so its transaction commits.
Passwords are compared between transactions: a flood of logins never holds the register.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy.orm import Session

from register import audit
from register.audit import By
from register.errors import AccountRefused, LinkRefused
from register.login import accounts, factors, links, passwords, sessions, throttle
from register.login.passkeys import Party
from register.login.passwords import Hasher
from register.models import Account, Purpose, WebSession
from register.store import Store


@dataclass(frozen=True, slots=True)
class Answer:
    """What a try came to.

    Attributes:
        token: for the cookie; None where it was refused.
        half: the second factor is awaited.
        wait: seconds until the next try is looked at.
    """

    token: str | None = None
    half: bool = False
    wait: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What somebody proves himself with: a password, a code, or a passkey's answer (JSON)."""

    password: str = ""
    code: str = ""
    passkey: str = ""


def enter(
    store: Store, hasher: Hasher, login: str, password: str, source: str, at: datetime
) -> Answer:
    """Try a login and a password; unknown, disabled and wrong are the same answer and work."""
    keys = throttle.keys(accounts.normal(login), source)
    with store.session() as session:
        tried = throttle.take(session, keys, at)
        if tried.wait:
            return Answer(wait=_seconds(tried.wait))
        kept = _kept(accounts.with_login(session, login))
    right = hasher.verify(kept, password)
    renewed = _renewed(hasher, kept, password) if right else None
    with store.session() as session:
        account = accounts.with_login(session, login)
        if account is None or not right or _kept(account) != kept or account.disabled_at:
            return _refused(session, "login.failed", account, source, at)
        account.password_hash = renewed or kept
        half = bool(factors.of(account))
        token = sessions.open_(
            session, account.person_id, source, at, account=account.id, half=half
        )
        throttle.give_back(session, tried)
        if not half:
            throttle.forget(session, keys[0])
            audit.write(session, "login", _by(account, source), at, {"account": account.id})
        return Answer(token, half=half)


def prove(
    store: Store, hasher: Hasher, session_id: int, proof: Proof, party: Party | None,
    source: str, at: datetime,
) -> Answer:  # fmt: skip
    """Take the second factor of a session that is half-way, or a proof of one that stands.

    The password counts only where there is no second factor.
    """
    with store.session() as session:
        row = session.get_one(WebSession, session_id)
        account = _account(row)
        keys = throttle.keys(account.login, source)
        tried = throttle.take(session, keys, at)
        if tried.wait:
            return Answer(wait=_seconds(tried.wait))
        plain, kept = not factors.of(account), _kept(account)
    right = plain and hasher.verify(kept, proof.password)
    with store.session() as session:
        row = session.get_one(WebSession, session_id)
        account = _account(row)
        act = "login" if row.proved_at is None else "prove"
        if not (right if plain else factors.fits(row, proof.code, proof.passkey, party, at)):
            return _refused(session, f"{act}.failed", account, source, at)
        throttle.give_back(session, tried)
        throttle.forget(session, keys[0])
        audit.write(session, act, _by(account, source), at, {"account": account.id})
        return Answer(sessions.prove(session, session_id, at))


def switch(store: Store, account_id: int, source: str, at: datetime) -> Answer:
    """Sign in as anybody of a demonstration; a real register refuses."""
    if not store.demo:
        raise AccountRefused(
            "Peran hanya dapat dipilih di peragaan.", "roles are chosen in a demonstration only"
        )
    with store.session() as session:
        account = accounts.get(session, account_id)
        audit.write(session, "login", _by(account, source), at, {"account": account.id})
        return Answer(sessions.open_(session, account.person_id, source, at, account=account.id))


def leave(store: Store, token: str, source: str, at: datetime) -> None:
    """Log out: the session ends here, whatever the browser keeps."""
    with store.session() as session:
        row = sessions.end_token(session, token, at)
        if row is not None and row.proved_at is not None:
            by = By(row.person_id, row.person.public_id, source)
            audit.write(session, "logout", by, at, {"session": row.id})


def claim(
    store: Store, hasher: Hasher, token: str, login: str, password: str, source: str, at: datetime
) -> Answer:
    """Take a link to one's account: choose login and password, and be signed in.

    Whoever has an account already (it was reset) keeps his login.

    Raises LinkRefused, AccountRefused: the link is not spent by that.
    """
    with store.reading() as session:
        link = links.look(session, token, at)
        account = accounts.of_person(session, link.person_id)
        login = login if account is None else account.login
        passwords.check(password, login, link.person.name or "")
    kept = hasher.hash(password)
    with store.session() as session:
        link = links.look(session, token, at)
        by = By(link.person_id, link.person.public_id, source)
        links.take(session, token, Purpose.ACCOUNT, by, at)
        account = accounts.of_person(session, link.person_id)
        if account is None:
            account = accounts.make(session, link.person_id, login, kept, by, at)
        elif account.password_hash is None:
            account.password_hash = kept
        else:  # made since: its own password and factors are not to be gone around
            raise LinkRefused(*links.SPENT)
        audit.write(session, "login", by, at, {"account": account.id})
        return Answer(sessions.open_(session, link.person_id, source, at, account=account.id))


def change_password(
    store: Store, hasher: Hasher, session_id: int, old: str, new: str, source: str, at: datetime
) -> Answer:
    """Change one's own password: every other session of his ends.

    The old one is a proof of who he is only where he has no second factor (as in `prove`).

    Raises AccountRefused: the new one is too easy.
    """
    with store.session() as session:
        account = _account(session.get_one(WebSession, session_id))
        passwords.check(new, account.login, account.person.name or "")
        keys = throttle.keys(account.login, source)
        tried = throttle.take(session, keys, at)
        if tried.wait:
            return Answer(wait=_seconds(tried.wait))
        kept = _kept(account)
    right = hasher.verify(kept, old)
    renewed = hasher.hash(new) if right else None
    with store.session() as session:
        account = _account(session.get_one(WebSession, session_id))
        if not right or _kept(account) != kept:
            return _refused(session, "password.failed", account, source, at)
        account.password_hash = renewed
        throttle.give_back(session, tried)
        sessions.end_all(session, account.person_id, at, but=session_id)
        audit.write(session, "password.change", _by(account, source), at, {"account": account.id})
        if factors.of(account):
            return Answer(sessions.renew(session, session_id))
        return Answer(sessions.prove(session, session_id, at))


def _kept(account: Account | None) -> str | None:
    return None if account is None else account.password_hash


def _renewed(hasher: Hasher, kept: str | None, password: str) -> str | None:
    """Return the hash anew where its parameters are no longer ours."""
    return hasher.hash(password) if kept is not None and hasher.outdated(kept) else None


def _account(row: WebSession) -> Account:
    if row.account is None:
        raise AccountRefused("Anda masuk tanpa akun.", "you are signed in without an account")
    return row.account


def _by(account: Account, source: str) -> By:
    return By(account.person_id, account.person.public_id, source)


def _seconds(wait: timedelta) -> int:
    return max(1, ceil(wait.total_seconds()))


def _refused(
    session: Session, act: str, account: Account | None, source: str, at: datetime
) -> Answer:
    """Write the failure down; what was typed as a login is not, it may be a password."""
    what = None if account is None else {"account": account.id}
    audit.write(session, act, By(None, "anonymous", source), at, what)
    return Answer()
