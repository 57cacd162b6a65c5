"""Put the doctor together: gather, judge, tell."""

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from daemon.config import Config, ConfigError, read
from gapura.doctor import checks_board as board
from gapura.doctor import checks_machine as machine
from gapura.doctor.facts import Facts, Finding, Verdict
from gapura.doctor.gather import Machine, gather
from gapura.doctor.words import told
from hardware.errors import HardwareError
from hardware.wiring import Mfrc522Wiring

Check = Callable[[Facts, Config], Iterable[Finding]]
CHECKS: Final[tuple[Check, ...]] = (  # in the order in which a technician goes
    board.board,
    board.spi,
    board.serial,
    board.permitted,
    board.chips,
    board.pins,
    board.strikes,
    board.strike_levels,
    machine.clock,
    machine.disk,
    machine.folders,
    machine.beside,
    machine.key,
    machine.seal_key,
    machine.register,
    machine.journal,
    machine.watchdog,
    machine.power,
    machine.log,
    machine.asked,
)
WIDTH: Final = 9  # of the column of verdicts


def examine(path: Path, root: Path = Path("/")) -> int:
    """Examine a machine and print what was found.

    Args:
        path: the configuration.
        root: of a tree that is examined instead of this machine.

    Returns:
        1 where something is to be fixed, else 0; a wrong configuration is the first such thing.
    """
    try:
        config = read(path)
    except ConfigError as error:
        sys.stdout.writelines(f"{'fix':<{WIDTH}} {line}\n" for line in str(error).splitlines())
        return 1
    seen = Machine(root)
    facts = gather(seen, config, ask_chips(seen, config), _progress)
    findings = list(judge(facts, config))
    sys.stdout.writelines(lines(findings, config.language))
    return int(any(finding.verdict is Verdict.FIX for finding in findings))


def judge(facts: Facts, config: Config) -> Iterator[Finding]:
    """Run every check over the facts."""
    for check in CHECKS:
        yield from check(facts, config)


def lines(findings: Iterable[Finding], language: str) -> Iterator[str]:
    """Give the report, a finding a line, with the command that mends it below."""
    for finding in findings:
        verdict, sentence = told(finding, language)
        yield f"{verdict:<{WIDTH}} {sentence}\n"
        if finding.command and finding.verdict is not Verdict.OK:
            yield f"{'':<{WIDTH}} $ {finding.command}\n"


def ask_chips(seen: Machine, config: Config) -> dict[str, str]:
    """Ask each MFRC522 for its version, on the live Pi and while nobody else talks to it."""
    wirings = {
        name: reader.wiring
        for name, reader in config.readers.items()
        if isinstance(reader.wiring, Mfrc522Wiring)
    }
    held = seen.ask("systemctl", "is-active", "gapura-daemon.service") == "active"
    if held or not seen.live or not seen.has("/proc/device-tree/model"):
        return {}
    from hardware.portal.pins import open_pins  # noqa: PLC0415 - loads gpiozero
    from hardware.readers.mfrc522_probe import probe  # noqa: PLC0415 - loads the driver

    answers = {}
    for name, wiring in wirings.items():
        try:
            open_pins(simulated=False)
            answers[name] = probe(name, wiring)
        except HardwareError as error:
            answers[name] = f"!{error}"
    return answers


def _progress(walked: int, of: int) -> None:
    """Show how far the journal's walk is, on one line that goes away; to a person only."""
    if sys.stderr.isatty():
        end = "\r\033[K" if walked >= of else ""
        sys.stderr.write(f"\r{walked:,} / {of:,}{end}")
        sys.stderr.flush()
