"""`gapura review`: what the timer does about access reviews; safe to run again at any time."""

from datetime import datetime
from pathlib import Path

from register.audit import By
from register.reviewing import log, timer
from register.reviewing.timer import Done
from register.store import Store


def run(register: Path, journal: Path, at: datetime) -> Done:
    """Open what is due, warn of what is near, let lapse what nobody reviewed.

    Raises NotARegister.
    """
    with Store(register) as store, store.session() as session:
        return timer.run(
            session,
            lambda period: log.read(session, journal, period, register.with_name("log.db")),
            By(source="timer"),
            at,
        )


def told(done: Done) -> str:
    """Return what a run did, in one line; empty where there was nothing to do."""
    parts = (
        f"review {done.opened} begun" if done.opened else "",
        f"{done.warned} warned of" if done.warned else "",
        f"{done.lapsed} rights lapsed" if done.lapsed else "",
    )
    return ", ".join(part for part in parts if part)
