"""The register's schema, one file a change, run by Alembic."""

import sqlite3
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

HERE: Final = Path(__file__).parent


@cache  # each connection to the register asks, and Alembic compiles every file each time
def newest() -> str:
    """Return the version that this program's register has."""
    found = ScriptDirectory(str(HERE)).get_current_head()
    if found is None:
        raise RuntimeError("there is no migration")
    return found


def version(connection: sqlite3.Connection) -> str | None:
    """Return the version that a file has, or None where it has none."""
    has = "SELECT count(*) FROM sqlite_schema WHERE name = 'alembic_version'"
    if not connection.execute(has).fetchone()[0]:
        return None
    found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return None if found is None else str(found[0])


def is_known(found: str) -> bool:
    """Return whether this program has the migration that a version is named by."""
    return any(each.revision == found for each in ScriptDirectory(str(HERE)).walk_revisions())


def upgrade(connection: Connection, progress: Callable[[str], None]) -> None:
    """Bring the schema to the newest version inside the connection's transaction.

    SQLite's DDL is transactional: a process killed half way leaves the old schema whole.

    Args:
        connection: in a transaction of the caller's, who commits.
        progress: told each step's name as it is done.
    """
    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    config.attributes["connection"] = connection
    config.attributes["progress"] = progress
    command.upgrade(config, "head")
