"""The log of the door: what a page costs among ten million lines, how soon a line shows, export."""

import re
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, sync_playwright

from ledger.journal import Journal
from tests.admin.office import Office
from tests.admin.served import served, sign_in
from tests.bench.ground import say
from tests.bench.log_ground import FEW, MANY, START, office, person
from tests.bench.measure import quantile
from tests.ledger.journals import BOOT, granted
from tests.scenarios.visitor import CHROMIUM, SWITCHES

LOOKS: Final = 25  # at each page
HITS: Final = 50
FEW_DAYS: Final = 100
MANY_DAYS: Final = 3650
SHOWN: Final = 60  # events that a browser waits for
APART: Final = (
    0.13  # seconds from one to the next; no multiple of how often the journal is looked at
)
EXPORTED: Final = 1_000_000
SAMPLE_EVERY: Final = 50  # pieces of a file
RSS: Final = re.compile(r"VmRSS:\s+(\d+) kB")
MB: Final = 1e6
NS_PER_MS: Final = 1_000_000
SEQ: Final = re.compile(rb'class="entry [a-z]+" data-seq="[1-9]')
COUNTED: Final = re.compile(rb"<p>([0-9]+) peristiwa")
# When each line came to stand in the page, by its number: ms since 1970.
WATCH: Final = """
window.shown = {};
const list = document.querySelector('ol.log');
new MutationObserver(() => {
    const now = performance.timeOrigin + performance.now();
    for (const row of list.children) window.shown[row.dataset.seq] ??= now;
}).observe(list, {subtree: true, childList: true, attributes: true});
"""


def pages(folder: Path) -> dict[str, float]:
    """Return the worst page's whole response with 10,000,000 lines over that with 10,000.

    Raises AssertionError for a page with fewer than 50 hits.
    """
    say(f"writing a log of {MANY:,} lines")
    began = time.monotonic()
    with office(folder / "few", FEW, FEW_DAYS) as few, office(
        folder / "many", MANY, MANY_DAYS
    ) as many:  # fmt: skip
        made = time.monotonic() - began
        small, large = _taken([(few, _paths(FEW, FEW_DAYS)), (many, _paths(MANY, MANY_DAYS))])
    ratios = {name: large[name] / small[name] for name in small}
    worst = max(ratios, key=lambda name: ratios[name])
    return {
        "log_page_10m_over_10k": ratios[worst],
        **{f"_log_{name}_ms": large[name] / NS_PER_MS for name in large},
        **{f"_log_{name}_10m_over_10k": ratio for name, ratio in ratios.items()},
        "_log_10m_written_s": made,
        "_log_10m_bytes": sum(each.stat().st_size for each in (folder / "many").iterdir()),
    }


def _taken(offices: Sequence[tuple[Office, Mapping[str, str]]]) -> list[Mapping[str, float]]:
    """Return the median of each page's whole response in ns, in each office; all in turns."""
    visitors = [(each.visitor("kasi"), paths) for each, paths in offices]
    taken = [{name: list[int]() for name in paths} for _, paths in visitors]
    for look in range(LOOKS):
        for (kasi, paths), kept in zip(visitors, taken, strict=True):
            for name, path in paths.items():
                started = time.perf_counter_ns()
                page = kasi.get(path).data
                kept[name].append(time.perf_counter_ns() - started)
                if look == 0:
                    _check(name, page)
    return [{name: statistics.median(each) for name, each in kept.items()} for kept in taken]


def _paths(count: int, days: int) -> Mapping[str, str]:
    middle = datetime.fromtimestamp(START / 1000, UTC) + timedelta(days=days // 2)
    day = middle.date().isoformat()
    return {
        "newest": "/log-pintu",
        "keyset": f"/log-pintu?sebelum={count // 2}",
        "person": f"/log-pintu?orang={person(7)}",
        "denied": "/log-pintu?hasil=ditolak",
        "heat": f"/log-pintu/peta?dari={day}&sampai={day}",
    }


def _check(name: str, page: bytes) -> None:
    counted = COUNTED.search(page)
    hits = int(counted[1]) if counted else len(SEQ.findall(page))
    if hits < HITS:
        raise AssertionError(f"{name}: {hits} hits, {HITS} are wanted")


def live(folder: Path) -> dict[str, float]:
    """Return the time from an event's commit to the changed page, in real Chromium."""
    folder.mkdir(parents=True)
    made = Office(folder)
    journal = Journal.open(made.site.journal, boot=BOOT)
    journal.record_all([granted(n) for n in range(HITS)])
    with served(made) as root, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        page = browser.new_page()
        sign_in(page.context, made, "kasi", root)
        page.goto(f"{root}/log-pintu")
        page.wait_for_selector(".live.on")
        page.evaluate(WATCH)
        late = _waits(page, journal)
        browser.close()
    journal.close()
    return {
        "live_p95_ms": quantile(late, 0.95),
        "_live_p50_ms": quantile(late, 0.5),
        "_live_shown": len(late),
    }


def _waits(page: Page, journal: Journal) -> list[int]:
    """Record one event after the other; return how many ms each took to show."""
    committed = {}
    for n in range(SHOWN):
        page.wait_for_timeout(1000 * APART)
        seq = journal.record(granted(HITS + n))
        committed[seq] = time.time() * 1000
    page.wait_for_function("(seq) => window.shown[seq]", arg=max(committed))
    shown = {int(seq): at for seq, at in page.evaluate("window.shown").items()}
    if missing := committed.keys() - shown.keys():
        raise AssertionError(f"{len(missing)} of {SHOWN} lines were never in the page")
    return [round(shown[seq] - at) for seq, at in committed.items()]


def export(folder: Path) -> dict[str, float]:
    """Return what the process grew by while it sent a CSV of 1,000,000 lines."""
    say(f"writing a log of {EXPORTED:,} lines")
    with office(folder / "warm", FEW, FEW_DAYS) as warm:
        _sent(warm, lambda: None)
    peak = 0.0

    def look() -> None:
        nonlocal peak
        peak = max(peak, _resident())

    with office(folder / "million", EXPORTED, MANY_DAYS) as made:
        before = _resident()
        began = time.monotonic()
        lines = _sent(made, look)
        taken = time.monotonic() - began
    if lines != EXPORTED + 1:
        raise AssertionError(f"{lines - 1:,} lines were sent, {EXPORTED:,} were wanted")
    return {"export_1m_growth_mb": peak - before, "_export_1m_s": taken}


def _sent(made: Office, look: Callable[[], None]) -> int:
    """Take a CSV of everything; return how many lines it has."""
    kasi, lines = made.visitor("kasi"), 0
    page = kasi.post("/log-pintu/unduh", data={"bentuk": "csv"}).location
    answer = kasi.get(f"{page}/berkas", buffered=False)
    for number, piece in enumerate(answer.iter_encoded()):
        lines += piece.count(b"\r\n")
        if number % SAMPLE_EVERY == 0:
            look()
    answer.close()
    return lines


def _resident() -> float:
    found = RSS.search(Path("/proc/self/status").read_text())
    return int(found[1]) * 1024 / MB if found else 0.0
