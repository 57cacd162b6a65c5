"""The SOP's table as rows of the database, so that its triggers know what the services know."""

from collections.abc import Iterator
from typing import Any, Final

from alembic import op
from sqlalchemy import text

from register.ways import STEPS

INSERT: Final = text(
    "INSERT INTO move (way, act, before, after, role, number, note)"
    " VALUES (:way, :act, :before, :after, :role, :number, :note)"
)


def rows() -> Iterator[dict[str, Any]]:
    """Yield one row a way, act and state; several lines of the SOP may share one."""
    for way, steps in STEPS.items():
        for step in steps:
            yield {
                "way": way,
                "act": step.act,
                "before": step.before,
                "after": step.after,
                "role": step.role,
                "number": step.number,
                "note": step.note,
            }


def write() -> None:
    """Write the table where it is empty; one statement for its thousand rows and more."""
    op.get_bind().execute(INSERT, list(rows()))


def renew() -> None:
    """Write the table anew, as the SOP's is now; its own triggers stand aside and come back."""
    held = op.get_bind().execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
                                      " AND tbl_name = 'move'")).all()  # fmt: skip
    for name, _ in held:
        op.execute(f"DROP TRIGGER {name}")
    op.execute("DELETE FROM move")
    write()
    for _, statement in held:
        op.execute(statement)
