"""A register made once for many tests: its migrations take most of a test."""

from pathlib import Path
from typing import NamedTuple, Self

from register.seal_key import beside


class Laid(NamedTuple):
    """The bytes of a closed register, and its key's."""

    content: bytes
    key: bytes

    @classmethod
    def taken(cls, path: Path) -> Self:
        """Take them from where they were made."""
        return cls(path.read_bytes(), beside(path).read_bytes())

    def lay(self, path: Path) -> None:
        """Put them where a test wants them."""
        path.write_bytes(self.content)
        beside(path).write_bytes(self.key)
