"""Fewer doors: a removal that takes some doors keeps the wider grant, and its card stays."""

from typing import Final

from alembic import op
from sqlalchemy import text

from register.migrations import moves

revision = "0013"
down_revision = "0012"

TABLE: Final = """CREATE TABLE removal_item (
        id INTEGER NOT NULL PRIMARY KEY,
        dossier_id INTEGER NOT NULL REFERENCES dossier (id),
        person_id INTEGER NOT NULL REFERENCES cardholder (id),
        card_id INTEGER NOT NULL REFERENCES card (id),
        grant_id INTEGER REFERENCES access_grant (id),
        frozen_at INTEGER,
        revoked_at INTEGER,
        revision INTEGER,
        confirmed_at INTEGER,
        fate TEXT CHECK (fate IN ('dikembalikan', 'hilang', 'tidak-kembali', 'tetap')),
        closing TEXT,
        closed_at INTEGER,
        UNIQUE (dossier_id, card_id),
        CHECK ((closed_at IS NULL) = (fate IS NULL)),
        CHECK ((revoked_at IS NULL) = (revision IS NULL)),
        CHECK (fate IS NOT 'tetap' OR grant_id IS NOT NULL)
    ) STRICT"""
KEPT: Final = (
    "id, dossier_id, person_id, card_id, frozen_at, revoked_at, revision, confirmed_at, fate,"
    " closing, closed_at"
)


def upgrade() -> None:
    """Make the table anew: SQLite changes no CHECK. Its triggers stand aside and come back."""
    held = op.get_bind().execute(
        text("SELECT type, name, sql FROM sqlite_schema WHERE sql LIKE '%removal_item%'"
             " AND type IN ('trigger', 'index')")
    ).all()  # fmt: skip
    for kind, name, _ in held:
        op.execute(f"DROP {kind} {name}")
    op.execute("CREATE TEMP TABLE held_items AS SELECT * FROM removal_item")
    op.execute("DROP TABLE removal_item")
    op.execute(TABLE)
    op.execute(f"INSERT INTO removal_item ({KEPT}) SELECT {KEPT} FROM held_items")
    op.execute("DROP TABLE held_items")
    for _, _, statement in held:
        op.execute(statement)
    moves.renew()
