"""`make bench`: every figure that is claimed, against its bar, and build/bench.json."""

import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tests.bench import aged, chip, contended, counted, slow_disk, taps, wire
from tests.bench.office import Register, opened, planted
from tests.bench.process import Wire

BUILD: Final = Path(__file__).resolve().parents[2] / "build"
MANY: Final = 1_000_000

BARS: Final[Mapping[str, float]] = {  # at most
    "tap_over_select_p50": 3,
    "tap_over_durable_floor_p50": 1.8,
    "denied_over_granted": 1.1,
    "scale_1m_over_100": 2,
    "tap_slow_disk_ratio": 1.3,
    "stalled_disk_release_ms": 300,
    "stalled_disk_relock_late_ms": 50,
    "contention_p50": 2,
    "contention_p99": 10,
    "tap_wire_over_echo": 6,
    "stale_reads": 0,
    "instructions_tap_over_join": 4.5,
    "start_over_import": 2,
    "journal_verify_per_s": 300_000,
    "daemon_rss_mb": 35,
    "daemon_growth_mb": 1,
    "chip_7byte_over_rf_floor": 1.15,
    "chip_7byte_over_rf_floor_slow_spi": 1.5,
    "chip_empty_poll_transactions": 30,
    "chip_empty_poll_ms": 0.9,
}
AT_LEAST: Final = frozenset({"journal_verify_per_s"})

Figures = dict[str, float]


def say(text: str) -> None:
    """Tell the progress."""
    sys.stderr.write(f"bench: {text}\n")


def every(step: int) -> Callable[[int], None]:
    """Return a progress that tells each `step`-th count."""
    return lambda count: say(f"  {count:,}") if count % step == 0 else None


def groups(folder: Path) -> Iterator[tuple[str, Callable[[], Figures]]]:
    """Yield what is measured, one subject after another."""
    yield "the chip, on a virtual clock", chip.figures
    many, few = _registers(folder)
    yield "taps without waiting for the disk", lambda: taps.quick(folder, many, few)
    yield "taps that wait for the disk", lambda: taps.durable(folder, many)
    yield "denials", lambda: taps.denials(folder, many)
    desk = Wire()
    old = opened(folder / "old", many, flush_wait=0, port=desk.port)
    say(f"writing a journal of {aged.EVENTS:,} events")
    aged.write(old, every(250_000))
    yield "verifying it", lambda: aged.verified(old, every(250_000))
    yield "starting on it", lambda: aged.starting(old, desk)
    yield f"{aged.TAPS:,} taps on it", lambda: aged.memory(old, desk)
    desk.close()
    yield "taps by wire", lambda: wire.figures(folder / "wire", many)
    yield "a crowd at both files", lambda: contended.figures(old, many)
    fresh = planted(folder / "fresh", contended.REVOCATIONS + 10)
    yield "revocations", lambda: contended.stale(folder / "stale", fresh)
    yield "every fsync slow", lambda: slow_disk.slow(folder / "slow", few)
    yield "one fsync stalled", lambda: slow_disk.stalled(folder / "stalled", few)
    some = planted(folder / "some", counted.CARDS)
    yield "instructions, under valgrind", lambda: counted.figures(folder / "counted", some)


def _registers(folder: Path) -> tuple[Register, Register]:
    say(f"planting a register of {MANY:,} cards")
    many = planted(folder / "million", MANY, every(250_000))
    return many, planted(folder / "hundred", taps.FEW)


def table(figures: Figures) -> str:
    """Return the figures as lines: key, value, bar, verdict."""
    lines = [f"{'key':<36} {'value':>12} {'bar':>12}"]
    for key, bar in BARS.items():
        if key not in figures:
            lines.append(f"{key:<36} {'-':>12} {bar:>12g}  not measured")
            continue
        value, least = figures[key], key in AT_LEAST
        met = value >= bar if least else value <= bar
        sign = ">=" if least else "<="
        lines.append(f"{key:<36} {value:>12,.4g} {sign:>3} {bar:>8g}  {'ok' if met else 'over'}")
    return "\n".join(lines)


def main() -> None:
    """Measure everything, print the table, write the file."""
    figures: Figures = {}
    began = time.monotonic()
    BUILD.mkdir(exist_ok=True)
    with TemporaryDirectory(dir=BUILD, prefix="bench-") as folder:
        for title, measure in groups(Path(folder)):
            say(f"{title} ({time.monotonic() - began:.0f} s)")
            figures |= measure()
    flat: dict[str, object] = {key: figures[key] for key in BARS if key in figures}
    flat["_raw"] = {key: value for key, value in figures.items() if key not in BARS}
    (BUILD / "bench.json").write_text(json.dumps(flat, indent=2) + "\n")
    sys.stdout.write(f"{table(figures)}\n")
    say(f"{time.monotonic() - began:.0f} s, build/bench.json written")


if __name__ == "__main__":
    main()
