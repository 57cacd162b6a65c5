"""A signed paper's scan may be emptied on erasure; what it was stays, by its SHA-256."""

from alembic import op

revision = "0018"
down_revision = "0017"

FIXED = "id, dossier_id, field, media_type, size, sha256, added_by, at, removed_at"


def _row(name: str) -> str:
    return "(" + ", ".join(f"{name}.{column}" for column in FIXED.split(", ")) + ")"


def upgrade() -> None:
    """Make the trigger anew."""
    op.execute("DROP TRIGGER scan_kept")
    op.execute(
        "CREATE TRIGGER scan_kept BEFORE UPDATE ON attachment"
        " WHEN EXISTS (SELECT 1 FROM step WHERE step.scan_id = OLD.id)"
        f" AND NOT (length(NEW.content) = 0 AND {_row('NEW')} IS {_row('OLD')})"
        " BEGIN SELECT RAISE(ABORT, 'the scan of a signed paper is never changed, only emptied');"
        " END"
    )
