"""The reason of an order to a door loses a name by that person's erasure, and by nothing else."""

from typing import Final

from alembic import op

revision = "0028"
down_revision = "0027"

GONE: Final = "(dihapus)"  # as register.erasure writes it
ORDER: Final = (
    "id", "kind", "door", "reader", "ordered_by", "second_by", "issued", "until", "upto",
)  # fmt: skip
PROPOSED: Final = ("id", "kind", "door", "lasts_until", "proposed_by", "at")


def _differs(columns: tuple[str, ...]) -> str:
    new, old = (", ".join(f"{row}.{column}" for column in columns) for row in ("NEW", "OLD"))
    return f"({new}) IS NOT ({old})"


def _reworded(since: str) -> str:
    """Whether the reason changed, and not by an erasure that came after it was written."""
    return (
        f"NEW.why IS NOT OLD.why AND (instr(NEW.why, '{GONE}') = 0 OR NOT EXISTS"
        f" (SELECT 1 FROM erasure WHERE erasure.at >= OLD.{since}))"
    )


def _refusal(name: str, table: str, sentence: str, condition: str) -> str:
    return (
        f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
    )


STATEMENTS: Final = (
    "DROP TRIGGER door_order_given",
    _refusal("door_order_given", "door_order", "an order is cancelled once and never changed",
        f"{_differs(ORDER)} OR {_reworded('issued')}"
        " OR (NEW.cancelled IS NOT OLD.cancelled AND OLD.cancelled IS NOT NULL)"
        " OR (NEW.cancelled IS OLD.cancelled AND NEW.why IS OLD.why)"),
    "DROP TRIGGER proposed_order_fixed",
    _refusal("proposed_order_fixed", "proposed_order",
        "a proposal is settled once, and never changed",
        f"{_differs(PROPOSED)} OR {_reworded('at')}"
        " OR (OLD.settled_at IS NOT NULL AND"
        " (NEW.settled_at, NEW.settled_by, NEW.order_id)"
        " IS NOT (OLD.settled_at, OLD.settled_by, OLD.order_id))"),
)  # fmt: skip


def upgrade() -> None:
    """Draw both triggers anew."""
    for statement in STATEMENTS:
        op.execute(statement)
