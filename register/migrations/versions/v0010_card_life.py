"""The life of a card: its states as they came, and the acts at the desk with their records."""

from typing import Final

from alembic import op

revision = "0010"
down_revision = "0009"

REAL: Final = "NOT EXISTS (SELECT 1 FROM register_meta WHERE demo = 1)"
LIVE: Final = "('not-handed-over', 'active', 'frozen', 'lost')"
OFFICIAL: Final = """EXISTS (SELECT 1 FROM tenure WHERE tenure.person_id = NEW.person_id
    AND tenure.role IN ('operator', 'kasi', 'kabid', 'kadis') AND tenure.valid_from <= NEW.at
    AND (tenure.valid_until IS NULL OR NEW.at < tenure.valid_until))"""
OWN: Final = "NEW.person_id = (SELECT cardholder_id FROM card WHERE id = NEW.card_id)"

STATEMENTS: Final = (
    """CREATE TABLE card_change (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        card_id INTEGER NOT NULL REFERENCES card (id),
        before TEXT,
        after TEXT NOT NULL,
        at INTEGER NOT NULL
    ) STRICT""",
    "CREATE INDEX card_change_card ON card_change (card_id)",
    """CREATE TABLE card_act (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        card_id INTEGER NOT NULL REFERENCES card (id),
        act TEXT NOT NULL CHECK (act IN ('bekukan', 'hilang', 'ditemukan', 'rusak',
            'dikembalikan', 'dimusnahkan', 'uji-tap')),
        person_id INTEGER NOT NULL REFERENCES cardholder (id),
        sheet TEXT NOT NULL,
        witness_id INTEGER REFERENCES cardholder (id),
        second_witness_id INTEGER REFERENCES cardholder (id),
        at INTEGER NOT NULL,
        CONSTRAINT two_witnesses CHECK (act <> 'dimusnahkan' OR (witness_id IS NOT NULL
            AND second_witness_id IS NOT NULL AND witness_id <> second_witness_id
            AND person_id NOT IN (witness_id, second_witness_id)))
    ) STRICT""",
    "CREATE INDEX card_act_card ON card_act (card_id)",
    "INSERT INTO card_change (card_id, after, at) SELECT id, state, changed_at FROM card",
    """CREATE TRIGGER card_begins AFTER INSERT ON card BEGIN
        INSERT INTO card_change (card_id, after, at) VALUES (NEW.id, NEW.state, NEW.changed_at);
    END""",
    """CREATE TRIGGER card_moves AFTER UPDATE OF state ON card WHEN NEW.state IS NOT OLD.state BEGIN
        INSERT INTO card_change (card_id, before, after, at)
        VALUES (NEW.id, OLD.state, NEW.state, NEW.changed_at);
    END""",
)


def _refusal(name: str, when: str, sentence: str, condition: str = "1") -> str:
    return (
        f"CREATE TRIGGER {name} {when} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
    )


REFUSALS: Final = (
    _refusal("card_change_kept", "BEFORE DELETE ON card_change", "what happened to a card is kept"),
    _refusal("card_change_fixed", "BEFORE UPDATE ON card_change",
        "what happened to a card is never changed"),
    _refusal("card_act_kept", "BEFORE DELETE ON card_act", "an act at the desk is kept"),
    _refusal("card_act_fixed", "BEFORE UPDATE ON card_act", "an act at the desk is never changed"),
    _refusal("card_act_by_whom", "BEFORE INSERT ON card_act",
        "only an operator, Kasi, Kabid or Kadis does this; a holder reports his own card lost",
        f"NOT ({OFFICIAL}) AND NOT (NEW.act = 'hilang' AND {OWN})"),
    _refusal("card_stays_ended", "BEFORE UPDATE OF state ON card",
        "a card that has ended never comes back; another is issued",
        f"{REAL} AND OLD.state NOT IN {LIVE} AND NEW.state IN {LIVE}"),
)  # fmt: skip


def upgrade() -> None:
    """Make the tables and what keeps them."""
    for statement in (*STATEMENTS, *REFUSALS):
        op.execute(statement)
