"""The guest book and the day cards of visits."""

from typing import Final

from alembic import op

revision = "0012"
down_revision = "0011"

HELD: Final = """EXISTS (SELECT 1 FROM tenure WHERE tenure.person_id = NEW.{}
    AND tenure.role IN ('operator', 'kasi') AND tenure.valid_from <= NEW.{}
    AND (tenure.valid_until IS NULL OR NEW.{} < tenure.valid_until))"""
REAL: Final = "NOT EXISTS (SELECT 1 FROM register_meta WHERE demo = 1)"
ESCORTS: Final = """EXISTS (SELECT 1 FROM access_grant AS g WHERE g.cardholder_id = NEW.escort_id
    AND g.kind = 'tetap' AND g.valid_from <= NEW.came_at AND NEW.came_at < g.valid_until
    AND g.frozen_at IS NULL AND g.revoked_at IS NULL)"""
DAY: Final = 86_400_000  # ms

TABLES: Final = (
    """CREATE TABLE visit (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        name TEXT,
        institution TEXT NOT NULL,
        identity_kind TEXT NOT NULL,
        identity_shown TEXT,
        identity_digest BLOB,
        purpose TEXT NOT NULL CHECK (purpose <> ''),
        escort_id INTEGER NOT NULL REFERENCES cardholder (id),
        allowed_by TEXT NOT NULL,
        came_at INTEGER NOT NULL,
        left_at INTEGER,
        manual INTEGER NOT NULL DEFAULT 0 CHECK (manual IN (0, 1)),
        temperature INTEGER,
        note TEXT,
        dossier_id INTEGER REFERENCES dossier (id),
        card_id INTEGER REFERENCES card (id),
        person_id INTEGER NOT NULL REFERENCES cardholder (id),
        at INTEGER NOT NULL,
        closed_by INTEGER REFERENCES cardholder (id),
        erased_at INTEGER,
        CHECK (came_at <= at),
        CHECK (left_at >= came_at),
        CHECK ((left_at IS NULL) = (closed_by IS NULL)),
        CHECK (name IS NOT NULL OR erased_at IS NOT NULL),
        CHECK (card_id IS NULL OR dossier_id IS NOT NULL)
    ) STRICT""",
    "CREATE INDEX visit_came ON visit (came_at)",
    "CREATE INDEX visit_inside ON visit (id) WHERE left_at IS NULL",
    """CREATE TABLE visit_item (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        visit_id INTEGER NOT NULL REFERENCES visit (id),
        name TEXT NOT NULL CHECK (name <> ''),
        serial TEXT,
        brought INTEGER NOT NULL CHECK (brought IN (0, 1)),
        taken INTEGER NOT NULL DEFAULT 0 CHECK (taken IN (0, 1)),
        explained TEXT CHECK (explained <> ''),
        CHECK (brought = 1 OR (taken = 1 AND explained IS NOT NULL))
    ) STRICT""",
    "CREATE INDEX visit_item_visit ON visit_item (visit_id)",
    """CREATE TABLE day_card (
        id INTEGER NOT NULL PRIMARY KEY,
        printed TEXT NOT NULL UNIQUE CHECK (printed <> ''),
        fingerprint BLOB NOT NULL UNIQUE CHECK (length(fingerprint) = 32),
        technology TEXT NOT NULL,
        last_four TEXT NOT NULL,
        assurance INTEGER NOT NULL,
        person_id INTEGER NOT NULL REFERENCES cardholder (id),
        at INTEGER NOT NULL,
        retired_at INTEGER
    ) STRICT""",
)


def _refusal(name: str, when: str, sentence: str, condition: str = "1") -> str:
    return (
        f"CREATE TRIGGER {name} {when} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
    )


