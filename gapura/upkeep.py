"""The register as a timer's command opens it, and the moment of its run."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click

from daemon.config import ConfigError, read
from register.errors import RegisterError
from register.store import Store


@contextmanager
def opened(config: Path) -> Iterator[tuple[Store, datetime]]:
    """Open the register that a configuration names; a refusal is told as the command line does."""
    try:
        with Store(read(config).register) as store:
            yield store, datetime.now(UTC)
    except (ConfigError, RegisterError) as error:
        raise click.ClickException(str(error)) from error
