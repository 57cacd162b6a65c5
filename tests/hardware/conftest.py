"""The wire and the inbox of a reader."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hardware.wires import Inbox, Port, plugged


@pytest.fixture
def port(tmp_path: Path) -> Iterator[Port]:
    with plugged(tmp_path / "reader") as port:
        yield port


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()
