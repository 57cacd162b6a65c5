"""What the database itself refuses of the SOP, whoever writes.

A step that the SOP's table does not have, by somebody who does not hold the role that day, on his
own request, or as the second of verifier, approver and issuer; a grant without its approved
dossier; an active card without its receipt. A demonstration's register alone
(`register_meta.demo`, fixed when it is made) may be planted.
"""

from typing import Final

from alembic import op

revision = "0003"
down_revision = "0002"

NOW_HELD: Final = """SELECT 1 FROM tenure WHERE tenure.person_id = NEW.person_id
    AND tenure.role = NEW.role AND tenure.valid_from <= NEW.at
    AND (tenure.valid_until IS NULL OR NEW.at < tenure.valid_until)"""

REAL: Final = "NOT EXISTS (SELECT 1 FROM register_meta WHERE demo = 1)"


def _refusal(name: str, when: str, sentence: str, condition: str) -> str:
    return (
        f"CREATE TRIGGER {name} {when} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
    )


REFUSALS: Final = (
    _refusal("meta_fixed", "BEFORE UPDATE ON register_meta",
        "what a register is was fixed when it was made", "OLD.origin IS NOT NULL"),
    # a dossier's state moves by its steps alone
    _refusal("dossier_begins", "BEFORE INSERT ON dossier", "a dossier begins as a draft",
        "NEW.state <> 'draf' OR NOT EXISTS (SELECT 1 FROM move WHERE move.way = NEW.way)"),
    _refusal("dossier_state", "BEFORE UPDATE OF state ON dossier",
        "a dossier moves by a signed step alone",
        "NEW.state IS NOT OLD.state AND NEW.state IS NOT (SELECT step.after FROM step"
        " WHERE step.dossier_id = OLD.id ORDER BY step.id DESC LIMIT 1)"),
    _refusal("dossier_fixed",
        "BEFORE UPDATE OF id, procedure, kind, way, code, applicant_id, opened_at ON dossier",
        "what a dossier is and whose it is never changes",
        "(NEW.id, NEW.procedure, NEW.way, NEW.code, NEW.applicant_id, NEW.opened_at)"
        " IS NOT (OLD.id, OLD.procedure, OLD.way, OLD.code, OLD.applicant_id, OLD.opened_at)"
        " OR (NEW.kind IS NOT OLD.kind AND OLD.state <> 'draf')"),
    _refusal("dossier_signed", "BEFORE UPDATE OF answers, superior_id ON dossier",
        "what was signed is not changed; it is sent back first",
        "OLD.state NOT IN ('draf', 'berjalan') AND (NEW.answers IS NOT OLD.answers"
        " OR NEW.superior_id IS NOT OLD.superior_id)"),
    _refusal("dossier_approved", "BEFORE UPDATE OF approved ON dossier",
        "what was approved is fixed at its step",
        "NEW.approved IS NOT OLD.approved AND OLD.state NOT IN ('di-kasi', 'draf')"),
    _refusal("dossier_number", "BEFORE UPDATE OF number ON dossier",
        "a dossier keeps its number", "OLD.number IS NOT NULL AND NEW.number IS NOT OLD.number"),
    # a step
    _refusal("step_known", "BEFORE INSERT ON step",
        "the SOP has no such step for this dossier now",
        "NOT EXISTS (SELECT 1 FROM dossier JOIN move ON move.way = dossier.way"
        " AND move.before = dossier.state WHERE dossier.id = NEW.dossier_id"
        " AND (move.act, move.before, move.after, move.role, move.number)"
        " = (NEW.act, NEW.before, NEW.after, NEW.role, NEW.number)"
        " AND (move.note = 0 OR length(trim(NEW.note)) > 0))"),
    _refusal("step_by_applicant", "BEFORE INSERT ON step",
        "only the Pemohon himself makes this step",
        "NEW.role = 'pemohon' AND NEW.person_id <> (SELECT applicant_id FROM dossier"
        " WHERE id = NEW.dossier_id)"),
    _refusal("step_by_superior", "BEFORE INSERT ON step",
        "only the superior whom the dossier names makes this step",
        "NEW.role = 'atasan' AND NEW.person_id IS NOT (SELECT superior_id FROM dossier"
        " WHERE id = NEW.dossier_id)"),
    _refusal("step_by_holder", "BEFORE INSERT ON step",
        "nobody makes the step of a post that he does not hold at that moment",
        f"NEW.role NOT IN ('pemohon', 'atasan', 'sistem') AND NOT EXISTS ({NOW_HELD})"),
    _refusal("step_not_own", "BEFORE INSERT ON step",
        "nobody decides on his own request",
        "NEW.role <> 'pemohon' AND NEW.act <> 'initial' AND EXISTS (SELECT 1 FROM dossier"
        " WHERE id = NEW.dossier_id AND procedure = 'permintaan'"
        " AND applicant_id = NEW.person_id)"),
    _refusal("step_separate", "BEFORE INSERT ON step",
        "verifier, approver and issuer are three different people",
        "NEW.act IN ('verify', 'approve', 'issue') AND EXISTS (SELECT 1 FROM step AS other"
        " WHERE other.dossier_id = NEW.dossier_id AND other.person_id = NEW.person_id"
        " AND other.act IN ('verify', 'approve', 'issue') AND other.act <> NEW.act"
        " AND other.id > coalesce((SELECT max(id) FROM step AS back"
        " WHERE back.dossier_id = NEW.dossier_id AND back.after = 'draf'), 0))"),
    _refusal("step_kept", "BEFORE DELETE ON step", "a signature is never deleted", "1"),
    _refusal("step_fixed", "BEFORE UPDATE ON step", "a signature is never changed", "1"),
    _refusal("audit_kept", "BEFORE DELETE ON audit", "the audit is never deleted", "1"),
    _refusal("audit_fixed", "BEFORE UPDATE ON audit", "the audit is never changed", "1"),
    _refusal("audit_follows", "BEFORE INSERT ON audit", "the audit has no gap",
        "NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM audit)"),
    _refusal("dossier_kept", "BEFORE DELETE ON dossier", "a dossier is never deleted", "1"),
    _refusal("tenure_kept", "BEFORE DELETE ON tenure", "a tenure ends, it is never deleted", "1"),
    _refusal("tenure_fixed", "BEFORE UPDATE ON tenure",
        "a tenure may end earlier; it changes in nothing else",
        "(NEW.id, NEW.role, NEW.person_id, NEW.title, NEW.capacity, NEW.valid_from)"
        " IS NOT (OLD.id, OLD.role, OLD.person_id, OLD.title, OLD.capacity, OLD.valid_from)"
        " OR (OLD.valid_until IS NOT NULL AND (NEW.valid_until IS NULL"
        " OR NEW.valid_until > OLD.valid_until))"),
    _refusal("move_insert", "BEFORE INSERT ON move", "the SOP changes by a migration alone", "1"),
    _refusal("move_update", "BEFORE UPDATE ON move", "the SOP changes by a migration alone", "1"),
    _refusal("move_delete", "BEFORE DELETE ON move", "the SOP changes by a migration alone", "1"),
    _refusal("series_grows", "BEFORE UPDATE ON series", "a series has no gap and never goes back",
        "NEW.last <> OLD.last + 1"),
    # grants and cards: no right without its signed dossier
    _refusal("access_grant_approved", "BEFORE INSERT ON access_grant",
        "a grant needs an approved request of its holder",
        f"{REAL} AND NOT EXISTS (SELECT 1 FROM dossier JOIN step ON step.dossier_id = dossier.id"
        " WHERE dossier.id = NEW.dossier_id AND ((dossier.procedure = 'permintaan'"
        " AND dossier.applicant_id = NEW.cardholder_id AND step.act = 'issue')"
        " OR (dossier.procedure = 'review' AND step.act = 'countersign')))"),
    _refusal("access_grant_fixed", "BEFORE UPDATE ON access_grant",
        "a grant never becomes wider; another request is wanted",
        f"{REAL} AND ((NEW.id, NEW.cardholder_id, NEW.kind, NEW.valid_from, NEW.dossier_id)"
        " IS NOT (OLD.id, OLD.cardholder_id, OLD.kind, OLD.valid_from, OLD.dossier_id)"
        " OR NEW.valid_until > OLD.valid_until"
        " OR (OLD.escort_id IS NOT NULL AND NEW.escort_id IS NULL))"),
    _refusal("access_grant_thawed", "BEFORE UPDATE OF frozen_at ON access_grant",
        "un-freezing a grant is a grant: it needs a signed dossier of its own",
        f"{REAL} AND OLD.frozen_at IS NOT NULL AND NEW.frozen_at IS NULL AND NOT EXISTS"
        " (SELECT 1 FROM dossier JOIN step ON step.dossier_id = dossier.id"
        " WHERE dossier.id = NEW.restored_by AND NEW.restored_by IS NOT OLD.restored_by"
        " AND step.at >= OLD.frozen_at AND (step.act = 'refuse'"
        " OR (step.act = 'issue' AND dossier.applicant_id = NEW.cardholder_id)))"),
    _refusal("grant_door_fixed", "BEFORE INSERT ON grant_door",
        "a door is added to a grant only as it is given",
        f"{REAL} AND EXISTS (SELECT 1 FROM card WHERE card.grant_id = NEW.grant_id)"),
    _refusal("grant_door_kept", "BEFORE UPDATE ON grant_door",
        "the doors of a grant never change; another request is wanted", REAL),
    _refusal("card_born", "BEFORE INSERT ON card",
        "a card is made inactive, by its dossier",
        f"{REAL} AND (NEW.state <> 'not-handed-over' OR NOT EXISTS (SELECT 1 FROM dossier"
        " JOIN step ON step.dossier_id = dossier.id WHERE dossier.id = NEW.dossier_id"
        " AND dossier.applicant_id = NEW.cardholder_id AND step.act = 'issue'))"),
    _refusal("card_activated", "BEFORE UPDATE OF state ON card",
        "a card becomes active by its signed receipt alone",
        f"{REAL} AND NEW.state = 'active' AND OLD.state <> 'active' AND NOT EXISTS"
        " (SELECT 1 FROM dossier JOIN step ON step.dossier_id = dossier.id"
        " WHERE dossier.id = NEW.dossier_id AND step.at >= OLD.changed_at"
        " AND ((step.act = 'receive' AND dossier.applicant_id = NEW.cardholder_id)"
        " OR (step.act = 'issue' AND dossier.applicant_id = NEW.cardholder_id"
        " AND dossier.kind = 'pembukaan' AND OLD.state IN ('frozen', 'lost')"
        " AND OLD.handed_over_at IS NOT NULL)"
        " OR (step.act = 'refuse' AND OLD.state = 'frozen' AND OLD.handed_over_at IS NOT NULL)))"),
)  # fmt: skip


def upgrade() -> None:
    """Make the triggers."""
    for statement in REFUSALS:
        op.execute(statement)
    op.execute(
        "CREATE TRIGGER step_moves AFTER INSERT ON step BEGIN UPDATE dossier"
        " SET state = NEW.after, changed_at = NEW.at, version = version + 1"
        " WHERE id = NEW.dossier_id; END"
    )
