"""The SOP: dossiers and their signed steps, posts, accounts, messages, audit."""

from typing import Final

from alembic import op

from ledger.allowlist import DEMO
from register.migrations import moves

revision = "0002"
down_revision = "0001"

COLUMNS: Final = (  # of a person: what the forms ask and the papers print
    ("cardholder", "position TEXT"),
    ("cardholder", "rank TEXT"),
    ("cardholder", "institution TEXT"),
    ("cardholder", "identity_kind TEXT"),
    ("cardholder", "identity_shown TEXT"),  # of a non-ASN: the last four, the rest is a digest
    ("cardholder", "identity_digest BLOB"),
    ("cardholder", "phone TEXT"),
    ("cardholder", "email TEXT"),
    ("cardholder", "language TEXT NOT NULL DEFAULT 'id' CHECK (language IN ('id', 'en'))"),
    ("access_grant", "dossier_id INTEGER REFERENCES dossier (id)"),
    ("access_grant", "restored_by INTEGER REFERENCES dossier (id)"),
    ("card", "dossier_id INTEGER REFERENCES dossier (id)"),
    ("register_meta", "demo INTEGER NOT NULL DEFAULT 0 CHECK (demo IN (0, 1))"),
)

TABLES: Final = (
    """CREATE TABLE move (
        way TEXT NOT NULL,
        act TEXT NOT NULL,
        before TEXT NOT NULL,
        after TEXT NOT NULL,
        role TEXT NOT NULL,
        number TEXT NOT NULL,
        note INTEGER NOT NULL CHECK (note IN (0, 1)),
        PRIMARY KEY (way, act, before)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE tenure (
        id INTEGER NOT NULL PRIMARY KEY,
        role TEXT NOT NULL CHECK (role IN ('kadis', 'sekretaris', 'kabid', 'kasi', 'operator',
            'tata-usaha', 'auditor', 'administrator')),
        person_id INTEGER NOT NULL REFERENCES cardholder (id),
        title TEXT NOT NULL CHECK (title <> ''),
        capacity TEXT NOT NULL CHECK (capacity IN ('definitif', 'plt', 'plh')),
        decree TEXT,
        decree_date TEXT,
        evidence TEXT,
        valid_from INTEGER NOT NULL,
        valid_until INTEGER,
        CHECK (valid_until IS NULL OR valid_from <= valid_until),
        CHECK (capacity = 'definitif' OR (decree IS NOT NULL AND decree_date IS NOT NULL
            AND valid_until IS NOT NULL))
    ) STRICT""",
    """CREATE TABLE dossier (
        id INTEGER NOT NULL PRIMARY KEY,
        procedure TEXT NOT NULL CHECK (procedure IN ('permintaan', 'penghapusan', 'review')),
        kind TEXT NOT NULL CHECK (kind <> ''),
        way TEXT NOT NULL,
        state TEXT NOT NULL,
        number TEXT UNIQUE,
        official_number TEXT,
        code TEXT NOT NULL UNIQUE CHECK (length(code) = 12),
        applicant_id INTEGER NOT NULL REFERENCES cardholder (id),
        superior_id INTEGER REFERENCES cardholder (id),
        sop_version TEXT NOT NULL,
        answers TEXT NOT NULL DEFAULT '{}',
        approved TEXT,
        opened_at INTEGER NOT NULL,
        submitted_at INTEGER,
        changed_at INTEGER NOT NULL,
        version INTEGER NOT NULL DEFAULT 1,
        CHECK (superior_id IS NULL OR superior_id <> applicant_id)
    ) STRICT""",
    """CREATE TABLE step (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        dossier_id INTEGER NOT NULL REFERENCES dossier (id),
        number TEXT NOT NULL,
        act TEXT NOT NULL,
        before TEXT NOT NULL,
        after TEXT NOT NULL,
        role TEXT NOT NULL,
        person_id INTEGER NOT NULL REFERENCES cardholder (id),
        title TEXT,
        capacity TEXT,
        doubled INTEGER NOT NULL DEFAULT 0 CHECK (doubled IN (0, 1)),
        method TEXT NOT NULL CHECK (method IN ('sesi', 'kertas', 'tautan', 'sistem')),
        filed_by INTEGER REFERENCES cardholder (id),
        scan_id INTEGER REFERENCES attachment (id),
        note TEXT,
        sheet TEXT,
        at INTEGER NOT NULL,
        digest TEXT NOT NULL CHECK (length(digest) = 64),
        chain TEXT NOT NULL CHECK (length(chain) = 64),
        CHECK ((method = 'kertas') = (scan_id IS NOT NULL)),
        CHECK (method <> 'kertas' OR filed_by IS NOT NULL)
    ) STRICT""",
    """CREATE TABLE attachment (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        dossier_id INTEGER NOT NULL REFERENCES dossier (id),
        field TEXT NOT NULL,
        name TEXT NOT NULL CHECK (name <> ''),
        media_type TEXT NOT NULL CHECK (media_type IN ('application/pdf', 'image/jpeg',
            'image/png')),
        size INTEGER NOT NULL CHECK (size BETWEEN 1 AND 5242880),
        sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
        content BLOB NOT NULL,
        added_by INTEGER NOT NULL REFERENCES cardholder (id),
        at INTEGER NOT NULL,
        removed_at INTEGER
    ) STRICT""",
    """CREATE TABLE series (
        name TEXT NOT NULL,
        year INTEGER NOT NULL,
        last INTEGER NOT NULL CHECK (last >= 0),
        PRIMARY KEY (name, year)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE setting (
        key TEXT NOT NULL PRIMARY KEY,
        value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE unit (
        id INTEGER NOT NULL PRIMARY KEY,
        name TEXT NOT NULL UNIQUE CHECK (name <> ''),
        institution TEXT NOT NULL,
        closed_at INTEGER
    ) STRICT""",
    """CREATE TABLE account (
        id INTEGER NOT NULL PRIMARY KEY,
        person_id INTEGER NOT NULL UNIQUE REFERENCES cardholder (id),
        login TEXT NOT NULL UNIQUE CHECK (login = lower(trim(login)) AND login <> ''),
        password_hash TEXT,
        totp_secret TEXT,
        totp_used INTEGER,
        created_at INTEGER NOT NULL,
        disabled_at INTEGER
    ) STRICT""",
    """CREATE TABLE passkey (
        id INTEGER NOT NULL PRIMARY KEY,
        account_id INTEGER NOT NULL REFERENCES account (id),
        credential BLOB NOT NULL UNIQUE,
        public_key BLOB NOT NULL,
        sign_count INTEGER NOT NULL,
        name TEXT NOT NULL CHECK (name <> ''),
        created_at INTEGER NOT NULL,
        used_at INTEGER
    ) STRICT""",
    """CREATE TABLE web_session (
        id INTEGER NOT NULL PRIMARY KEY,
        digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
        person_id INTEGER NOT NULL REFERENCES cardholder (id),
        account_id INTEGER REFERENCES account (id),
        dossier_id INTEGER REFERENCES dossier (id),
        source TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        seen_at INTEGER NOT NULL,
        proved_at INTEGER,
        challenge BLOB,
        ended_at INTEGER
    ) STRICT""",
    """CREATE TABLE link (
        id INTEGER NOT NULL PRIMARY KEY,
        digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
        purpose TEXT NOT NULL CHECK (purpose IN ('akun', 'masuk', 'tanda-tangan')),
        person_id INTEGER NOT NULL REFERENCES cardholder (id),
        dossier_id INTEGER REFERENCES dossier (id),
        made_at INTEGER NOT NULL,
        until INTEGER NOT NULL,
        used_at INTEGER
    ) STRICT""",
    """CREATE TABLE throttle (
        key TEXT NOT NULL PRIMARY KEY,
        failures INTEGER NOT NULL,
        at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE audit (
        seq INTEGER NOT NULL PRIMARY KEY,
        body TEXT NOT NULL,
        chain BLOB NOT NULL CHECK (length(chain) = 32)
    ) STRICT""",
    """CREATE TABLE outbox (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        channel TEXT NOT NULL CHECK (channel IN ('email', 'http')),
        person_id INTEGER REFERENCES cardholder (id),
        template TEXT NOT NULL,
        fields TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        due_at INTEGER NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0,
        sent_at INTEGER,
        given_up_at INTEGER,
        error TEXT
    ) STRICT""",
    """CREATE TABLE notice (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        person_id INTEGER NOT NULL REFERENCES cardholder (id),
        dossier_id INTEGER REFERENCES dossier (id),
        template TEXT NOT NULL,
        fields TEXT NOT NULL,
        at INTEGER NOT NULL,
        read_at INTEGER
    ) STRICT""",
)

