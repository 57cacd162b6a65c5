"""A module of ours in a process of its own: what goes wrong in it takes nothing else along."""

import subprocess
import sys
from typing import TypeAlias

Ended: TypeAlias = "subprocess.CompletedProcess[bytes]"
ERRORS = (subprocess.CalledProcessError, subprocess.TimeoutExpired)


def run(module: str, *arguments: str, given: bytes, seconds: float) -> Ended:
    """Run a module until it ends; what it wrote, said and ended with.

    Args:
        module: its dotted name.
        arguments: names of ours, never a visitor's words.
        given: its standard input.
        seconds: what it may take; ERRORS tells that it took more.
    """
    return subprocess.run(  # noqa: S603 - our own module, with names of our own
        [sys.executable, "-m", module, *arguments],
        input=given, capture_output=True, timeout=seconds, check=False,
    )  # fmt: skip
