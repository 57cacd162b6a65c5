"""A step of the system is signed by nobody, and nobody's step is signed by the system."""

from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    """Make the trigger."""
    op.execute(
        "CREATE TRIGGER step_of_system BEFORE INSERT ON step"
        " WHEN (NEW.role = 'sistem') <> (NEW.method = 'sistem')"
        " BEGIN SELECT RAISE(ABORT, 'a step of the system is signed by nobody'); END"
    )
