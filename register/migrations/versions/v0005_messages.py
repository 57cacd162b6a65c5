"""Messages: a row of the outbox knows the dossier that it is about."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the column."""
    op.execute("ALTER TABLE outbox ADD COLUMN dossier_id INTEGER REFERENCES dossier (id)")
