"""What runs by itself: commands that systemd's timers call; each may run again at any time."""

from pathlib import Path
from typing import Final

import click

from gapura.erasing import erase
from gapura.options import config_option

MESSAGES: Final = Path("/etc/gapura/messages.toml")
messages_option = click.option(
    "--messages",
    type=click.Path(path_type=Path, dir_okay=False),
    default=MESSAGES,
    show_default=True,
    help="The senders' file.",
)


@click.command()
@config_option
@messages_option
def send(config: Path, messages: Path) -> None:
    """Send the messages that are due (gapura-send.timer, each minute)."""
    from daemon.config import ConfigError, read  # noqa: PLC0415
    from gapura.sending import config as senders  # noqa: PLC0415
    from gapura.sending.run import run  # noqa: PLC0415
    from register.errors import RegisterError  # noqa: PLC0415

    try:
        done, failed = run(read(config).register, senders.read(messages))
    except (ConfigError, RegisterError) as error:
        raise click.ClickException(str(error)) from error
    if done or failed:
        click.echo(f"{done} sent, {failed} not yet")


@click.command()
@config_option
def migrate(config: Path) -> None:
    """Bring the register to this program's version, or make it (gapura-migrate.service)."""
    from daemon.config import ConfigError, read  # noqa: PLC0415
    from register import store  # noqa: PLC0415
    from register.errors import RegisterError  # noqa: PLC0415

    try:
        register = read(config).register
        if register.exists():
            store.migrate(register, click.echo)
        else:
            store.create(register, progress=click.echo).close()
    except (ConfigError, RegisterError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{register}: up to date")


COMMANDS: Final = (erase, migrate, send)
