"""A grant is what was approved, a narrower one is narrower, and a card goes back to none.

Hours are compared as minutes of the week, which `schedule_span` reads as `ledger.access` does.
"""

from typing import Final

from alembic import op

revision = "0021"
down_revision = "0020"

REAL: Final = "NOT EXISTS (SELECT 1 FROM register_meta WHERE demo = 1)"
DAY: Final = 24 * 60  # minutes
WEEK: Final = 7 * DAY
OVER: Final = 2 * 24 * 3600  # seconds after which a day, with its night, is over in any zone

SPANS: Final = f"""CREATE VIEW schedule_span AS
    WITH RECURSIVE
    cut (id, window, rest) AS (
        SELECT id, '', CASE weekly WHEN 'always' THEN '1-7 0000-2400' ELSE weekly END || ','
        FROM schedule
        UNION ALL
        SELECT id, substr(rest, 1, instr(rest, ',') - 1), substr(rest, instr(rest, ',') + 1)
        FROM cut WHERE rest NOT IN ('', ',')
    ),
    read (id, first, last, start, finish) AS (
        SELECT id, substr(window, 1, 1) - 1,
            CASE substr(window, 2, 1) WHEN '-' THEN substr(window, 3, 1)
                ELSE substr(window, 1, 1) END - 1,
            substr(window, -9, 2) * 60 + substr(window, -7, 2),
            substr(window, -4, 2) * 60 + substr(window, -2, 2)
        FROM cut WHERE window <> ''
    ),
    day (n) AS (VALUES (0) UNION ALL SELECT n + 1 FROM day WHERE n < 6)
    SELECT read.id AS schedule_id, day.n * {DAY} + start AS start,
        day.n * {DAY} + finish + CASE WHEN finish > start THEN 0 ELSE {DAY} END AS finish
    FROM read JOIN day ON day.n BETWEEN first AND last"""
TURNED: Final = f"""CREATE VIEW schedule_turned AS
    SELECT schedule_id, start + turn AS start, finish + turn AS finish FROM schedule_span
    JOIN (SELECT 0 AS turn UNION ALL SELECT {WEEK} UNION ALL SELECT -{WEEK})"""
"""The same a week earlier and later: a night that ends the week begins the next."""


def _refusal(name: str, when: str, sentence: str, condition: str) -> str:
    return (
        f"CREATE TRIGGER {name} {when} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
    )


def _shut(minute: str) -> str:
    """A minute at which the schedule `other` does not open."""
    return (
        "NOT EXISTS (SELECT 1 FROM schedule_turned AS wide WHERE wide.schedule_id = other.id"
        f" AND wide.start <= {minute} AND {minute} < wide.finish)"
    )


BEYOND: Final = f"""CREATE VIEW schedule_beyond AS
    SELECT narrow.schedule_id AS schedule_id, other.id AS than_id
    FROM schedule_span AS narrow JOIN schedule AS other
    WHERE {_shut("narrow.start")} OR EXISTS (
        SELECT 1 FROM schedule_turned AS edge WHERE edge.schedule_id = other.id
        AND edge.finish >= narrow.start AND edge.finish < narrow.finish AND {_shut("edge.finish")})
    UNION
    SELECT mine.id, other.id FROM schedule AS mine JOIN schedule AS other
    WHERE mine.on_holidays > other.on_holidays"""
"""A schedule that opens at some minute, or on some day, at which another does not."""


def _kin(grant: str) -> str:
    """Another grant that the same dossier gave to the same person."""
    return (
        f"EXISTS (SELECT 1 FROM access_grant AS kin WHERE kin.id <> {grant}.id"
        f" AND kin.dossier_id = {grant}.dossier_id AND kin.cardholder_id = {grant}.cardholder_id)"
    )


def _by(grant: str, procedure: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM dossier WHERE dossier.id = {grant}.dossier_id"
        f" AND dossier.procedure = '{procedure}')"
    )


def _in_use(grant: str) -> str:
    """Its kin that a card in hand has: what a narrower one is made of."""
    return (
        "FROM access_grant AS base JOIN card ON card.grant_id = base.id AND card.ended_at IS NULL"
        f" WHERE base.id <> {grant}.id AND base.dossier_id = {grant}.dossier_id"
        f" AND base.cardholder_id = {grant}.cardholder_id AND base.revoked_at IS NULL"
    )


def _of_door(condition: str) -> str:
    """What holds of the grant that a door is put into."""
    return (
        f"EXISTS (SELECT 1 FROM access_grant AS mine WHERE mine.id = NEW.grant_id AND {condition})"
    )


def _said(key: str) -> str:
    """What was approved: by `json_each`, a trigger may not call `json_extract` (trusted_schema)."""
    return f"(SELECT value FROM json_each(dossier.approved) WHERE key = '{key}')"


REVIEWED: Final = """SELECT 1 FROM review_item AS item
    JOIN access_grant AS old ON old.id = item.grant_id
    JOIN step ON step.dossier_id = item.dossier_id AND step.act = 'countersign'
    WHERE item.dossier_id = NEW.dossier_id AND item.person_id = NEW.cardholder_id
    AND item.decision IN ('perpanjang', 'ubah') AND step.person_id <> NEW.cardholder_id
    AND old.frozen_at IS NULL AND old.revoked_at IS NULL AND NEW.kind = old.kind
    AND NEW.valid_until <= item.until AND NEW.valid_from >= old.valid_from
    AND NEW.escort_id IS old.escort_id"""
