"""The office that every story happens in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scenarios.site import Site


@pytest.fixture
def site(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Site]:
    """An office; a test's `rules` mark stands in its door's rules."""
    made = Site(tmp_path, getattr(request, "param", ""))
    yield made
    made.close()


def rules(text: str) -> pytest.MarkDecorator:
    """Have a test's door ask for what `[doors.server.rules]` says."""
    return pytest.mark.parametrize("site", [text], indirect=True, ids=[text.partition(" ")[0]])
