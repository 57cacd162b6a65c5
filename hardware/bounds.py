"""What a number of the configuration may be, as its annotation says it (pure)."""

from typing import NamedTuple


class Within(NamedTuple):
    """The least and the most that a number may be, both allowed: `Annotated[int, Within(0, 27)]`.

    Whoever fills the table checks them (daemon/config_table.py).
    """

    least: float
    most: float
