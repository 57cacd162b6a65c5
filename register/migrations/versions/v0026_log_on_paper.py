"""The Kabid's countersignature of a month of the log, on paper: its scan, who filed it, its day."""

from typing import Final

from alembic import op

revision = "0026"
down_revision = "0025"

TABLE: Final = """CREATE TABLE log_scan (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    sign_off_id INTEGER NOT NULL REFERENCES log_sign_off (id),
    media_type TEXT NOT NULL CHECK (media_type IN ('application/pdf', 'image/jpeg', 'image/png')),
    size INTEGER NOT NULL CHECK (size BETWEEN 1 AND 5242880),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    content BLOB NOT NULL CHECK (length(content) = size),
    added_by INTEGER NOT NULL REFERENCES cardholder (id),
    at INTEGER NOT NULL
) STRICT"""
COLUMNS: Final = (
    "scan_id INTEGER REFERENCES log_scan (id)",
    "filed_by INTEGER REFERENCES cardholder (id)",
    "signed_on TEXT",
)
REGISTRY: Final = """SELECT 1 FROM tenure JOIN log_scan ON log_scan.id = NEW.scan_id
    WHERE log_scan.sign_off_id = NEW.sign_off_id AND NEW.signed_on IS NOT NULL
    AND tenure.person_id = NEW.filed_by AND tenure.role = 'tata-usaha'
    AND tenure.valid_from <= NEW.at
    AND (tenure.valid_until IS NULL OR NEW.at < tenure.valid_until)"""


def _refusal(name: str, when: str, sentence: str, condition: str = "1") -> str:
    return (
        f"CREATE TRIGGER {name} BEFORE {when} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
    )


REFUSALS: Final = (
    _refusal("log_scan_kept", "DELETE ON log_scan", "the scan of a signed paper is kept"),
    _refusal("log_scan_fixed", "UPDATE ON log_scan",
        "the scan of a signed paper is never changed"),
    _refusal("log_countersignature_filed", "INSERT ON log_countersignature",
        "a signed paper is filed by tata usaha, with the scan of that very month",
        "(NEW.scan_id, NEW.filed_by, NEW.signed_on) IS NOT (NULL, NULL, NULL)"
        f" AND NOT EXISTS ({REGISTRY})"),
    _refusal("log_countersignature_filed_by_another", "INSERT ON log_countersignature",
        "nobody files his own signature", "NEW.filed_by = NEW.person_id"),
)  # fmt: skip


def upgrade() -> None:
    """Make the table, what a countersignature is told besides, and the triggers."""
    op.execute(TABLE)
    for column in COLUMNS:
        op.execute(f"ALTER TABLE log_countersignature ADD COLUMN {column}")
    for statement in REFUSALS:
        op.execute(statement)
