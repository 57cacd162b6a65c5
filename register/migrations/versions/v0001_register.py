"""The register: people, grants, cards, doors, calendars, orders, and the allowlist view.

The view is the contract with the door's process (ledger.allowlist); `user_version` is its
version. Everything is STRICT; moments are UTC milliseconds; names follow LAYOUT.md.
"""

from typing import Final

from alembic import op

revision = "0001"
down_revision = None

CONTRACT: Final = 1  # the view as this file leaves it; never edit, a later file sets the next

TABLES: Final = (
    """CREATE TABLE cardholder (
        id INTEGER NOT NULL PRIMARY KEY,
        public_id TEXT NOT NULL UNIQUE CHECK (
            length(public_id) = 12 AND public_id GLOB 'P-*'
            AND substr(public_id, 3) NOT GLOB '*[^0-9A-HJKMNP-TV-Z]*'),
        name TEXT CHECK (name <> ''),
        nip TEXT CHECK (length(nip) = 18 AND nip NOT GLOB '*[^0-9]*'),
        unit TEXT,
        kind TEXT NOT NULL CHECK (kind <> ''),
        keyholder INTEGER NOT NULL DEFAULT 0 CHECK (keyholder IN (0, 1)),
        erased_at INTEGER,
        CHECK ((erased_at IS NULL) = (name IS NOT NULL)),
        CHECK (erased_at IS NULL OR (nip IS NULL AND unit IS NULL))
    ) STRICT""",
    """CREATE TABLE door (
        id INTEGER NOT NULL PRIMARY KEY,
        name TEXT NOT NULL UNIQUE CHECK (name <> '' AND name NOT GLOB '*[^a-z0-9-]*'),
        label TEXT NOT NULL CHECK (label <> '')
    ) STRICT""",
    """CREATE TABLE schedule (
        id INTEGER NOT NULL PRIMARY KEY,
        name TEXT NOT NULL UNIQUE CHECK (name <> ''),
        weekly TEXT NOT NULL CHECK (weekly <> ''),
        on_holidays INTEGER NOT NULL DEFAULT 0 CHECK (on_holidays IN (0, 1))
    ) STRICT""",
    """CREATE TABLE access_grant (
        id INTEGER NOT NULL PRIMARY KEY,
        cardholder_id INTEGER NOT NULL REFERENCES cardholder (id),
        kind TEXT NOT NULL CHECK (kind IN ('tetap', 'sementara', 'pengunjung')),
        valid_from INTEGER NOT NULL,
        valid_until INTEGER NOT NULL,
        escort_id INTEGER REFERENCES cardholder (id),
        request_number TEXT NOT NULL CHECK (request_number <> ''),
        sop_version TEXT NOT NULL CHECK (sop_version <> ''),
        granted_at INTEGER NOT NULL,
        frozen_at INTEGER,
        revoked_at INTEGER,
        UNIQUE (id, cardholder_id),
        CHECK (valid_from < valid_until),
        CHECK (escort_id IS NULL OR escort_id <> cardholder_id),
        CHECK (kind <> 'pengunjung' OR escort_id IS NOT NULL)
    ) STRICT""",
    """CREATE TABLE grant_door (
        grant_id INTEGER NOT NULL REFERENCES access_grant (id),
        door_id INTEGER NOT NULL REFERENCES door (id),
        schedule_id INTEGER NOT NULL REFERENCES schedule (id),
        PRIMARY KEY (grant_id, door_id)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE card (
        id INTEGER NOT NULL PRIMARY KEY,
        fingerprint BLOB NOT NULL CHECK (length(fingerprint) = 32),
        technology TEXT NOT NULL CHECK (technology <> ''),
        last_four TEXT NOT NULL CHECK (length(last_four) BETWEEN 1 AND 4),
        printed TEXT,
        assurance INTEGER NOT NULL DEFAULT 0 CHECK (assurance BETWEEN 0 AND 3),
        state TEXT NOT NULL CHECK (state IN ('not-handed-over', 'active', 'frozen', 'lost',
            'damaged', 'returned', 'revoked', 'destroyed')),
        cardholder_id INTEGER NOT NULL,
        grant_id INTEGER NOT NULL,
        pin_hash TEXT,
        duress_hash TEXT,
        issued_at INTEGER NOT NULL,
        handed_over_at INTEGER,
        changed_at INTEGER NOT NULL,
        ended_at INTEGER,
        FOREIGN KEY (grant_id, cardholder_id) REFERENCES access_grant (id, cardholder_id),
        CHECK ((ended_at IS NULL) = (state IN ('not-handed-over', 'active', 'frozen', 'lost'))),
        CHECK (state <> 'active' OR handed_over_at IS NOT NULL),
        CHECK (state <> 'not-handed-over' OR handed_over_at IS NULL),
        CHECK (duress_hash IS NULL OR pin_hash IS NOT NULL)
    ) STRICT""",
    """CREATE TABLE holiday (
        id INTEGER NOT NULL PRIMARY KEY,
        date TEXT NOT NULL CHECK (date IS date(date, '+0 days')),
        name_id TEXT NOT NULL CHECK (name_id <> ''),
        name_en TEXT NOT NULL CHECK (name_en <> ''),
        kind TEXT NOT NULL CHECK (kind IN ('national', 'cuti-bersama', 'office')),
        source TEXT NOT NULL,
        UNIQUE (date, kind)
    ) STRICT""",
    """CREATE TABLE door_order (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL CHECK (kind IN ('lockdown', 'unlock', 'hold', 'enrol', 'test-tap',
            'locate', 'reset-clock-mark', 'prune')),
        door TEXT REFERENCES door (name),
        reader TEXT,
        ordered_by TEXT NOT NULL CHECK (ordered_by <> ''),
        second_by TEXT CHECK (second_by <> ordered_by),
        why TEXT NOT NULL CHECK (trim(why) <> ''),
        issued INTEGER NOT NULL,
        until INTEGER NOT NULL,
        cancelled INTEGER,
        upto INTEGER,
        CHECK (issued < until),
        CHECK (kind <> 'reset-clock-mark' OR second_by IS NOT NULL),
        CHECK ((kind = 'prune') = (upto IS NOT NULL)),
        CHECK (kind NOT IN ('enrol', 'test-tap', 'locate') OR reader IS NOT NULL),
        CHECK (kind NOT IN ('unlock', 'hold') OR door IS NOT NULL)
    ) STRICT""",
    """CREATE TABLE register_revision (
        id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
        revision INTEGER NOT NULL
    ) STRICT""",
    """CREATE TABLE register_meta (
        id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
        origin TEXT NOT NULL CHECK (length(origin) = 32)
    ) STRICT""",
)

