"""Someone before the demo's page, in real Chromium, and the demo itself."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as NotInTime

CHROMIUM: Final = "/usr/bin/chromium"
SWITCHES: Final = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
PATIENCE: Final = 30_000  # ms
expect.set_options(timeout=PATIENCE)

# Nobody is at the door, nothing is wrong, and the hand is empty.
QUIET: Final = (
    '.scene[data-daemon="up"][data-phase="shut"]:not([data-released], [data-held], [data-queue],'
    " [data-alarm], [data-wedged], [data-unplugged])"
)
# What the scene showed, however briefly: a slow page draws two states between two looks at it.
WATCH: Final = """
window.seen = new Set();
document.addEventListener('DOMContentLoaded', () => {
    const scene = document.querySelector('.scene');
    new MutationObserver((changes) => changes.forEach(({attributeName: name}) =>
        window.seen.add(`${name}=${scene.getAttribute(name)}`))
    ).observe(scene, {attributes: true});
});
"""
# The first line behind a number that is of a kind and a reason.
FIND: Final = """
([after, kind, reason]) => {
    const found = [...document.querySelectorAll('.line')].findLast(({dataset}) =>
        Number(dataset.seq) > after && dataset.kind === kind && dataset.reason === reason);
    return found && {seq: Number(found.dataset.seq), text: found.innerText};
}
"""
OFTEN: Final = 50  # ms between two looks for a line


Running = tuple[subprocess.Popen[str], str]
"""A demo that runs, and its address."""


@contextmanager
def demo(port: str = "0") -> Iterator[Running]:
    """Run a demo for as long as it is wanted."""
    command = [sys.executable, "-m", "gapura", "demo", "--port", port]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process, process.stdout.readline().split()[1]
        finally:
            process.send_signal(signal.SIGCONT)  # one that was stopped hears no other signal
            process.terminate()
            try:
                process.communicate(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
                raise


class Visitor:
    """Someone before the page.

    Attributes:
        read: the number of the line that was read last.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("console", lambda said: self.complaints.append(said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        expect(page.locator(QUIET)).to_be_visible()
        self.read = int(page.locator(".line").first.get_attribute("data-seq") or 0)
        page.evaluate("window.seen.clear()")

    def reads(self, *lines: str) -> list[str]:
        """Wait for lines, each behind the one before, and return what they say.

        Each is a kind of event, or a kind and its reason: `denied lost`.
        """
        texts = []
        for line in lines:
            kind, _, reason = line.partition(" ")
            wanted = [self.read, kind, reason]
            try:
                found = self.page.wait_for_function(
                    FIND, arg=wanted, timeout=PATIENCE, polling=OFTEN
                ).json_value()
            except NotInTime:
                raise AssertionError(f"no line {line!r} came behind {self.read}") from None
            self.read = found["seq"]
            texts.append(found["text"])
        return texts

    def sees(self, attribute: str, value: str) -> None:
        """Wait until the scene has shown something, be it for a moment."""
        shown = f"data-{attribute}={value}"
        self.page.wait_for_function(
            "(shown) => window.seen.has(shown)", arg=shown, timeout=PATIENCE
        )

    def taps(self, card: str) -> None:
        self.page.locator(f"[data-card={card}]").click()

    def does(self, act: str) -> None:
        self.page.locator(f"[data-name={act}]").click()

    def types(self, keys: str) -> None:
        """Click keys of the keypad."""
        for key in keys:
            self.page.locator(f'.keypad [data-key="{key}"]').click()

    def fact(self, place: str, words: str) -> None:
        """Wait until a fact reads so."""
        expect(self.page.locator(f"[data-fact={place}] dd")).to_have_text(words)
