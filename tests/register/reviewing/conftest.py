"""An office with three holders, and a review of them that is open."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.register.bureau import Bureau
from tests.register.reviews import (
    opened,
    three_holders,
    used,
)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Bureau]:
    made = Bureau(tmp_path / "register.db")
    yield made
    made.store.close()


@pytest.fixture
def three(tmp_path: Path) -> Iterator[tuple[Bureau, str]]:
    made, regular = three_holders(tmp_path / "register.db")
    yield made, regular
    made.store.close()


@pytest.fixture
def bureau(three: tuple[Bureau, str]) -> Bureau:
    return three[0]


@pytest.fixture
def review(three: tuple[Bureau, str]) -> int:
    """An open one: Siti shows no sign of risk, Dina and Eko never came."""
    return opened(three[0], used(three[0], three[1]))
