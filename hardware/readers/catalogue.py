"""From a kind of reader in the configuration to the adapter that reads it."""

from collections.abc import Callable
from importlib import import_module
from typing import cast

from hardware.readers import READERS, Reader, Ticks

Adapter = Callable[[str, object, Ticks], Reader]


def build(kind: str, name: str, wiring: object, ticks: Ticks) -> Reader:
    """Make the reader `name` of a kind in READERS; only that kind's libraries are imported.

    Args:
        kind: a key of READERS; KeyError for any other.
        name: the reader's name in the configuration.
        wiring: the kind's table of options, as READERS names it; TypeError for another's.
        ticks: the monotonic clock, ns.
    """
    options, adapter = READERS[kind]
    if type(wiring).__name__ != options:
        raise TypeError(f"a reader of kind {kind!r} wants {options}, not {type(wiring).__name__}")
    module, _, attribute = adapter.partition(":")
    return cast("Adapter", getattr(import_module(module), attribute))(name, wiring, ticks)
