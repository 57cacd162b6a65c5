"""The review: its snapshot, its rows, and what the database holds of it whoever writes."""

from typing import Final

from alembic import op

revision = "0014"
down_revision = "0013"

EXTENSION: Final = 14 * 24 * 3600 * 1000  # ms
REAL: Final = "NOT EXISTS (SELECT 1 FROM register_meta WHERE demo = 1)"
TABLES: Final = (
    """CREATE TABLE review (
        dossier_id INTEGER NOT NULL PRIMARY KEY REFERENCES dossier (id),
        period_from INTEGER NOT NULL,
        period_until INTEGER NOT NULL,
        taken_at INTEGER NOT NULL,
        digest TEXT NOT NULL CHECK (length(digest) = 64),
        log_count INTEGER NOT NULL,
        log_last INTEGER NOT NULL,
        log_whole INTEGER CHECK (log_whole IN (0, 1)),
        due_at INTEGER NOT NULL,
        extended_at INTEGER,
        extended_by INTEGER REFERENCES cardholder (id),
        warned INTEGER,
        log_seen_at INTEGER,
        CHECK (period_from < period_until),
        CHECK ((extended_at IS NULL) = (extended_by IS NULL))
    ) STRICT""",
    """CREATE TABLE review_item (
        id INTEGER NOT NULL PRIMARY KEY,
        dossier_id INTEGER NOT NULL REFERENCES dossier (id),
        grant_id INTEGER NOT NULL REFERENCES access_grant (id),
        person_id INTEGER NOT NULL REFERENCES cardholder (id),
        card_id INTEGER NOT NULL REFERENCES card (id),
        evidence TEXT NOT NULL,
        flagged INTEGER NOT NULL CHECK (flagged IN (0, 1)),
        needed INTEGER CHECK (needed IN (0, 1)),
        needed_by INTEGER REFERENCES cardholder (id),
        needed_at INTEGER,
        decision TEXT CHECK (decision IN ('tetap', 'perpanjang', 'ubah', 'bekukan', 'cabut')),
        terms TEXT NOT NULL DEFAULT '{}',
        until INTEGER,
        reason TEXT,
        decided_by INTEGER REFERENCES cardholder (id),
        decided_at INTEGER,
        lapsed_at INTEGER,
        frozen_at INTEGER,
        removal_id INTEGER REFERENCES dossier (id),
        new_grant_id INTEGER REFERENCES access_grant (id),
        revision INTEGER,
        confirmed_at INTEGER,
        UNIQUE (dossier_id, grant_id),
        CHECK ((decision IS NULL) = (decided_by IS NULL)),
        CHECK ((decision IS NULL) = (decided_at IS NULL)),
        CHECK (decided_by IS NULL OR decided_by <> person_id),
        CHECK (needed_by IS NULL OR needed_by <> person_id),
        CHECK (decision IS NOT 'tetap' OR flagged = 0 OR length(trim(coalesce(reason, ''))) > 0),
        CHECK ((coalesce(decision, '') IN ('perpanjang', 'ubah')) = (until IS NOT NULL)),
        CHECK (new_grant_id IS NULL OR decision IN ('perpanjang', 'ubah'))
    ) STRICT""",
    "CREATE INDEX review_item_grant ON review_item (grant_id)",
    "CREATE INDEX review_item_person ON review_item (person_id)",
)
STATE: Final = "(SELECT state FROM dossier WHERE id = OLD.dossier_id)"
ALLOWED: Final = """SELECT 1 FROM review_item AS item
    JOIN access_grant AS old ON old.id = item.grant_id
    JOIN step ON step.dossier_id = item.dossier_id AND step.act = 'countersign'
    WHERE item.dossier_id = NEW.dossier_id AND item.person_id = NEW.cardholder_id
    AND item.decision IN ('perpanjang', 'ubah') AND step.person_id <> NEW.cardholder_id
    AND old.frozen_at IS NULL AND old.revoked_at IS NULL AND NEW.kind = old.kind
    AND NEW.valid_until <= item.until AND NEW.valid_from >= old.valid_from
    AND NEW.escort_id IS old.escort_id"""


