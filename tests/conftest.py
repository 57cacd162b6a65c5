"""How every test runs."""

import os

import pytest
from hypothesis import HealthCheck, settings

# No deadline: absolute time says how busy the machine is. The gate tries the same examples on
# every machine, so that a red run is about the change; `make soak` draws new ones, and more.
BUSY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("gate", BUSY, derandomize=True)
settings.register_profile("soak", BUSY, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "gate"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the long files, or one worker has a browser left when the other is done.

    A file stays with one worker (Makefile): what it makes once is not made twice.
    """
    items.sort(
        key=lambda each: (
            not each.get_closest_marker("browser"),
            "scenarios" not in each.path.parts,
        )
    )