INDEXES: Final = (
    "CREATE INDEX tenure_person ON tenure (person_id)",
    "CREATE INDEX tenure_role ON tenure (role)",
    "CREATE INDEX dossier_state ON dossier (procedure, state)",
    "CREATE INDEX dossier_applicant ON dossier (applicant_id)",
    "CREATE INDEX step_dossier ON step (dossier_id)",
    "CREATE INDEX attachment_dossier ON attachment (dossier_id)",
    "CREATE INDEX passkey_account ON passkey (account_id)",
    "CREATE INDEX web_session_person ON web_session (person_id)",
    "CREATE INDEX outbox_due ON outbox (due_at) WHERE sent_at IS NULL AND given_up_at IS NULL",
    "CREATE INDEX notice_person ON notice (person_id)",
    "CREATE INDEX access_grant_dossier ON access_grant (dossier_id)",
)


def upgrade() -> None:
    """Make the tables of the procedure and what holds them."""
    for statement in TABLES:
        op.execute(statement)
    for table, column in COLUMNS:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
    # application_id says it to the door's process; this says it to the triggers
    op.execute(
        f"UPDATE register_meta SET demo = (SELECT application_id = {DEMO}"
        " FROM pragma_application_id)"
    )
    moves.write()
    for statement in INDEXES:
        op.execute(statement)
