"""Papers of the office's own, personnel decrees, and who gives and takes a post.

Nobody gives himself a post or ends his own; who keeps accounts or audits holds no post that
decides; there is always an administrator. Whoever writes, these hold.
"""

from typing import Final

from alembic import op

revision = "0009"
down_revision = "0008"

COLUMNS: Final = (
    "evidence_date TEXT",
    "evidence_id INTEGER REFERENCES paper (id)",
    "appointed_by INTEGER REFERENCES cardholder (id)",
    "ended_by INTEGER REFERENCES cardholder (id)",
    "mutation_id INTEGER REFERENCES mutation (id)",
)
TABLES: Final = (
    """CREATE TABLE paper (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL CHECK (kind IN ('bukti-kualifikasi', 'keputusan', 'lambang')),
        name TEXT NOT NULL CHECK (name <> ''),
        media_type TEXT NOT NULL CHECK (media_type IN ('application/pdf', 'image/jpeg',
            'image/png')),
        size INTEGER NOT NULL CHECK (size BETWEEN 1 AND 5242880),
        sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
        content BLOB NOT NULL CHECK (length(content) = size),
        added_by INTEGER NOT NULL REFERENCES cardholder (id),
        at INTEGER NOT NULL,
        CHECK (kind <> 'lambang' OR (size <= 524288 AND media_type <> 'application/pdf'))
    ) STRICT""",
    """CREATE TABLE mutation (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        number TEXT NOT NULL UNIQUE CHECK (number <> ''),
        decided_on TEXT NOT NULL,
        effective_on TEXT NOT NULL,
        paper_id INTEGER NOT NULL REFERENCES paper (id),
        done_by INTEGER NOT NULL REFERENCES cardholder (id),
        at INTEGER NOT NULL
    ) STRICT""",
)
APART: Final = "('administrator', 'auditor')"


def _refusal(name: str, when: str, sentence: str, condition: str) -> str:
    return (
        f"CREATE TRIGGER {name} {when} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
    )


REFUSALS: Final = (
    _refusal("paper_kept", "BEFORE DELETE ON paper", "a paper is never deleted", "1"),
    _refusal("paper_fixed", "BEFORE UPDATE ON paper", "a paper is never changed", "1"),
    _refusal("mutation_kept", "BEFORE DELETE ON mutation", "a decree is never deleted", "1"),
    _refusal("mutation_fixed", "BEFORE UPDATE ON mutation", "a decree is never changed", "1"),
    _refusal("tenure_own", "BEFORE INSERT ON tenure", "nobody gives himself a post",
        "NEW.appointed_by = NEW.person_id"),
    _refusal("tenure_given", "BEFORE UPDATE ON tenure", "who gave a post never changes",
        "(NEW.appointed_by, NEW.mutation_id, NEW.decree, NEW.decree_date)"
        " IS NOT (OLD.appointed_by, OLD.mutation_id, OLD.decree, OLD.decree_date)"),
    _refusal("tenure_own_end", "BEFORE UPDATE OF valid_until ON tenure",
        "nobody ends a post of his own",
        "NEW.valid_until IS NOT OLD.valid_until AND NEW.ended_by = NEW.person_id"),
    _refusal("tenure_apart", "BEFORE INSERT ON tenure",
        "who keeps accounts or audits holds no post that decides",
        "EXISTS (SELECT 1 FROM tenure AS other WHERE other.person_id = NEW.person_id"
        f" AND (NEW.role IN {APART} OR other.role IN {APART})"
        " AND (NEW.valid_until IS NULL OR other.valid_from < NEW.valid_until)"
        " AND (other.valid_until IS NULL OR NEW.valid_from < other.valid_until))"),
    _refusal("tenure_last_administrator", "BEFORE UPDATE OF valid_until ON tenure",
        "there is always an administrator",
        "OLD.role = 'administrator' AND NEW.valid_until IS NOT OLD.valid_until"
        " AND NOT EXISTS (SELECT 1 FROM tenure AS other WHERE other.role = 'administrator'"
        " AND other.person_id <> OLD.person_id AND other.valid_from <= NEW.valid_until"
        " AND other.valid_until IS NULL)"),
)  # fmt: skip


def upgrade() -> None:
    """Make the tables, what a tenure is told besides, and the triggers."""
    for statement in TABLES:
        op.execute(statement)
    for column in COLUMNS:
        op.execute(f"ALTER TABLE tenure ADD COLUMN {column}")
    for statement in REFUSALS:
        op.execute(statement)
