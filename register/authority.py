"""What the app's own connection may ask of SQLite: rows, and nothing of the schema.

So a flaw in a page cannot drop the triggers that hold the SOP: the connection itself refuses
(sqlite3_set_authorizer). Only `Store.migrate` works without it.
"""

import sqlite3
from typing import Final

ALLOWED: Final = frozenset(
    {
        sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE,
        sqlite3.SQLITE_DELETE, sqlite3.SQLITE_TRANSACTION, sqlite3.SQLITE_SAVEPOINT,
        sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE,
    }
)  # fmt: skip
SCHEMAS_OWN: Final = ("sqlite_", "alembic_")  # what tables that tell of the schema begin with
HIDDEN: Final = frozenset({"load_extension", "writefile", "edit"})


def authorize(
    action: int, first: str | None, second: str | None, _database: str | None, _trigger: str | None
) -> int:
    """Return SQLITE_OK or SQLITE_DENY for one action (sqlite.org/c3ref/c_alter_table.html)."""
    if action == sqlite3.SQLITE_PRAGMA:
        return sqlite3.SQLITE_OK if second is None else sqlite3.SQLITE_DENY  # read, never set
    if action == sqlite3.SQLITE_FUNCTION and second in HIDDEN:
        return sqlite3.SQLITE_DENY
    writes = action in (sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE)
    if writes and first is not None and first.startswith(SCHEMAS_OWN):
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK if action in ALLOWED else sqlite3.SQLITE_DENY
