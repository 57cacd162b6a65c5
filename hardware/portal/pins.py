"""The pins of this machine: a Pi's header, or mock ones for the demo and the tests."""

from gpiozero import Device
from gpiozero.pins.mock import MockFactory
from gpiozero.pins.pi import PiFactory

from hardware.errors import PinsUnavailable


def open_pins(*, simulated: bool) -> PiFactory:
    """Return the one pin factory of this process; whoever opens it closes it.

    It becomes gpiozero's own default too, so that no device of any library here can fall back to
    another. Simulated pins that stand there already (the demo's) are the ones returned.

    Raises:
        PinsUnavailable: this is no Pi, its header cannot be opened, or other pins are in place.
    """
    if Device.pin_factory is None:
        Device.pin_factory = MockFactory() if simulated else _header()
    if isinstance(Device.pin_factory, MockFactory) is not simulated:
        raise PinsUnavailable(
            f"pins of {type(Device.pin_factory).__name__} are in place, "
            f"wanted {'simulated' if simulated else 'real'} ones"
        )
    return Device.pin_factory


def _header() -> PiFactory:
    """Open the header; lgpio is imported here only, for that starts a thread and makes a FIFO."""
    try:
        from hardware.portal.safe_pin import SafePinFactory  # noqa: PLC0415 - as said
    except (ImportError, OSError) as error:
        raise PinsUnavailable(
            f"lgpio cannot be used: {error}; it needs a working directory it may write to"
        ) from error
    return SafePinFactory()
