"""A level counts once it has stood still for its settling time (pure)."""


class Debounce:
    """One input's settled level.

    A pulse shorter than `settle_ns` is never seen; one that stands for it always is, however late
    its edges are handed in: they carry their own time. Chatter gives at most one change a
    `settle_ns`.

    Attributes:
        level: the settled level; None before the first one.
        due: ticks at which the present level will have settled; None when nothing is awaited.
    """

    def __init__(self, settle_ns: int) -> None:
        self.level: bool | None = None
        self.due: int | None = None
        self._settle_ns = settle_ns
        self._latest: bool | None = None

    def feed(self, active: bool, ticks: int) -> bool | None:  # noqa: FBT001 - a level is the subject
        """Take an edge; return the level that had settled before it, where that is news."""
        settled = self.settle(ticks)
        if active is not self._latest:
            self._latest = active
            self.due = None if active is self.level else ticks + self._settle_ns
        return settled

    def settle(self, ticks: int) -> bool | None:
        """Return the new level if one has settled by `ticks`, else None."""
        if self.due is None or ticks < self.due:
            return None
        self.due = None
        self.level = self._latest
        return self.level
