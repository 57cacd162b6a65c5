"""A notice that asks for something says when that was done, by whomever."""

from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """Add the column, and fill it from the signatures for what was asked before it was there."""
    op.execute("ALTER TABLE notice ADD COLUMN settled_at INTEGER")
    op.execute(
        "UPDATE notice SET settled_at = (SELECT min(step.at) FROM step"
        " WHERE step.dossier_id = notice.dossier_id AND step.at > notice.at"
        " AND step.before <> step.after)"
        " WHERE template IN ('waits', 'reminder', 'escalated', 'returned', 'ready',"
        " 'review-opened', 'review-due', 'review-confirm')"
    )
