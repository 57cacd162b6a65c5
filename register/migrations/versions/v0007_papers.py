"""Papers: what was printed, and what a signed paper needs before it counts as a step."""

from typing import Final

from alembic import op

revision = "0007"
down_revision = "0006"

REGISTRY: Final = """SELECT 1 FROM tenure WHERE tenure.person_id = NEW.filed_by
    AND tenure.role = 'tata-usaha' AND tenure.valid_from <= NEW.at
    AND (tenure.valid_until IS NULL OR NEW.at < tenure.valid_until)"""


def _refusal(name: str, when: str, sentence: str, condition: str) -> str:
    return (
        f"CREATE TRIGGER {name} BEFORE {when} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
    )


REFUSALS: Final = (
    _refusal("step_filed", "INSERT ON step",
        "a signed paper is filed by tata usaha, and nothing else is",
        f"NEW.method = 'kertas' AND NOT EXISTS ({REGISTRY})"
        " OR NEW.method <> 'kertas' AND (NEW.filed_by IS NOT NULL OR NEW.signed_on IS NOT NULL)"),
    _refusal("step_filed_by_another", "INSERT ON step",
        "nobody files his own signature, nor a decision on his own request",
        "NEW.filed_by = NEW.person_id OR NEW.filed_by = (SELECT applicant_id FROM dossier"
        " WHERE id = NEW.dossier_id)"),
    _refusal("step_scanned", "INSERT ON step",
        "a signed paper is the scan of this very dossier, and signs one step",
        "NEW.scan_id IS NOT NULL AND (NOT EXISTS (SELECT 1 FROM attachment WHERE"
        " attachment.id = NEW.scan_id AND attachment.dossier_id = NEW.dossier_id"
        " AND attachment.field = 'kertas' AND attachment.removed_at IS NULL)"
        " OR EXISTS (SELECT 1 FROM step AS other WHERE other.scan_id = NEW.scan_id))"),
    _refusal("scan_kept", "UPDATE ON attachment", "the scan of a signed paper is never changed",
        "EXISTS (SELECT 1 FROM step WHERE step.scan_id = OLD.id)"),
    _refusal("scan_not_deleted", "DELETE ON attachment",
        "the scan of a signed paper is never deleted",
        "EXISTS (SELECT 1 FROM step WHERE step.scan_id = OLD.id)"),
    _refusal("print_kept", "DELETE ON print", "a print is never deleted", "1"),
    _refusal("print_fixed", "UPDATE ON print", "a print is never changed", "1"),
)  # fmt: skip


def upgrade() -> None:
    """Make the table of prints, and the triggers of signed papers."""
    op.execute(
        """CREATE TABLE print (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL CHECK (kind <> ''),
        dossier_id INTEGER REFERENCES dossier (id),
        code TEXT NOT NULL CHECK (length(code) = 12),
        size TEXT NOT NULL CHECK (size IN ('a4', 'f4')),
        digest TEXT NOT NULL CHECK (length(digest) = 64),
        sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
        printed_by INTEGER NOT NULL REFERENCES cardholder (id),
        at INTEGER NOT NULL
    ) STRICT"""
    )
    op.execute("CREATE INDEX print_code ON print (code)")
    op.execute("CREATE INDEX print_dossier ON print (dossier_id)")
    op.execute("ALTER TABLE step ADD COLUMN signed_on TEXT")
    op.execute("ALTER TABLE dossier ADD COLUMN agenda_number TEXT")
    for statement in REFUSALS:
        op.execute(statement)
