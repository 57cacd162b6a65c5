"""A reader has words of its own beside the name that the daemon's configuration gives it."""

from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    """Make the table."""
    op.execute(
        "CREATE TABLE reader_label (name TEXT NOT NULL PRIMARY KEY, label TEXT NOT NULL) STRICT"
    )
