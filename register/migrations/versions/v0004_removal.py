"""Removal: whose access a dossier takes away, when the door knew, and what became of the card."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the items of a removal."""
    op.execute(
        """CREATE TABLE removal_item (
        id INTEGER NOT NULL PRIMARY KEY,
        dossier_id INTEGER NOT NULL REFERENCES dossier (id),
        person_id INTEGER NOT NULL REFERENCES cardholder (id),
        card_id INTEGER NOT NULL REFERENCES card (id),
        frozen_at INTEGER,
        revoked_at INTEGER,
        revision INTEGER,
        confirmed_at INTEGER,
        fate TEXT CHECK (fate IN ('dikembalikan', 'hilang', 'tidak-kembali')),
        closing TEXT,
        closed_at INTEGER,
        UNIQUE (dossier_id, card_id),
        CHECK ((closed_at IS NULL) = (fate IS NULL)),
        CHECK ((revoked_at IS NULL) = (revision IS NULL))
    ) STRICT"""
    )
    op.execute("CREATE INDEX removal_item_card ON removal_item (card_id)")
    op.execute(
        "CREATE TRIGGER removal_item_kept BEFORE DELETE ON removal_item"
        " BEGIN SELECT RAISE(ABORT, 'an item of a removal is never deleted'); END"
    )
    op.execute(
        "CREATE TRIGGER removal_closed BEFORE INSERT ON step WHEN NEW.act = 'close' AND EXISTS"
        " (SELECT 1 FROM removal_item WHERE dossier_id = NEW.dossier_id AND closed_at IS NULL)"
        " BEGIN SELECT RAISE(ABORT, 'a removal stays open until each card is accounted for'); END"
    )