REFUSALS: Final = (
    _refusal("visit_kept", "BEFORE DELETE ON visit", "a visit is kept; its names are erased"),
    _refusal("visit_fixed", "BEFORE UPDATE ON visit", "a visit that was recorded never changes",
        "(NEW.id, NEW.institution, NEW.identity_kind, NEW.purpose, NEW.escort_id, NEW.allowed_by,"
        " NEW.came_at, NEW.manual, NEW.dossier_id, NEW.person_id, NEW.at, NEW.card_id)"
        " IS NOT (OLD.id, OLD.institution, OLD.identity_kind, OLD.purpose, OLD.escort_id,"
        " OLD.allowed_by, OLD.came_at, OLD.manual, OLD.dossier_id, OLD.person_id, OLD.at,"
        " OLD.card_id) OR (OLD.left_at IS NOT NULL AND (NEW.left_at, NEW.closed_by)"
        " IS NOT (OLD.left_at, OLD.closed_by))"
        " OR (NEW.name IS NOT OLD.name AND NEW.name IS NOT NULL)"
        " OR (NEW.identity_shown IS NOT OLD.identity_shown AND NEW.identity_shown IS NOT NULL)"),
    _refusal("visit_erased_after", "BEFORE UPDATE OF name ON visit",
        "who is inside is not erased", "NEW.name IS NULL AND OLD.left_at IS NULL"),
    _refusal("visit_recorded_by", "BEFORE INSERT ON visit",
        "an operator or the Kasi keeps the guest book",
        f"{REAL} AND NOT {HELD.format('person_id', 'at', 'at')}"),
    _refusal("visit_closed_by", "BEFORE UPDATE OF left_at ON visit",
        "an operator or the Kasi keeps the guest book",
        f"{REAL} AND NEW.left_at IS NOT NULL AND OLD.left_at IS NULL"
        f" AND NOT {HELD.format('closed_by', 'left_at', 'left_at')}"),
    _refusal("visit_escorted", "BEFORE INSERT ON visit",
        "a visitor is escorted by somebody whose standing right is in force",
        f"{REAL} AND NOT {ESCORTS}"),
    _refusal("visit_card", "BEFORE INSERT ON visit",
        "a day card needs an approved request for the visit",
        "NEW.card_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM card JOIN dossier"
        " ON dossier.id = card.dossier_id WHERE card.id = NEW.card_id"
        " AND dossier.id = NEW.dossier_id AND dossier.kind = 'kunjungan')"),
    _refusal("visit_carries_out", "BEFORE UPDATE OF left_at ON visit",
        "what went in comes out, or is explained",
        "NEW.left_at IS NOT NULL AND EXISTS (SELECT 1 FROM visit_item WHERE visit_id = NEW.id"
        " AND brought = 1 AND taken = 0 AND explained IS NULL)"),
    _refusal("visit_item_kept", "BEFORE DELETE ON visit_item", "what was carried is kept"),
    _refusal("visit_item_fixed", "BEFORE UPDATE ON visit_item",
        "what was carried never changes once the visit is over",
        "(NEW.id, NEW.visit_id, NEW.name, NEW.serial, NEW.brought)"
        " IS NOT (OLD.id, OLD.visit_id, OLD.name, OLD.serial, OLD.brought)"
        " OR EXISTS (SELECT 1 FROM visit WHERE id = NEW.visit_id AND left_at IS NOT NULL)"),
    _refusal("visit_item_late", "BEFORE INSERT ON visit_item",
        "what was carried never changes once the visit is over",
        "EXISTS (SELECT 1 FROM visit WHERE id = NEW.visit_id AND left_at IS NOT NULL)"),
    _refusal("day_card_kept", "BEFORE DELETE ON day_card", "a day card is retired, never deleted"),
    _refusal("day_card_fixed", "BEFORE UPDATE ON day_card", "a day card keeps its number",
        "(NEW.printed, NEW.fingerprint, NEW.at) IS NOT (OLD.printed, OLD.fingerprint, OLD.at)"),
    _refusal("visit_grant_short", "BEFORE INSERT ON access_grant",
        "a visit lasts 24 hours at most",
        f"NEW.kind = 'pengunjung' AND NEW.valid_until - NEW.valid_from > {DAY} AND {REAL}"),
)  # fmt: skip


def upgrade() -> None:
    """Make the tables and what keeps them true."""
    for statement in (*TABLES, *REFUSALS):
        op.execute(statement)
