"""The stock of blank cards: batches and moves, of which the count left is never below nought."""

from typing import Final

from alembic import op

revision = "0011"
down_revision = "0010"

HELD: Final = """EXISTS (SELECT 1 FROM tenure WHERE tenure.person_id = NEW.person_id
    AND tenure.role IN ('operator', 'kasi') AND tenure.valid_from <= NEW.at
    AND (tenure.valid_until IS NULL OR NEW.at < tenure.valid_until))"""
REAL: Final = "NOT EXISTS (SELECT 1 FROM register_meta WHERE demo = 1)"
OUT: Final = """coalesce((SELECT sum(CASE kind WHEN 'kembali' THEN -count ELSE count END)
    FROM stock_move WHERE batch_id = NEW.batch_id), 0)"""
ISSUED: Final = """coalesce((SELECT sum(CASE kind WHEN 'kembali' THEN -count ELSE count END)
    FROM stock_move WHERE batch_id = NEW.batch_id AND kind IN ('terbit', 'kembali')), 0)"""

TABLES: Final = (
    """CREATE TABLE card_batch (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        technology TEXT NOT NULL CHECK (technology IN ('iso14443a', 'em4100', 'wiegand')),
        count INTEGER NOT NULL CHECK (count > 0),
        first TEXT,
        last TEXT,
        supplier TEXT,
        received_on TEXT NOT NULL,
        person_id INTEGER NOT NULL REFERENCES cardholder (id),
        at INTEGER NOT NULL
    ) STRICT""",
    """CREATE TABLE stock_move (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        batch_id INTEGER NOT NULL REFERENCES card_batch (id),
        kind TEXT NOT NULL CHECK (kind IN ('terbit', 'kembali', 'rusak', 'musnah')),
        count INTEGER NOT NULL CHECK (count > 0),
        card_id INTEGER REFERENCES card (id),
        why TEXT,
        person_id INTEGER NOT NULL REFERENCES cardholder (id),
        at INTEGER NOT NULL,
        CHECK ((kind IN ('terbit', 'kembali')) = (card_id IS NOT NULL)),
        CHECK (card_id IS NULL OR count = 1),
        CHECK (card_id IS NOT NULL OR length(trim(why)) > 0)
    ) STRICT""",
    "CREATE INDEX stock_move_batch ON stock_move (batch_id)",
    "CREATE INDEX stock_move_card ON stock_move (card_id)",
)


def _refusal(name: str, when: str, sentence: str, condition: str = "1") -> str:
    return (
        f"CREATE TRIGGER {name} {when} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
    )


REFUSALS: Final = (
    _refusal("card_batch_kept", "BEFORE DELETE ON card_batch", "a batch of cards is kept"),
    _refusal("card_batch_fixed", "BEFORE UPDATE ON card_batch", "a batch of cards never changes"),
    _refusal("stock_move_kept", "BEFORE DELETE ON stock_move", "a move of the stock is kept"),
    _refusal("stock_move_fixed", "BEFORE UPDATE ON stock_move",
        "a move of the stock never changes"),
    _refusal("stock_move_enough", "BEFORE INSERT ON stock_move",
        "no more cards leave a batch than are left of it",
        "NEW.kind <> 'kembali' AND NEW.count > (SELECT count FROM card_batch"
        f" WHERE id = NEW.batch_id) - {OUT}"),
    _refusal("stock_move_back", "BEFORE INSERT ON stock_move",
        "no more cards come back to a batch than were issued of it",
        f"NEW.kind = 'kembali' AND NEW.count > {ISSUED}"),
    _refusal("card_batch_by", "BEFORE INSERT ON card_batch",
        "an operator or the Kasi keeps the stock", f"{REAL} AND NOT {HELD}"),
    _refusal("stock_move_by", "BEFORE INSERT ON stock_move",
        "an operator or the Kasi keeps the stock",
        f"{REAL} AND NEW.kind IN ('rusak', 'musnah') AND NOT {HELD}"),
)  # fmt: skip


def upgrade() -> None:
    """Make the tables and what keeps them true."""
    for statement in (*TABLES, *REFUSALS):
        op.execute(statement)