INDEXES: Final = (
    # S9: one card stands for at most one person at a time.
    """CREATE UNIQUE INDEX card_live_fingerprint ON card (fingerprint)
        WHERE state IN ('not-handed-over', 'active', 'frozen', 'lost')""",
    "CREATE INDEX card_fingerprint ON card (fingerprint)",  # carries id: the view's newest
    "CREATE INDEX card_cardholder ON card (cardholder_id)",
    "CREATE INDEX card_grant ON card (grant_id)",
    "CREATE INDEX access_grant_cardholder ON access_grant (cardholder_id)",
    "CREATE INDEX access_grant_escort ON access_grant (escort_id) WHERE escort_id IS NOT NULL",
    "CREATE INDEX grant_door_door ON grant_door (door_id)",
    "CREATE INDEX grant_door_schedule ON grant_door (schedule_id)",
    "CREATE INDEX door_order_until ON door_order (until)",
)

# A card that has ended never comes back and no card is made beside a live one of the same
# number: so the newest row of a number is the live one, if there is one, and max(id) finds it.
VIEW: Final = """CREATE VIEW allowlist AS
    SELECT
        card.fingerprint AS fingerprint,
        card.id AS card,
        holder.public_id AS cardholder,
        CASE
            WHEN card.state NOT IN ('active', 'not-handed-over', 'frozen') THEN card.state
            WHEN access_grant.revoked_at IS NOT NULL THEN 'revoked'
            WHEN access_grant.frozen_at IS NOT NULL THEN 'frozen'
            ELSE card.state
        END AS state,
        access_grant.kind AS kind,
        access_grant.valid_from AS valid_from,
        access_grant.valid_until AS valid_until,
        (SELECT json_group_object(door.name, json_array(schedule.weekly, schedule.on_holidays))
            FROM grant_door
            CROSS JOIN door ON door.id = grant_door.door_id
            CROSS JOIN schedule ON schedule.id = grant_door.schedule_id
            WHERE grant_door.grant_id = card.grant_id) AS doors,
        (SELECT escort.public_id FROM cardholder AS escort
            WHERE escort.id = access_grant.escort_id) AS escort,
        card.pin_hash AS pin_hash,
        card.duress_hash AS duress_hash,
        (SELECT revision FROM register_revision WHERE id = 1) AS revision
    FROM card
    CROSS JOIN access_grant ON access_grant.id = card.grant_id
    CROSS JOIN cardholder AS holder ON holder.id = card.cardholder_id
    WHERE card.id = (SELECT max(newest.id) FROM card AS newest
        WHERE newest.fingerprint = card.fingerprint)"""

