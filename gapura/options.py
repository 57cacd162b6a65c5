"""Options that several commands have."""

from pathlib import Path
from typing import Final

import click

CONFIG: Final = Path("/etc/gapura/gapura.toml")
config_option = click.option(
    "--config",
    "config",
    type=click.Path(path_type=Path, dir_okay=False),
    default=CONFIG,
    show_default=True,
    help="The configuration file.",
)
register_option = click.option(
    "--register",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="The register's file.",
)
why_option = click.option("--why", required=True, help="The reason; it stands in the audit.")
