"""`python -m daemon`, as the unit starts it: no click, no argparse, for importing is dead time."""

# ruff: noqa: E402 - the collector is stopped before there is anything to collect
import gc

gc.disable()  # nothing that is made while starting is garbage: looking for it is door-dead time

import sys
from pathlib import Path

from daemon.main import run

DEFAULT = "/etc/gapura/gapura.toml"
USAGE = f"usage: python -m daemon [--config FILE]    FILE is {DEFAULT} unless said"


def main(words: list[str]) -> int:
    """Serve, as the words of the command line say; 2 and the usage where they are off."""
    given = dict(zip(words[::2], words[1::2], strict=False))
    if len(words) % 2 or given.keys() - {"--config", "--wires"}:
        sys.stderr.write(USAGE + "\n")
        return 2
    wires = tuple(int(end) for end in given["--wires"].split(",")) if "--wires" in given else None
    return run(Path(given.get("--config", DEFAULT)), wires)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
