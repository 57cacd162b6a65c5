"""`make bench`: every figure that is claimed, against its bar, and build/bench.json.

`python -m tests.bench GROUP...` measures some of them alone and writes no file.
"""

import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tests.bench import (
    aged,
    chip,
    contended,
    counted,
    log,
    slow_disk,
    stalled,
    taps,
    web,
    web_load,
    wire,
)
from tests.bench.ground import STEP, Ground, every, say

BUILD: Final = Path(__file__).resolve().parents[2] / "build"
Figures = dict[str, float]

GROUPS: Final[Mapping[str, Callable[[Path, Ground], Figures]]] = {
    "chip": lambda _, __: chip.figures(),
    "quick": lambda folder, ground: taps.quick(folder, ground.many, ground.few),
    "durable": lambda folder, ground: taps.durable(folder, ground.many),
    "denials": lambda folder, ground: taps.denials(folder, ground.many),
    "wire": lambda folder, ground: wire.figures(folder, ground.many),
    "slow": lambda folder, ground: slow_disk.slow(folder, ground.many),
    "verify": lambda _, ground: aged.verified(ground.old, every(STEP)),
    "start": lambda _, ground: aged.starting(ground.old, ground.desk),
    "memory": lambda _, ground: aged.memory(ground.old, ground.desk),
    "contended": lambda _, ground: contended.figures(ground.old),
    "stale": lambda folder, ground: contended.stale(folder, ground.many),
    "stalled": lambda folder, ground: stalled.stalled(folder, ground.few),
    "pages": lambda folder, _: web.pages(folder),
    "confirm": lambda folder, _: web.confirmations(folder),
    "races": lambda folder, _: web.races(folder),
    "web": lambda folder, ground: web_load.figures(folder, ground.few),
    "log": lambda folder, _: log.pages(folder),
    "live": lambda folder, _: log.live(folder),
    "export": lambda folder, _: log.export(folder),
    "counted": lambda folder, ground: counted.figures(folder, ground.some),
}
BARS: Final[Mapping[str, float]] = {  # at most
    "tap_over_select_p50": 3,
    "tap_over_durable_floor_p50": 1.8,
    "tap_slow_disk_ratio": 1.3,
    "stalled_disk_release_ms": 300,
    "stalled_disk_relock_late_ms": 50,
    "tap_wire_over_echo": 6,
    "denied_over_granted": 1.1,
    "scale_1m_over_100": 2,
    "instructions_tap_over_join": 4.5,
    "chip_7byte_over_rf_floor": 1.15,
    "chip_7byte_over_rf_floor_slow_spi": 1.5,
    "chip_empty_poll_transactions": 30,
    "chip_empty_poll_ms": 0.9,
    "contention_p50": 2,
    "contention_p99": 10,
    "stale_reads": 0,
    "revoke_races_opened": 0,
    "confirm_p99_ms": 200,
    "tap_p95_under_web_load": 4,
    "page_p95_ms": 50,
    "page_max_sql": 12,
    "log_page_10m_over_10k": 3,
    "live_p95_ms": 150,
    "export_1m_growth_mb": 20,
    "daemon_rss_mb": 35,
    "daemon_growth_mb": 1,
    "start_over_import": 2,
    "journal_verify_per_s": 300_000,
}
AT_LEAST: Final = frozenset({"journal_verify_per_s"})
BESIDE: Final[Mapping[str, str]] = {  # what the `mfrc522` library does by itself on the same chip
    "chip_empty_poll_transactions": "_stock_empty_poll_transactions",
    "chip_empty_poll_ms": "_stock_empty_poll_ms",
}


def table(figures: Figures, keys: Sequence[str]) -> str:
    """Return the figures as lines: key, value, bar, verdict."""
    lines = [f"{'key':<36} {'value':>12} {'bar':>12}"]
    for key in keys:
        bar = f"{'>=' if key in AT_LEAST else '<='} {BARS[key]:>8g}"
        shown = f"{figures[key]:,.4g}" if key in figures else "-"
        lines.append(f"{key:<36} {shown:>12} {bar:>12}  {verdict(figures, key)}")
    return "\n".join(lines)


def verdict(figures: Figures, key: str) -> str:
    """Say whether a figure keeps its bar."""
    if key not in figures:
        return "not measured"
    over = figures[key] - BARS[key]
    met = "met" if (over >= 0 if key in AT_LEAST else over <= 0) else "missed"
    beside = f"  (the stock library: {figures[BESIDE[key]]:,.4g})" if key in BESIDE else ""
    return met + beside


def measured(names: Sequence[str]) -> Figures:
    """Measure group after group; one that could not be measured is told, and left out."""
    figures: Figures = {}
    began = time.monotonic()
    with TemporaryDirectory(dir=BUILD, prefix="bench-") as scratch:
        folder = Path(scratch)
        ground = Ground(folder)
        for name in names:
            say(f"{name} ({time.monotonic() - began:.0f} s)")
            try:
                figures |= GROUPS[name](folder / name, ground)
            except AssertionError as failure:
                say(f"{name} could not be measured: {failure}")
    return figures | {"_seconds": round(time.monotonic() - began)}


def main(asked: Sequence[str]) -> int:
    """Measure what is asked for, or everything; print the table, and write the file."""
    if unknown := set(asked) - GROUPS.keys():
        sys.stderr.write(f"no group is called {unknown}; there are {', '.join(GROUPS)}\n")
        return 2
    BUILD.mkdir(exist_ok=True)
    figures = measured([name for name in GROUPS if name in asked or not asked])
    keys = [key for key in BARS if key in figures or not asked]
    flat: dict[str, object] = {key: figures[key] for key in keys if key in figures}
    flat["_raw"] = {key: value for key, value in figures.items() if key not in BARS}
    report = json.dumps(flat, indent=2) + "\n"
    sys.stdout.write(f"{table(figures, keys)}\n{figures['_seconds']} s in all\n")
    if asked:
        sys.stdout.write(report)
    else:
        (BUILD / "bench.json").write_text(report)
    return int(any(key not in figures for key in keys))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
