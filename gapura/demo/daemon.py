"""The real daemon as a process of its own, on simulated wires."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Final

PATIENCE: Final = 8.0  # seconds for a daemon that was asked to stop
Level = Callable[[int, bool, int], None]  # line, level, monotonic ns
Act = Mapping[str, object]


class DaemonProcess:
    """One life of the daemon: what it is told and what its lines say."""

    def __init__(self, config: Path, log: Path, first: Sequence[Act]) -> None:
        """Start it.

        Args:
            config: its configuration.
            log: what it says on stderr is appended there.
            first: acts that have happened before it looks.
        """
        acts_in, acts = os.pipe()
        self._acts = os.fdopen(acts, "wb", buffering=0)
        self._levels, levels_out = os.pipe()
        for act in first:
            self.do(act)
        command = (sys.executable, "-P", "-m", "daemon")
        arguments = ("--config", str(config), "--wires", f"{acts_in},{levels_out}")
        with log.open("ab") as errors:
            self._process = subprocess.Popen(  # noqa: S603 - our own daemon, no shell
                command + arguments,
                stdin=subprocess.DEVNULL,
                stdout=errors,
                stderr=errors,
                cwd=config.parent,
                pass_fds=(acts_in, levels_out),
                start_new_session=True,  # Ctrl-C is for the demo, which then ends the daemon
            )
        os.close(acts_in)
        os.close(levels_out)

    def do(self, act: Act) -> None:
        """Let something happen at its wires; nothing, where it is dead."""
        if not self._acts.closed:
            with suppress(BrokenPipeError):
                self._acts.write(json.dumps(act).encode() + b"\n")

    def follow(self, level: Level, ended: Callable[[], None]) -> Thread:
        """Tell what its output lines do, on a thread of its own, until it ends."""

        def tell() -> None:
            with os.fdopen(self._levels, encoding="utf-8") as lines:
                for line in lines:
                    said = json.loads(line)
                    level(said["line"], said["level"], said["ticks"])
            self._process.wait()
            ended()

        thread = Thread(target=tell, name="levels")
        thread.start()
        return thread

    def cut_power(self) -> None:
        """Kill it, as a power cut does: it gets no chance to say anything."""
        self._process.kill()

    def close(self) -> None:
        """Ask it to stop, wait, and kill it if it does not; then let go of its wires.

        More than once is no error.
        """
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._acts.close()
