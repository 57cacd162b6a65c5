"""How many examples a property test tries whose examples cost more, or less, than most."""

from hypothesis import settings


def examples(gate: int) -> int:
    """Return how many in this run: `gate` in `make test`, and twenty times as many in soak."""
    return gate * settings().max_examples // 100