def _refusal(name: str, when: str, sentence: str, condition: str) -> str:
    return (
        f"CREATE TRIGGER {name} {when} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
    )


def _once(*columns: str) -> str:
    """Return the condition that a column which was filled is being changed."""
    return " OR ".join(
        f"(OLD.{each} IS NOT NULL AND NEW.{each} IS NOT OLD.{each})" for each in columns
    )


DECIDED: Final = "decision, terms, until, reason, decided_by, decided_at"
REFUSALS: Final = (
    _refusal("review_kept", "BEFORE DELETE ON review", "a review is never deleted", "1"),
    _refusal("review_fixed", "BEFORE UPDATE ON review",
        "the snapshot of a review never changes; its deadline moves once, by 14 days",
        "(NEW.dossier_id, NEW.period_from, NEW.period_until, NEW.taken_at, NEW.digest,"
        " NEW.log_count, NEW.log_last, NEW.log_whole) IS NOT (OLD.dossier_id, OLD.period_from,"
        " OLD.period_until, OLD.taken_at, OLD.digest, OLD.log_count, OLD.log_last, OLD.log_whole)"
        f" OR {_once('extended_at', 'log_seen_at')}"
        f" OR (NEW.due_at <> OLD.due_at AND (OLD.extended_at IS NOT NULL OR NEW.extended_at IS NULL"
        f" OR NEW.due_at > OLD.due_at + {EXTENSION}))"),
    _refusal("review_extended", "BEFORE UPDATE OF extended_by ON review",
        "the Kabid alone extends a review",
        "NEW.extended_by IS NOT NULL AND NOT EXISTS (SELECT 1 FROM tenure"
        " WHERE person_id = NEW.extended_by AND role = 'kabid' AND valid_from <= NEW.extended_at"
        " AND (valid_until IS NULL OR NEW.extended_at < valid_until))"),
    _refusal("review_item_drawn", "BEFORE INSERT ON review_item",
        "the rows of a review are drawn with its snapshot",
        "NEW.decision IS NOT NULL OR NEW.lapsed_at IS NOT NULL OR NOT EXISTS (SELECT 1 FROM dossier"
        " JOIN access_grant ON access_grant.id = NEW.grant_id"
        " WHERE dossier.id = NEW.dossier_id AND dossier.procedure = 'review'"
        " AND dossier.state = 'draf' AND access_grant.cardholder_id = NEW.person_id)"),
    _refusal("review_item_kept", "BEFORE DELETE ON review_item",
        "a row of a review is never deleted", "1"),
    _refusal("review_item_fixed", "BEFORE UPDATE ON review_item",
        "what a review saw never changes, nor what came of it",
        "(NEW.id, NEW.dossier_id, NEW.grant_id, NEW.person_id, NEW.card_id, NEW.evidence,"
        " NEW.flagged) IS NOT (OLD.id, OLD.dossier_id, OLD.grant_id, OLD.person_id, OLD.card_id,"
        " OLD.evidence, OLD.flagged) OR "
        + _once("lapsed_at", "frozen_at", "removal_id", "new_grant_id", "revision",
                "confirmed_at")),
    _refusal("review_item_signed",
        f"BEFORE UPDATE OF {DECIDED}, needed, needed_by, needed_at ON review_item",
        "what was decided is fixed once the Kasi has signed",
        f"{STATE} <> 'berjalan' AND (NEW.decision, NEW.terms, NEW.until, NEW.reason,"
        " NEW.decided_by, NEW.decided_at, NEW.needed, NEW.needed_by, NEW.needed_at) IS NOT"
        " (OLD.decision, OLD.terms, OLD.until, OLD.reason, OLD.decided_by, OLD.decided_at,"
        " OLD.needed, OLD.needed_by, OLD.needed_at)"),
    _refusal("review_item_frozen", f"BEFORE UPDATE OF {DECIDED} ON review_item",
        "what a review has frozen is given back by a removal refused or an un-freezing alone",
        "OLD.frozen_at IS NOT NULL AND NEW.decision IS NOT OLD.decision"),
    _refusal("review_item_lapsed", f"BEFORE UPDATE OF {DECIDED} ON review_item",
        "who lapsed is frozen or revoked by the review, nothing else",
        "OLD.lapsed_at IS NOT NULL AND NEW.decision IN ('tetap', 'perpanjang', 'ubah')"),
    _refusal("review_item_by", "BEFORE UPDATE OF decided_by, decision ON review_item",
        "the Kasi decides, and of the Kasi the Kabid",
        "NEW.decided_by IS NOT NULL AND NOT EXISTS (SELECT 1 FROM tenure"
        " WHERE person_id = NEW.decided_by AND valid_from <= NEW.decided_at"
        " AND (valid_until IS NULL OR NEW.decided_at < valid_until)"
        " AND (role = 'kasi' OR (role = 'kabid' AND EXISTS (SELECT 1 FROM tenure AS own"
        " WHERE own.person_id = NEW.person_id AND own.role = 'kasi'"
        " AND own.valid_from <= NEW.decided_at"
        " AND (own.valid_until IS NULL OR NEW.decided_at < own.valid_until)))))"),
    _refusal("review_item_narrows", "BEFORE UPDATE OF until, decision ON review_item",
        "a change by review only narrows; it lasts no longer than the right that it changes",
        "NEW.decision = 'ubah' AND NEW.until > (SELECT valid_until FROM access_grant"
        " WHERE id = NEW.grant_id)"),
    _refusal("review_signed", "BEFORE INSERT ON step",
        "a review is signed once each of its rows is decided, or has lapsed",
        "NEW.act = 'sign' AND EXISTS (SELECT 1 FROM review_item"
        " WHERE dossier_id = NEW.dossier_id AND decision IS NULL AND lapsed_at IS NULL)"),
    _refusal("review_countersigned", "BEFORE INSERT ON step",
        "who signed a review does not countersign it",
        "NEW.act = 'countersign' AND NEW.person_id IS (SELECT person_id FROM step"
        " WHERE dossier_id = NEW.dossier_id AND act = 'sign' ORDER BY id DESC LIMIT 1)"),
    _refusal("access_grant_reviewed", "BEFORE INSERT ON access_grant",
        "a grant by review is what was decided and countersigned, of another than its signer",
        f"{REAL} AND EXISTS (SELECT 1 FROM dossier WHERE id = NEW.dossier_id"
        f" AND procedure = 'review') AND NOT EXISTS ({ALLOWED})"),
    _refusal("grant_door_reviewed", "BEFORE INSERT ON grant_door",
        "a grant by review opens no door that the right before it did not",
        f"{REAL} AND EXISTS (SELECT 1 FROM access_grant JOIN dossier"
        " ON dossier.id = access_grant.dossier_id WHERE access_grant.id = NEW.grant_id"
        " AND dossier.procedure = 'review') AND NOT EXISTS (SELECT 1 FROM access_grant"
        " JOIN review_item AS item ON item.dossier_id = access_grant.dossier_id"
        " AND item.person_id = access_grant.cardholder_id"
        " JOIN grant_door AS old ON old.grant_id = item.grant_id AND old.door_id = NEW.door_id"
        " WHERE access_grant.id = NEW.grant_id"
        " AND (item.decision = 'ubah' OR old.schedule_id = NEW.schedule_id))"),
)  # fmt: skip


def upgrade() -> None:
    """Make the tables of the review and what holds them."""
    for statement in (*TABLES, *REFUSALS):
        op.execute(statement)
