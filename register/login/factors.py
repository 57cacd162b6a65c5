"""What a person proves himself with besides his password: added, removed, answered."""

import secrets
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy.orm import Session

from register import audit, posts
from register.audit import By
from register.errors import AccountRefused, NotFound
from register.login import passkeys, totp
from register.login.passkeys import Party
from register.models import Account, Passkey, WebSession

CHALLENGE_BYTES: Final = 64
LAST: Final = (
    "Pemegang jabatan wajib memiliki faktor kedua, dan ini yang terakhir. Tambahkan yang lain.",
    "this is your last second factor, which the holder of a post must have; add another first",
)


class Factor(StrEnum):
    """A second factor."""

    TOTP = "totp"
    PASSKEY = "passkey"


def of(account: Account) -> frozenset[Factor]:
    """Return what an account has."""
    totp_set = {Factor.TOTP} if account.totp_secret is not None else set()
    return frozenset(totp_set | ({Factor.PASSKEY} if account.passkeys else set()))


def of_session(session: Session, session_id: int) -> frozenset[Factor]:
    """Return what the account of a session has; nothing for who came by a link."""
    account = session.get_one(WebSession, session_id).account
    return frozenset() if account is None else of(account)


def begin_totp(session: Session, session_id: int) -> None:
    """Make a new secret, which counts once a code of it was typed."""
    _challenge(session, session_id, totp.SECRET_BYTES)


def totp_in_hand(session: Session, session_id: int) -> str | None:
    """Return the secret that is being set up, or None."""
    made = session.get_one(WebSession, session_id).challenge
    return totp.secret(made) if made is not None and len(made) == totp.SECRET_BYTES else None


def add_totp(session: Session, session_id: int, code: str, by: By, at: datetime) -> bool:
    """Take the secret in hand into use; False where the code is not one of it."""
    row, key = session.get_one(WebSession, session_id), totp_in_hand(session, session_id)
    step = None if key is None else totp.step(key, code, None, at)
    if step is None or row.account is None:
        return False
    row.account.totp_secret, row.account.totp_used, row.challenge = key, step, None
    audit.write(session, "factor.add", by, at, _what(row.account, Factor.TOTP))
    return True


def remove_totp(session: Session, account_id: int, by: By, at: datetime) -> None:
    """Take the app's codes away; AccountRefused where a post's holder would be left with none."""
    account = session.get_one(Account, account_id)
    if not account.passkeys:
        _refuse_last(session, account, at)
    account.totp_secret = account.totp_used = None
    audit.write(session, "factor.remove", by, at, _what(account, Factor.TOTP))


def offer_passkey(session: Session, session_id: int, party: Party) -> str:
    """Return what a browser needs to make a passkey for the account, as JSON."""
    row = session.get_one(WebSession, session_id)
    challenge = _challenge(session, session_id, CHALLENGE_BYTES)
    return passkeys.offer(_account(row), challenge, party)


def add_passkey(
    session: Session, session_id: int, answer: str, name: str, party: Party, by: By, at: datetime
) -> Passkey:
    """Keep the passkey that a browser made; AccountRefused where its answer does not verify."""
    row = session.get_one(WebSession, session_id)
    account = _account(row)
    made = passkeys.made(answer, _answered(row), party)
    made.account, made.name = account, name.strip() or f"Passkey {len(account.passkeys) + 1}"
    made.created_at = at
    session.add(made)
    session.flush()
    audit.write(session, "factor.add", by, at, _what(account, Factor.PASSKEY, made.id))
    return made


def remove_passkey(session: Session, account_id: int, passkey: int, by: By, at: datetime) -> None:
    """Take a passkey away; AccountRefused where a post's holder would be left with none."""
    account = session.get_one(Account, account_id)
    found = next((each for each in account.passkeys if each.id == passkey), None)
    if found is None:
        raise NotFound("Passkey ini tidak ada.", f"there is no passkey {passkey} here")
    if account.totp_secret is None and len(account.passkeys) == 1:
        _refuse_last(session, account, at)
    account.passkeys.remove(found)
    session.flush()
    audit.write(session, "factor.remove", by, at, _what(account, Factor.PASSKEY, passkey))


def ask_passkey(session: Session, session_id: int, party: Party) -> str:
    """Return what a browser needs to answer with one of the account's passkeys, as JSON."""
    account = _account(session.get_one(WebSession, session_id))
    return passkeys.ask(account, _challenge(session, session_id, CHALLENGE_BYTES), party)


def fits(row: WebSession, code: str, answer: str, party: Party | None, at: datetime) -> bool:
    """Whether a code or a passkey's answer is right; either counts once."""
    account = _account(row)
    if answer:
        return party is not None and passkeys.fits(account, answer, _answered(row), party, at)
    key = account.totp_secret
    step = None if key is None else totp.step(key, code, account.totp_used, at)
    if step is not None:
        account.totp_used = step
    return step is not None


def _account(row: WebSession) -> Account:
    if row.account is None:
        raise AccountRefused("Anda masuk tanpa akun.", "you are signed in without an account")
    return row.account


def _challenge(session: Session, session_id: int, length: int) -> bytes:
    made = secrets.token_bytes(length)
    session.get_one(WebSession, session_id).challenge = made
    return made


def _answered(row: WebSession) -> bytes:
    """Return the challenge in hand, which is spent by this, right or wrong."""
    found, row.challenge = row.challenge, None
    return found or secrets.token_bytes(CHALLENGE_BYTES)  # none in hand: nothing answers it


def _refuse_last(session: Session, account: Account, at: datetime) -> None:
    if posts.roles(session, account.person_id, at):
        raise AccountRefused(*LAST)


def _what(account: Account, factor: Factor, passkey: int | None = None) -> dict[str, object]:
    known = {"account": account.id, "factor": factor}
    return known if passkey is None else known | {"passkey": passkey}
