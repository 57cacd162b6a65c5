"""The bell: what somebody has not read is found without reading the rest."""

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the indexes."""
    op.execute("CREATE INDEX notice_unread ON notice (person_id) WHERE read_at IS NULL")
    op.execute("CREATE INDEX notice_dossier ON notice (dossier_id)")
    op.execute("CREATE INDEX outbox_dossier ON outbox (dossier_id)")
