"""How every test runs."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine, create_engine

from register import store

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# No deadline: absolute time says how busy the machine is. The gate tries the same examples on
# every machine, so that a red run is about the change; `make soak` draws new ones, and more.
BUSY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("gate", BUSY, derandomize=True)
settings.register_profile("soak", BUSY, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "gate"))


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    """Keep what SQLAlchemy compiles of a statement from one test's register to the next one's.

    It keeps it by the engine's dialect, and each register has an engine of its own.
    """
    first = create_engine("sqlite+pysqlite://")
    with first.connect():  # here the dialect learns what it is connected to
        pass
    kept: dict[object, object] = {}

    def engine(*args: Any, **options: Any) -> Engine:  # noqa: ANN401 - as SQLAlchemy takes them
        made = create_engine(*args, **options)
        made.dialect = first.dialect
        return made.execution_options(compiled_cache=kept)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "create_engine", engine)
        yield
    first.dispose()


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:
    """Chromium, started once; each test has a context of its own in it."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - few tests want it

    from tests.scenarios.visitor import CHROMIUM, SWITCHES  # noqa: PLC0415

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        browser.close()


def pytest_collection_finish() -> None:
    """Take thousands of collected tests, which stay, out of each later collection of garbage."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)  # Hypothesis marks its own before
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let files that wait, for a browser or a clock, take turns with files that compute.

    A file stays with one worker (Makefile): what it makes once is not made twice. Those that wait
    are spread over the first part of the run, or one would be left when all others are done; so
    would one that draws examples, which take longer than the rest.
    """
    files: dict[Path, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.path, []).append(item)
    waits = [each for path, each in files.items() if "scenarios" in path.parts]
    waits.sort(key=lambda each: not each[0].get_closest_marker("browser"))
    order = [each for path, each in files.items() if "scenarios" not in path.parts]
    order.sort(key=lambda each: not any(item.get_closest_marker("hypothesis") for item in each))
    step = max(1, len(order) * 2 // (3 * (len(waits) or 1)))
    for place, each in enumerate(waits):
        order.insert(place * (step + 1), each)
    items[:] = [item for each in order for item in each]
