"""Day one: the rows of a first list, and the only door that they open into the register."""

from typing import Final

from alembic import op

from register.migrations import moves

revision = "0008"
down_revision = "0007"

TERM: Final = 60 * 24 * 3600 * 1000  # ms: such grants lapse unless they are reviewed

RATIFIED: Final = """SELECT 1 FROM first_row
    JOIN dossier AS list ON list.id = first_row.dossier_id
    JOIN step AS sealed ON sealed.dossier_id = list.id AND sealed.act = 'ratify'
    JOIN dossier AS mine ON mine.id = first_row.admitted_id
    JOIN cardholder ON cardholder.id = mine.applicant_id
    WHERE list.state = 'selesai' AND first_row.person_id = mine.applicant_id
    AND first_row.allowed = mine.approved
    AND (cardholder.name = first_row.name OR cardholder.nip = first_row.nip)"""
SIGNED_LIST: Final = """SELECT 1 FROM first_row
    JOIN step AS signed ON signed.dossier_id = first_row.dossier_id
    AND signed.act IN ('verify', 'approve', 'ratify')"""


def _refusal(name: str, when: str, sentence: str, condition: str) -> str:
    return (
        f"CREATE TRIGGER {name} {when} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
    )


REFUSALS: Final = (
    _refusal("first_row_written", "BEFORE INSERT ON first_row",
        "rows are written into the draft of a first list alone",
        "NEW.admitted_id IS NOT NULL OR NEW.person_id IS NOT NULL OR NOT EXISTS"
        " (SELECT 1 FROM dossier WHERE id = NEW.dossier_id AND state = 'draf'"
        " AND way LIKE 'daftar-awal:%')"),
    _refusal("first_row_fixed", "BEFORE UPDATE ON first_row",
        "a row that was signed is not changed; it is taken once",
        "(NEW.id, NEW.dossier_id, NEW.number, NEW.allowed)"
        " IS NOT (OLD.id, OLD.dossier_id, OLD.number, OLD.allowed)"
        " OR (NEW.answers IS NOT OLD.answers AND NEW.answers <> '{}')"
        " OR (NEW.name IS NOT OLD.name AND NEW.name IS NOT NULL)"
        " OR (NEW.nip IS NOT OLD.nip AND NEW.nip IS NOT NULL)"
        " OR (OLD.admitted_id IS NOT NULL AND (NEW.admitted_id, NEW.person_id)"
        " IS NOT (OLD.admitted_id, OLD.person_id))"),
    _refusal("first_row_kept", "BEFORE DELETE ON first_row", "a signed row is never deleted",
        "NOT EXISTS (SELECT 1 FROM dossier WHERE id = OLD.dossier_id AND state = 'draf')"),
    _refusal("step_admitted", "BEFORE INSERT ON step",
        "a row is taken from a ratified first list, for whom it names, within its term",
        f"NEW.act = 'admit' AND NOT EXISTS ({RATIFIED} AND mine.id = NEW.dossier_id"
        f" AND NEW.at >= sealed.at AND NEW.at < sealed.at + {TERM})"),
    _refusal("step_admitted_signer", "BEFORE INSERT ON step",
        "who signed a first list gets nothing by it",
        f"NEW.act = 'admit' AND EXISTS ({SIGNED_LIST}"
        " WHERE first_row.admitted_id = NEW.dossier_id"
        " AND signed.person_id = first_row.person_id)"),
    _refusal("step_issued_first", "BEFORE INSERT ON step",
        "who signed a first list issues no card of it",
        f"NEW.act = 'issue' AND EXISTS ({SIGNED_LIST}"
        " WHERE first_row.admitted_id = NEW.dossier_id AND signed.person_id = NEW.person_id)"),
    _refusal("access_grant_first", "BEFORE INSERT ON access_grant",
        "a grant from a first list lapses 60 days after it was ratified",
        "EXISTS (SELECT 1 FROM dossier WHERE id = NEW.dossier_id AND way LIKE 'data-awal:%')"
        f" AND NOT EXISTS ({RATIFIED} AND mine.id = NEW.dossier_id"
        f" AND NEW.valid_until <= sealed.at + {TERM})"),
)  # fmt: skip


def upgrade() -> None:
    """Make the rows of a first list, and teach the table of moves its two ways."""
    op.execute(
        """CREATE TABLE first_row (
        id INTEGER NOT NULL PRIMARY KEY,
        dossier_id INTEGER NOT NULL REFERENCES dossier (id),
        number INTEGER NOT NULL CHECK (number >= 1),
        name TEXT,
        nip TEXT,
        answers TEXT NOT NULL,
        allowed TEXT NOT NULL,
        person_id INTEGER REFERENCES cardholder (id),
        admitted_id INTEGER UNIQUE REFERENCES dossier (id),
        UNIQUE (dossier_id, number),
        CHECK ((person_id IS NULL) = (admitted_id IS NULL))
    ) STRICT"""
    )
    for statement in REFUSALS:
        op.execute(statement)
    moves.renew()
