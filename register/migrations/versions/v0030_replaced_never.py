"""A year's numbers are never begun anew, and a door keeps the name that its reader goes by."""

from typing import Final

from alembic import op

revision = "0030"
down_revision = "0029"

SERIES: Final = """CREATE TRIGGER series_kept BEFORE DELETE ON series
    BEGIN SELECT RAISE(ABORT, 'a series has no gap and never goes back'); END"""
DOOR: Final = """CREATE TRIGGER door_named BEFORE UPDATE OF id, name ON door
    WHEN (NEW.id, NEW.name) IS NOT (OLD.id, OLD.name)
    BEGIN SELECT RAISE(ABORT, 'a door keeps its name: rights were granted by it'); END"""


def upgrade() -> None:
    """Make both triggers."""
    op.execute(SERIES)
    op.execute(DOOR)
