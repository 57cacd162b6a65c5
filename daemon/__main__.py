"""`python -m daemon`: what the unit starts. No click: import time is door-dead time."""

import argparse
import sys
from pathlib import Path

from daemon.main import run


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="gapura daemon", description="Serve the doors.")
    parser.add_argument("--config", type=Path, default=Path("/etc/gapura/gapura.toml"))
    parser.add_argument("--wires", help=argparse.SUPPRESS)  # IN,OUT: the demo's simulated wires
    return parser.parse_args()


if __name__ == "__main__":
    given = arguments()
    ends = tuple(int(end) for end in given.wires.split(",")) if given.wires else None
    sys.exit(run(given.config, ends))
