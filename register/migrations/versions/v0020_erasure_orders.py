"""Erasure by decision: what one prepares another carries out or declines; it stays on record."""

from typing import Final

from alembic import op

revision = "0020"
down_revision = "0019"

KEPT: Final = ("id", "person_id", "decision", "decided_on", "prepared_by", "at")
NEW: Final = ", ".join(f"NEW.{column}" for column in KEPT)
OLD: Final = ", ".join(f"OLD.{column}" for column in KEPT)


def _refusal(name: str, when: str, sentence: str, condition: str) -> str:
    return (
        f"CREATE TRIGGER {name} {when} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
    )


STATEMENTS: Final = (
    """CREATE TABLE erasure_order (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        person_id INTEGER NOT NULL REFERENCES cardholder (id),
        decision TEXT NOT NULL CHECK (decision <> ''),
        decided_on TEXT NOT NULL CHECK (decided_on IS date(decided_on)),
        prepared_by INTEGER NOT NULL REFERENCES cardholder (id),
        at INTEGER NOT NULL,
        settled_by INTEGER REFERENCES cardholder (id),
        settled_at INTEGER,
        carried_out INTEGER NOT NULL DEFAULT 0 CHECK (carried_out IN (0, 1)),
        CHECK ((settled_by IS NULL) = (settled_at IS NULL)),
        CHECK (carried_out = 0 OR settled_at IS NOT NULL),
        CHECK (prepared_by <> person_id),
        CHECK (carried_out = 0 OR (settled_by <> prepared_by AND settled_by <> person_id))
    ) STRICT""",
    "CREATE UNIQUE INDEX erasure_order_open ON erasure_order (person_id) WHERE settled_at IS NULL",
    _refusal("erasure_order_kept", "BEFORE DELETE ON erasure_order",
        "a decision to erase stays on record", "1"),
    _refusal("erasure_order_begins", "BEFORE INSERT ON erasure_order",
        "what is prepared is carried out by another, later", "NEW.settled_at IS NOT NULL"),
    _refusal("erasure_order_fixed", "BEFORE UPDATE ON erasure_order",
        "a decision to erase is settled once, and never changed",
        f"({NEW}) IS NOT ({OLD}) OR OLD.settled_at IS NOT NULL"),
    _refusal("erasure_order_done", "BEFORE UPDATE OF carried_out ON erasure_order",
        "what was carried out has its erasure",
        "NEW.carried_out = 1 AND NOT EXISTS (SELECT 1 FROM erasure"
        " WHERE erasure.person_id = NEW.person_id AND erasure.at = NEW.settled_at)"),
)  # fmt: skip


def upgrade() -> None:
    """Make the table, and what it refuses."""
    for statement in STATEMENTS:
        op.execute(statement)