BEHIND_THE_DOOR: Final = (  # what the door's process reads; a session's last-seen is not here
    "cardholder", "door", "schedule", "access_grant", "grant_door", "card", "holiday", "door_order",
)  # fmt: skip

BUMP: Final = "UPDATE register_revision SET revision = revision + 1 WHERE id = 1"

NEVER_DELETED: Final = {
    "card": "a card is revoked, never deleted",
    "access_grant": "a grant is revoked, never deleted",
    "door_order": "an order is cancelled, never deleted",
    "register_revision": "the revision is never deleted",
    "register_meta": "the register''s origin is never deleted",
}

REFUSALS: Final = (
    """CREATE TRIGGER card_in_use AFTER INSERT ON card
        WHEN EXISTS (SELECT 1 FROM card WHERE fingerprint = NEW.fingerprint AND id <> NEW.id
            AND (id > NEW.id OR ended_at IS NULL))
        BEGIN SELECT RAISE(ABORT, 'this card is in use by another row of the register'); END""",
    """CREATE TRIGGER card_ended BEFORE UPDATE OF state, ended_at ON card
        WHEN OLD.ended_at IS NOT NULL AND NEW.ended_at IS NULL
        BEGIN SELECT RAISE(ABORT, 'a card that has ended never comes back'); END""",
    """CREATE TRIGGER card_identity BEFORE UPDATE OF id, fingerprint, technology, cardholder_id
        ON card
        WHEN NEW.id IS NOT OLD.id OR NEW.fingerprint IS NOT OLD.fingerprint
            OR NEW.technology IS NOT OLD.technology OR NEW.cardholder_id IS NOT OLD.cardholder_id
        BEGIN SELECT RAISE(ABORT, 'a card keeps its number and its holder'); END""",
    """CREATE TRIGGER access_grant_revoked BEFORE UPDATE OF revoked_at ON access_grant
        WHEN OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS NULL
        BEGIN SELECT RAISE(ABORT, 'a revoked grant never comes back'); END""",
    """CREATE TRIGGER door_order_given BEFORE UPDATE ON door_order
        WHEN OLD.cancelled IS NOT NULL OR NEW.cancelled IS NULL
            OR (NEW.id, NEW.kind, NEW.ordered_by, NEW.why, NEW.issued, NEW.until)
                IS NOT (OLD.id, OLD.kind, OLD.ordered_by, OLD.why, OLD.issued, OLD.until)
            OR (NEW.door, NEW.reader, NEW.second_by, NEW.upto)
                IS NOT (OLD.door, OLD.reader, OLD.second_by, OLD.upto)
        BEGIN SELECT RAISE(ABORT, 'an order is cancelled once and never changed'); END""",
    """CREATE TRIGGER register_revision_grows BEFORE UPDATE ON register_revision
        WHEN NEW.revision <= OLD.revision
        BEGIN SELECT RAISE(ABORT, 'the revision only grows'); END""",
)


def upgrade() -> None:
    """Make the register's first schema."""
    for statement in (*TABLES, *INDEXES, VIEW, *REFUSALS):
        op.execute(statement)
    for table, sentence in NEVER_DELETED.items():
        op.execute(
            f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
        )
    for table in BEHIND_THE_DOOR:
        for act in ("INSERT", "UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_revision_{act.lower()} AFTER {act} ON {table} "
                f"BEGIN {BUMP}; END"
            )
    op.execute("INSERT INTO register_revision (id, revision) VALUES (1, 1)")
    op.execute("INSERT INTO register_meta (id, origin) VALUES (1, lower(hex(randomblob(16))))")
    op.execute(f"PRAGMA user_version = {CONTRACT}")
