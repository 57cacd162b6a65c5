"""strace, for the scenarios: what a process asks of the kernel, in order, and faults put in."""

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PYTHON = Path(sys.executable).resolve()  # the real program: strace follows no launcher
SITE = next(path for path in sys.path if path.endswith("site-packages"))
LIMIT = 120  # seconds: only a failing test waits so long
CALL = re.compile(r"^(\d+) +(\w+)\((?:(\d+)<([^>]*)>)?(?:, )?(.*)\) += (-?\d+)(.*)$")
BEGUN = re.compile(r"^(\d+) +(.*) <unfinished \.\.\.>$")
ENDED = re.compile(r"^(\d+) +<\.\.\. \w+ resumed>(.*)$")
BOOTSTRAP = (
    f"import sys; sys.path[:0] = [{str(ROOT)!r}, {SITE!r}];"
    "from tests.scenarios.recorder import main; main()"
)


@dataclass(frozen=True)
class Call:
    """One system call on a file.

    Attributes:
        begun: the line of the trace at which it began.
        ended: the line at which it ended.
    """

    thread: int
    name: str
    file: str
    arguments: str
    result: int
    begun: int
    ended: int

    @property
    def written(self) -> bytes:
        """The bytes that a write was handed."""
        return plain(self.arguments.split('"')[1])

    @property
    def numbers(self) -> list[int]:
        """The arguments behind the bytes, or all where there are none."""
        return [int(number) for number in re.findall(r"\d+", self.arguments.split('"')[-1])]


def command(*arguments: object) -> list[str]:
    return [str(PYTHON), "-c", BOOTSTRAP, *map(str, arguments)]


def traced(trace: Path, names: str, *arguments: object, faults: tuple[str, ...] = ()) -> list[str]:
    """Run the recorder under strace and return its lines.

    Args:
        trace: the file that strace writes.
        names: the calls that are followed.
        arguments: the recorder's.
        faults: strace's own `inject=` expressions, and `-P PATH` to keep them to one file.
    """
    done = subprocess.run(
        ["strace", "-f", "-y", "-xx", "-s", "100000", "-o", trace, "-e", f"trace={names}",
         *faults, *command(*arguments)],
        capture_output=True, text=True, timeout=LIMIT, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def calls(trace: Path) -> list[Call]:
    """Return the calls in the order in which they ended, a split line made whole."""
    begun: dict[str, tuple[int, str]] = {}
    found = []
    for line, whole in enumerate(trace.read_text().splitlines()):
        start, text = line, whole
        if piece := BEGUN.match(whole):
            begun[piece[1]] = line, piece[2]
            continue
        if piece := ENDED.match(whole):
            start, first = begun.pop(piece[1])
            text = f"{piece[1]} {first}{piece[2]}"
        if match := CALL.match(text):
            thread, name, _, file, rest, result, _ = match.groups()
            name_of = plain(file or "").decode()
            found.append(Call(int(thread), name, name_of, rest, int(result), start, line))
    return found


def plain(text: str) -> bytes:
    """Return what strace -xx wrote in hexadecimal."""
    return bytes.fromhex(text.replace("\\x", "")) if text.startswith("\\x") else text.encode()
