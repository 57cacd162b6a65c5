"""How the figures are taken: alternatives interleaved and shuffled, each after an idle pause."""

import random
import statistics
import time
from collections.abc import Callable, Mapping
from typing import Final

IDLE: Final = 0.012  # seconds before each run: a hot loop understates a real tap
NS_PER_S: Final = 1_000_000_000

Timed = Callable[[], int]  # does the thing once and returns the nanoseconds that count


def interleaved(
    alternatives: Mapping[str, Timed], runs: int, idle: float = IDLE
) -> dict[str, list[int]]:
    """Run each alternative `runs` times in one shuffled order and return their nanoseconds."""
    order = [name for name in alternatives for _ in range(runs)]
    random.Random(1).shuffle(order)  # noqa: S311 - an order, not a secret
    taken: dict[str, list[int]] = {name: [] for name in alternatives}
    for name in order:
        time.sleep(idle)
        taken[name].append(alternatives[name]())
    return taken


def median_of_medians(
    alternatives: Mapping[str, Timed], *, runs: int, repetitions: int = 3, idle: float = IDLE
) -> dict[str, float]:
    """Return each alternative's median over repetitions of its median, in nanoseconds."""
    rounds = [interleaved(alternatives, runs, idle) for _ in range(repetitions)]
    return {
        name: statistics.median(statistics.median(one[name]) for one in rounds)
        for name in alternatives
    }


def quantile(values: list[int], q: float) -> float:
    """Return the q-quantile (0 to 1) by nearest rank."""
    ordered = sorted(values)
    return float(ordered[min(len(ordered) - 1, int(q * len(ordered)))])


def timed(action: Callable[[], object]) -> Timed:
    """Wrap an action so that it returns its own nanoseconds."""

    def run() -> int:
        start = time.perf_counter_ns()
        action()
        return time.perf_counter_ns() - start

    return run
