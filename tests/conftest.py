"""How every test runs."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# No deadline: absolute time says how busy the machine is. The gate tries the same examples on
# every machine, so that a red run is about the change; `make soak` draws new ones, and more.
BUSY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("gate", BUSY, derandomize=True)
settings.register_profile("soak", BUSY, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "gate"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let files that wait, for a browser or a clock, take turns with files that compute.

    A file stays with one worker (Makefile): what it makes once is not made twice. Those that wait
    are spread over the first part of the run, or one would be left when all others are done.
    """
    files: dict[Path, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.path, []).append(item)
    waits = [each for path, each in files.items() if "scenarios" in path.parts]
    waits.sort(key=lambda each: not each[0].get_closest_marker("browser"))
    order = [each for path, each in files.items() if "scenarios" not in path.parts]
    step = max(1, len(order) * 2 // (3 * (len(waits) or 1)))
    for place, each in enumerate(waits):
        order.insert(place * (step + 1), each)
    items[:] = [item for each in order for item in each]
