"""The hours of an approved right are approved with it: its schedule does not change under it."""

from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Make the trigger."""
    op.execute(
        "CREATE TRIGGER schedule_granted BEFORE UPDATE OF weekly, on_holidays ON schedule"
        " WHEN (NEW.weekly, NEW.on_holidays) IS NOT (OLD.weekly, OLD.on_holidays)"
        " AND NOT EXISTS (SELECT 1 FROM register_meta WHERE demo = 1)"
        " AND EXISTS (SELECT 1 FROM grant_door WHERE schedule_id = OLD.id)"
        " BEGIN SELECT RAISE(ABORT, 'the hours of a grant never change; another request is"
        " wanted'); END"
    )