WEEKLY: Final = f"""(SELECT group_concat(asked.day || ' ' || replace({_said("jam")}, '.', ''), ',')
    FROM (SELECT value AS day FROM json_each(dossier.approved, '$.hari') ORDER BY value)
    AS asked)"""
"""Days and hours that were approved, as `register.forms.validity.weekly_text` writes them."""
DOORS: Final = "(SELECT value FROM json_each(dossier.approved, '$.pintu'))"
NOT_BEYOND: Final = (
    "NOT EXISTS (SELECT 1 FROM schedule_beyond WHERE schedule_id = NEW.schedule_id"
    " AND than_id = old.schedule_id)"
)
NARROWER: Final = "a grant beside the one in use is narrower; another request is wanted"
APPROVED: Final = "a grant is what was approved, and no more"

REFUSALS: Final = (
    _refusal("access_grant_narrower", "BEFORE INSERT ON access_grant", NARROWER,
        f"{REAL} AND {_kin('NEW')} AND NOT EXISTS (SELECT 1 {_in_use('NEW')}"
        " AND NEW.kind = base.kind AND NEW.valid_from >= base.valid_from"
        " AND NEW.valid_until <= base.valid_until AND NEW.escort_id IS base.escort_id"
        " AND NEW.frozen_at IS base.frozen_at)"),
    _refusal("access_grant_as_approved", "BEFORE INSERT ON access_grant", APPROVED,
        f"{REAL} AND {_by('NEW', 'permintaan')} AND NOT {_kin('NEW')} AND NOT EXISTS"
        " (SELECT 1 FROM dossier WHERE dossier.id = NEW.dossier_id AND NEW.valid_until <="
        f" (unixepoch({_said('sampai')}) + {OVER}) * 1000"
        " AND (NEW.escort_id IS NOT NULL"
        f" OR {_said('didampingi')} IS NOT 1))"),
    _refusal("access_grant_reviewed", "BEFORE INSERT ON access_grant",
        "a grant by review is what was decided and countersigned, of another than its signer",
        f"{REAL} AND {_by('NEW', 'review')} AND NOT {_kin('NEW')} AND NOT EXISTS ({REVIEWED})"),
    _refusal("grant_door_narrower", "BEFORE INSERT ON grant_door", NARROWER,
        f"{REAL} AND {_of_door(_kin('mine'))} AND NOT "
        + _of_door(f"EXISTS (SELECT 1 {_in_use('mine')} AND EXISTS (SELECT 1 FROM grant_door"
                   " WHERE grant_door.grant_id = base.id AND grant_door.door_id = NEW.door_id"
                   " AND grant_door.schedule_id = NEW.schedule_id))")),
    _refusal("grant_door_as_approved", "BEFORE INSERT ON grant_door", APPROVED,
        f"{REAL} AND {_of_door(_by('mine', 'permintaan') + ' AND NOT ' + _kin('mine'))}"
        " AND NOT EXISTS (SELECT 1 FROM access_grant AS mine"
        " JOIN dossier ON dossier.id = mine.dossier_id JOIN door ON door.id = NEW.door_id"
        " JOIN schedule ON schedule.id = NEW.schedule_id WHERE mine.id = NEW.grant_id"
        f" AND door.name IN {DOORS} AND schedule.weekly = {WEEKLY}"
        " AND schedule.on_holidays = 0)"),
    _refusal("grant_door_reviewed", "BEFORE INSERT ON grant_door",
        "a grant by review opens no door, and at no hour, that the right before it did not",
        f"{REAL} AND {_of_door(_by('mine', 'review') + ' AND NOT ' + _kin('mine'))}"
        " AND NOT EXISTS (SELECT 1 FROM access_grant AS mine"
        " JOIN review_item AS item ON item.dossier_id = mine.dossier_id"
        " AND item.person_id = mine.cardholder_id"
        " JOIN grant_door AS old ON old.grant_id = item.grant_id AND old.door_id = NEW.door_id"
        " WHERE mine.id = NEW.grant_id AND (old.schedule_id = NEW.schedule_id"
        f" OR (item.decision = 'ubah' AND {NOT_BEYOND})))"),
    _refusal("card_grant", "BEFORE UPDATE OF grant_id ON card",
        "a card goes on to a newer right of its holder, or back by a removal that was refused",
        f"{REAL} AND NEW.grant_id IS NOT OLD.grant_id AND NOT EXISTS (SELECT 1"
        " FROM access_grant AS mine WHERE mine.id = NEW.grant_id"
        " AND mine.cardholder_id = OLD.cardholder_id AND mine.revoked_at IS NULL"
        " AND (mine.id > OLD.grant_id OR EXISTS (SELECT 1 FROM removal_item AS item"
        " JOIN step ON step.dossier_id = item.dossier_id AND step.act = 'refuse'"
        " WHERE item.card_id = OLD.id AND item.grant_id = mine.id)))"),
)  # fmt: skip


def upgrade() -> None:
    """Make the views of the hours, and the triggers, some of them anew."""
    for name in ("access_grant_reviewed", "grant_door_reviewed"):
        op.execute(f"DROP TRIGGER {name}")
    for statement in (SPANS, TURNED, BEYOND, *REFUSALS):
        op.execute(statement)
