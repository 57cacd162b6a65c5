"""How every test runs."""

import os

from hypothesis import HealthCheck, settings

# No deadline: absolute time says how busy the machine is. The gate tries the same examples on
# every machine, so that a red run is about the change; `make soak` draws new ones, and more.
settings.register_profile(
    "gate", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("soak", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "gate"))
