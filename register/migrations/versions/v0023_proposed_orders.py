"""An order to a door that wants two people: proposed by one, ordered by another's confirmation."""

from typing import Final

from alembic import op

revision = "0023"
down_revision = "0022"

KEPT: Final = ("id", "kind", "door", "why", "lasts_until", "proposed_by", "at")
NEW: Final = ", ".join(f"NEW.{column}" for column in KEPT)
OLD: Final = ", ".join(f"OLD.{column}" for column in KEPT)


def _refusal(name: str, when: str, sentence: str, condition: str) -> str:
    return (
        f"CREATE TRIGGER {name} {when} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
    )


STATEMENTS: Final = (
    """CREATE TABLE proposed_order (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL CHECK (kind IN ('unlock', 'hold', 'reset-clock-mark')),
        door TEXT REFERENCES door (name),
        why TEXT NOT NULL CHECK (why <> ''),
        lasts_until INTEGER,
        proposed_by INTEGER NOT NULL REFERENCES cardholder (id),
        at INTEGER NOT NULL,
        settled_by INTEGER REFERENCES cardholder (id),
        settled_at INTEGER,
        order_id INTEGER UNIQUE REFERENCES door_order (id),
        CHECK ((settled_by IS NULL) = (settled_at IS NULL)),
        CHECK (order_id IS NULL OR (settled_at IS NOT NULL AND settled_by <> proposed_by))
    ) STRICT""",
    _refusal("proposed_order_kept", "BEFORE DELETE ON proposed_order",
        "what was proposed stays on record", "1"),
    _refusal("proposed_order_begins", "BEFORE INSERT ON proposed_order",
        "what is proposed is confirmed by another, later", "NEW.settled_at IS NOT NULL"),
    _refusal("proposed_order_fixed", "BEFORE UPDATE ON proposed_order",
        "a proposal is settled once, and never changed",
        f"({NEW}) IS NOT ({OLD}) OR OLD.settled_at IS NOT NULL"),
    _refusal("proposed_order_obeyed", "BEFORE UPDATE OF order_id ON proposed_order",
        "the order of a proposal names both people",
        "NEW.order_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM door_order o"
        " JOIN cardholder first ON first.public_id = o.ordered_by"
        " JOIN cardholder second ON second.public_id = o.second_by"
        " WHERE o.id = NEW.order_id AND o.kind = NEW.kind AND o.door IS NEW.door"
        " AND first.id = NEW.proposed_by AND second.id = NEW.settled_by)"),
)  # fmt: skip


def upgrade() -> None:
    """Make the table, and what it refuses."""
    for statement in STATEMENTS:
        op.execute(statement)
