"""What is done to the register without the web: the first account, an account shut, cards revoked.

Each is a start of a process, so it makes a clock of its own (as daemon/main.py does).
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import click

from gapura.upkeep import as_owner
from register import cards, people
from register.audit import By
from register.errors import RegisterError
from register.login import accounts
from register.store import Store


def first(register: Path, origin: str, name: str, login: str | None, again: str | None) -> str:
    """Make the first administrator, and return the address at which he makes his account.

    Args:
        register: the register's file.
        origin: the address at which browsers reach the site.
        name: the administrator's.
        login: what the page proposes; he may choose another.
        again: why there should be one more, where an administrator has an account already.
    """
    with opened(register) as store, store.session() as session:
        token = accounts.first_administrator(session, name, again, _by(), datetime.now(UTC))
    query = f"?{urlencode({'login': login})}" if login else ""
    return f"{origin.rstrip('/')}/tautan/{token}{query}"


def disable(register: Path, login: str, why: str) -> None:
    """Shut an account; its sessions end at once."""
    with opened(register) as store, store.session() as session:
        accounts.disable(session, login, why, _by(), datetime.now(UTC))


def revoke(register: Path, person: str, why: str) -> int:
    """Revoke every card and grant of a person, by his pseudonymous id; return how many cards.

    In force at the next tap, with the admin app running or not.
    """
    with opened(register) as store, store.session() as session:
        found = people.find(session, person)
        if found is None:
            raise click.ClickException(f"there is nobody {person} in {register}")
        return len(cards.revoke_all(session, found.id, why, _by(), datetime.now(UTC)))


@contextmanager
def opened(register: Path) -> Iterator[Store]:
    """Open the register as its owner, and tell a refusal as the command line does."""
    try:
        as_owner(register)
        with Store(register) as store:
            yield store
    except RegisterError as refusal:
        raise click.ClickException(str(refusal)) from refusal


def _by() -> By:
    return By(source=f"cli uid {os.getuid()}")
