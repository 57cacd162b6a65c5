"""Ask an MFRC522 who it is, once, for `gapura doctor`."""

from contextlib import closing
from importlib import import_module
from time import sleep

from hardware import pi_gpio
from hardware.errors import ReaderOffline
from hardware.readers.mfrc522_versions import VERSIONS
from hardware.wiring import Mfrc522Wiring


def probe(name: str, wiring: Mfrc522Wiring) -> str:
    """Reset the chip and return its version in words; ReaderOffline where it does not answer."""
    pi_gpio.install()
    try:
        driver = import_module("hardware.readers.mfrc522_chip")
        with closing(driver.Mfrc522Chip(wiring, sleep)) as chip:
            chip.restart()
            ailment = chip.ailment()
            version = chip.Read_MFRC522(chip.VersionReg)
    except (OSError, ImportError, RuntimeError) as error:
        raise ReaderOffline(name, f"{type(error).__name__}: {error}") from error
    if ailment is not None:
        raise ReaderOffline(name, ailment)
    return VERSIONS.get(version, f"an unknown chip, version {version:#04x}")
