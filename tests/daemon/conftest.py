"""A door whose wires, disk and clock are a test's to move."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.daemon.threshold import Sync, Threshold

Make = Callable[..., Threshold]


@pytest.fixture
def sync(monkeypatch: pytest.MonkeyPatch) -> Sync:
    """The kernel's fdatasync(2), which puts the journal on the disk."""
    sync = Sync()
    monkeypatch.setattr(os, "fdatasync", sync)
    return sync


@pytest.fixture
def make(tmp_path: Path, sync: Sync) -> Iterator[Make]:
    """Build a door of other rules, timing or patience than usual."""
    made: list[Threshold] = []

    def build(**changed: object) -> Threshold:
        made.append(Threshold(tmp_path, sync, **changed))  # type: ignore[arg-type]  # its own names
        return made[-1]

    yield build
    for each in made:
        each.close()


@pytest.fixture
def door(make: Make) -> Threshold:
    return make()
