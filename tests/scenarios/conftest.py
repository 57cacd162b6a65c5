"""The office that every story happens in."""

from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.scenarios.site import Site

LINES = 20
SAID = """
(lines) => lines.map(({dataset: {seq, kind, reason}, innerText}) =>
    `${seq} ${kind} ${reason}: ${innerText.replaceAll(/\\s+/g, ' ')}`)
"""


@pytest.fixture
def site(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Site]:
    """An office; a test's `rules` mark stands in its door's rules."""
    made = Site(tmp_path, getattr(request, "param", ""))
    yield made
    made.close()


def rules(text: str) -> pytest.MarkDecorator:
    """Have a test's door ask for what `[doors.server.rules]` says."""
    return pytest.mark.parametrize("site", [text], indirect=True, ids=[text.partition(" ")[0]])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add to a failed browser test what its page showed then."""
    report = yield
    page = getattr(item, "funcargs", {}).get("page")
    if report.failed and isinstance(page, Page):
        scene = page.locator(".scene").evaluate("({dataset}) => JSON.stringify(dataset)")
        lines = page.locator(".line").evaluate_all(SAID)[:LINES]
        report.sections.append(("the page, newest line first", "\n".join([scene, *lines])))
    return report
