"""Identity numbers that are no NIP, and what proves a second factor, lie sealed in the file.

The functions are the connection's own (register.seal_key): without the key nothing is sealed, and
the change is refused whole.
"""

from typing import Final

from alembic import op
from sqlalchemy import text

revision = "0019"
down_revision = "0018"

PAUSED: Final = ("dossier_signed", "first_row_fixed")  # the words stay what was signed


def _refusal(name: str, when: str) -> str:
    sentence = "the register''s key is proved by what it sealed first"
    return f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, '{sentence}'); END"


STATEMENTS: Final = (
    """CREATE TABLE sealing (
        id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
        proof TEXT NOT NULL
    ) STRICT""",
    "INSERT INTO sealing (id, proof) VALUES (1, seal_text('gapura', 'bukti'))",
    _refusal("sealing_fixed", "BEFORE UPDATE ON sealing"),
    _refusal("sealing_kept", "BEFORE DELETE ON sealing"),
    "UPDATE account SET totp_secret = seal_text(totp_secret, 'totp')",
    "UPDATE web_session SET challenge = NULL",  # whoever stands before one asks for a new one
    "UPDATE dossier SET answers = seal_answers(answers)",
    "UPDATE first_row SET answers = seal_answers(answers)",
)


def upgrade() -> None:
    """Seal what is there."""
    named = ", ".join(f"'{name}'" for name in PAUSED)
    found = op.get_bind().execute(text(f"SELECT sql FROM sqlite_schema WHERE name IN ({named})"))
    anew = [str(row[0]) for row in found]
    for name in PAUSED:
        op.execute(f"DROP TRIGGER {name}")
    for statement in STATEMENTS:
        op.execute(statement)
    for statement in anew:
        op.get_bind().exec_driver_sql(statement)
