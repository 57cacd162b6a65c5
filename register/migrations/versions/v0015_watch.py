"""What is looked after at the door: findings, what was written to them, and the log's sign-offs.

What people wrote and signed is append-only, whoever writes: a finding moves by a note alone, a
month is signed once, after its end, by who holds the post that day, and by two different people.
"""

from typing import Final

from alembic import op

revision = "0015"
down_revision = "0014"

TABLES: Final = (
    """CREATE TABLE anomaly (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        "key" TEXT NOT NULL UNIQUE,
        rule TEXT NOT NULL,
        severity TEXT NOT NULL CHECK (severity IN ('tinggi', 'sedang', 'rendah')),
        at INTEGER NOT NULL,
        until INTEGER,
        door TEXT,
        reader TEXT,
        subject TEXT,
        card INTEGER,
        events TEXT NOT NULL,
        found_at INTEGER NOT NULL,
        state TEXT NOT NULL DEFAULT 'terbuka'
            CHECK (state IN ('terbuka', 'ditangani', 'selesai'))
    ) STRICT""",
    "CREATE INDEX anomaly_state ON anomaly (state, at)",
    "CREATE INDEX anomaly_at ON anomaly (at)",
    """CREATE TABLE anomaly_note (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        anomaly_id INTEGER NOT NULL REFERENCES anomaly (id),
        state TEXT NOT NULL CHECK (state IN ('ditangani', 'selesai')),
        note TEXT NOT NULL CHECK (length(trim(note)) > 0),
        owner_id INTEGER REFERENCES cardholder (id),
        due TEXT,
        by_id INTEGER NOT NULL REFERENCES cardholder (id),
        at INTEGER NOT NULL,
        CHECK (state <> 'ditangani' OR (owner_id IS NOT NULL AND due IS NOT NULL))
    ) STRICT""",
    "CREATE INDEX anomaly_note_anomaly ON anomaly_note (anomaly_id)",
    """CREATE TABLE watch (
        id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
        seq INTEGER NOT NULL,
        memory TEXT NOT NULL,
        at INTEGER NOT NULL
    ) STRICT""",
    """CREATE TABLE log_sign_off (
        id INTEGER NOT NULL PRIMARY KEY,
        month TEXT NOT NULL UNIQUE CHECK (month GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]'),
        ended INTEGER NOT NULL,
        first_seq INTEGER NOT NULL,
        last_seq INTEGER NOT NULL,
        root TEXT NOT NULL CHECK (length(root) = 64),
        report TEXT NOT NULL,
        digest TEXT NOT NULL,
        note TEXT,
        person_id INTEGER NOT NULL REFERENCES cardholder (id),
        title TEXT NOT NULL,
        capacity TEXT NOT NULL,
        at INTEGER NOT NULL,
        CHECK (at >= ended),
        CHECK (last_seq >= first_seq - 1)
    ) STRICT""",
    """CREATE TABLE log_countersignature (
        sign_off_id INTEGER NOT NULL PRIMARY KEY REFERENCES log_sign_off (id),
        person_id INTEGER NOT NULL REFERENCES cardholder (id),
        title TEXT NOT NULL,
        capacity TEXT NOT NULL,
        at INTEGER NOT NULL,
        digest TEXT NOT NULL
    ) STRICT""",
)


def _refusal(name: str, when: str, sentence: str, condition: str = "1") -> str:
    return (
        f"CREATE TRIGGER {name} {when} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
    )


def _holds(role: str) -> str:
    """Return that the one who signs holds no such post at that moment."""
    return (
        "NOT EXISTS (SELECT 1 FROM tenure WHERE tenure.person_id = NEW.person_id"
        f" AND tenure.role = '{role}' AND tenure.valid_from <= NEW.at"
        " AND (tenure.valid_until IS NULL OR NEW.at < tenure.valid_until))"
    )


REFUSALS: Final = (
    _refusal("anomaly_kept", "BEFORE DELETE ON anomaly", "a finding is never deleted"),
    _refusal("anomaly_fixed", "BEFORE UPDATE ON anomaly", "a finding is what it is",
        '(NEW.id, NEW."key", NEW.rule, NEW.severity, NEW.at, NEW.door, NEW.reader, NEW.subject,'
        ' NEW.card, NEW.found_at) IS NOT (OLD.id, OLD."key", OLD.rule, OLD.severity, OLD.at,'
        " OLD.door, OLD.reader, OLD.subject, OLD.card, OLD.found_at)"),
    _refusal("anomaly_begins", "BEFORE INSERT ON anomaly", "a finding begins open",
        "NEW.state <> 'terbuka'"),
    _refusal("anomaly_moves", "BEFORE UPDATE OF state ON anomaly",
        "a finding moves by a note alone",
        "NEW.state IS NOT OLD.state AND NEW.state IS NOT (SELECT state FROM anomaly_note"
        " WHERE anomaly_id = OLD.id ORDER BY id DESC LIMIT 1)"),
    _refusal("anomaly_note_kept", "BEFORE DELETE ON anomaly_note", "a note is never deleted"),
    _refusal("anomaly_note_fixed", "BEFORE UPDATE ON anomaly_note", "a note is never changed"),
    _refusal("anomaly_note_late", "BEFORE INSERT ON anomaly_note",
        "a finding that is closed stays closed",
        "(SELECT state FROM anomaly WHERE id = NEW.anomaly_id) = 'selesai'"),
    _refusal("log_sign_off_kept", "BEFORE DELETE ON log_sign_off", "a signed log is kept"),
    _refusal("log_sign_off_fixed", "BEFORE UPDATE ON log_sign_off",
        "a signed log is never changed"),
    _refusal("log_sign_off_by", "BEFORE INSERT ON log_sign_off",
        "the log is signed by the Kasi of that day", _holds("kasi")),
    _refusal("log_countersignature_kept", "BEFORE DELETE ON log_countersignature",
        "a countersignature is kept"),
    _refusal("log_countersignature_fixed", "BEFORE UPDATE ON log_countersignature",
        "a countersignature is never changed"),
    _refusal("log_countersignature_by", "BEFORE INSERT ON log_countersignature",
        "the log is countersigned by the Kabid of that day", _holds("kabid")),
    _refusal("log_countersignature_other", "BEFORE INSERT ON log_countersignature",
        "who signed the log is not who countersigns it",
        "NEW.person_id = (SELECT person_id FROM log_sign_off WHERE id = NEW.sign_off_id)"),
    _refusal("log_countersignature_same", "BEFORE INSERT ON log_countersignature",
        "what is countersigned is what was signed",
        "NEW.digest IS NOT (SELECT digest FROM log_sign_off WHERE id = NEW.sign_off_id)"),
)  # fmt: skip


def upgrade() -> None:
    """Make the tables, and what they refuse."""
    for statement in (*TABLES, *REFUSALS):
        op.execute(statement)
    op.execute(
        "CREATE TRIGGER anomaly_noted AFTER INSERT ON anomaly_note BEGIN"
        " UPDATE anomaly SET state = NEW.state WHERE id = NEW.anomaly_id; END"
    )
