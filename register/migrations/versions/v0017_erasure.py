"""Erasure: who was erased and why; what was signed by or about him gives up its words alone.

The signatures, their digests and chains stay; a dossier that lost words says so for ever.
"""

from typing import Final

from alembic import op

revision = "0017"
down_revision = "0016"

KEPT: Final = (
    "id", "dossier_id", "number", "act", "before", "after", "role", "person_id", "title",
    "capacity", "doubled", "method", "filed_by", "scan_id", "at", "digest", "chain",
)  # fmt: skip
ERASED: Final = "(SELECT erased_at FROM dossier WHERE id = OLD.dossier_id) IS NOT NULL"


def _refusal(name: str, when: str, sentence: str, condition: str) -> str:
    return (
        f"CREATE TRIGGER {name} {when} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
    )


def _row(which: str) -> str:
    return ", ".join(f'{which}."{column}"' for column in KEPT)


STATEMENTS: Final = (
    """CREATE TABLE erasure (
        id INTEGER NOT NULL PRIMARY KEY,
        person_id INTEGER NOT NULL UNIQUE REFERENCES cardholder (id),
        why TEXT NOT NULL CHECK (why <> ''),
        at INTEGER NOT NULL
    ) STRICT""",
    _refusal("erasure_kept", "BEFORE DELETE ON erasure", "an erasure stays on record", "1"),
    _refusal("erasure_fixed", "BEFORE UPDATE ON erasure", "an erasure stays on record", "1"),
    "ALTER TABLE dossier ADD COLUMN erased_at INTEGER",
    _refusal("dossier_erased", "BEFORE UPDATE OF erased_at ON dossier",
        "a dossier loses its words by an erasure alone, and that never ends",
        "NEW.erased_at IS NOT OLD.erased_at AND (NEW.erased_at IS NULL OR NOT EXISTS"
        " (SELECT 1 FROM erasure WHERE erasure.at = NEW.erased_at))"),
    "DROP TRIGGER dossier_signed",
    _refusal("dossier_signed", "BEFORE UPDATE OF answers, superior_id ON dossier",
        "what was signed is not changed; it is sent back first",
        "OLD.state NOT IN ('draf', 'berjalan') AND (NEW.superior_id IS NOT OLD.superior_id"
        " OR (NEW.answers IS NOT OLD.answers AND NEW.erased_at IS NULL))"),
    "DROP TRIGGER step_fixed",
    _refusal("step_fixed", "BEFORE UPDATE ON step", "a signature is never changed",
        f"({_row('NEW')}) IS NOT ({_row('OLD')}) OR NOT ({ERASED})"),
)  # fmt: skip


def upgrade() -> None:
    """Make the record of erasures, and let words go by it."""
    for statement in STATEMENTS:
        op.execute(statement)
