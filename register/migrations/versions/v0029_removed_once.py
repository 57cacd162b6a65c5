"""A card is in one open removal at a time; one that came back stays recorded as back."""

from typing import Final

from alembic import op

revision = "0029"
down_revision = "0028"

ENDED: Final = "('digunakan', 'ditolak', 'dibatalkan', 'selesai', 'tidak-dikabulkan')"
BACK: Final = "('returned', 'destroyed')"


def _refusal(name: str, when: str, sentence: str, condition: str) -> str:
    return (
        f"CREATE TRIGGER {name} {when} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
    )


STATEMENTS: Final = (
    _refusal("removal_once", "BEFORE INSERT ON removal_item",
        "a card is in one open removal at a time",
        "EXISTS (SELECT 1 FROM removal_item AS other"
        " JOIN dossier ON dossier.id = other.dossier_id"
        " WHERE other.card_id = NEW.card_id AND other.closed_at IS NULL"
        f" AND dossier.state NOT IN {ENDED})"),
    _refusal("card_stays_back", "BEFORE UPDATE OF state ON card",
        "a card that came back stays so, and is at most destroyed",
        f"OLD.state IN {BACK} AND NEW.state NOT IN (OLD.state, 'destroyed')"),
)  # fmt: skip


def upgrade() -> None:
    """Make both triggers."""
    for statement in STATEMENTS:
        op.execute(statement)
