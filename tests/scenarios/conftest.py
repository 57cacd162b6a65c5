"""The office that every story happens in."""

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page

from tests.scenarios.site import Site
from tests.scenarios.visitor import WATCH, Running, Visitor, demo

SHOWN: Final = """
() => [...document.querySelectorAll('.scene, .line')].slice(0, 20).map(
    ({dataset, innerText}) => `${JSON.stringify(dataset)} ${innerText.replaceAll(/\\s+/g, ' ')}`
).join('\\n')
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


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    with demo() as started:
        yield started


@pytest.fixture(scope="module")
def address(running: Running) -> str:
    return running[1]


@pytest.fixture(scope="module")
def page(chromium: Browser, address: str) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(address)
    yield page
    context.close()


@pytest.fixture
def visitor(page: Page) -> Iterator[Visitor]:
    """Someone who comes when all is quiet, and in whose console nothing complains."""
    someone = Visitor(page)
    yield someone
    assert someone.complaints == []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add to a failed browser test what its pages showed then."""
    report = yield
    browser = getattr(item, "funcargs", {}).get("chromium")
    if report.failed and isinstance(browser, Browser):
        for page in (page for context in browser.contexts for page in context.pages):
            report.sections.append((f"{page.url}, newest line first", page.evaluate(SHOWN)))
    return report
