"""What runs by itself: commands that systemd's timers call; each may run again at any time."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from gapura.erasing import erase
from gapura.options import config_option

if TYPE_CHECKING:
    from register.store import Session

MESSAGES: Final = Path("/etc/gapura/messages.toml")
BACKUPS: Final = Path("/var/lib/gapura/backup")
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
    from gapura.sending import config as senders  # noqa: PLC0415
    from gapura.sending.run import run  # noqa: PLC0415
    from gapura.upkeep import configured  # noqa: PLC0415

    with configured(config) as built:
        done, failed = run(built.register, senders.read(messages))
    if done or failed:
        click.echo(f"{done} sent, {failed} not yet")


@click.command()
@config_option
def remind(config: Path) -> None:
    """Remind of steps that are nearly due, and tell who is above of those past due."""
    from register.messaging.reminding import remind as write  # noqa: PLC0415

    _write(config, write, "{} reminded, {} escalated")


@click.command()
@config_option
def lapse(config: Path) -> None:
    """Let removals take effect on their day, and ask for the removal of rights that ended."""
    from register.lapsing import lapse as write  # noqa: PLC0415

    _write(config, write, "{} cards shut on their day, {} ended rights asked to be removed")


def _write(
    config: Path, write: Callable[["Session", datetime], tuple[int, int]], words: str
) -> None:
    """Do something to the register as of now, and say how often it was done."""
    from gapura.upkeep import opened  # noqa: PLC0415

    with opened(config) as (store, at), store.session() as session:
        done = write(session, at)
    click.echo(words.format(*done))


@click.command()
@config_option
def retention(config: Path) -> None:
    """Tell the door to drop what the office keeps no longer, and drop old messages."""
    from contextlib import closing  # noqa: PLC0415

    from gapura.upkeep import TIMER, configured, now  # noqa: PLC0415
    from ledger.aged import last_before  # noqa: PLC0415
    from ledger.reading import Reader  # noqa: PLC0415
    from register.retention import retain  # noqa: PLC0415
    from register.store import Store  # noqa: PLC0415

    with (
        configured(config) as built,
        closing(Reader(built.journal.path)) as reader,
        Store(built.register) as store,
        store.session() as session,
    ):
        dropped = retain(session, lambda ms: last_before(reader, ms), TIMER, now())
    told = "nothing" if dropped.upto is None else f"events up to {dropped.upto}"
    gone = f"{dropped.messages} messages dropped, {dropped.visits} visits forgotten"
    click.echo(f"the door is told to drop {told}; {gone}")


@click.command()
@config_option
def review(config: Path) -> None:
    """Begin the access review that is due, warn, let lapse (gapura-review.timer, each hour)."""
    from gapura.reviewing import run, told  # noqa: PLC0415
    from gapura.upkeep import configured, now  # noqa: PLC0415

    with configured(config) as built:
        words = told(run(built.register, built.journal.path, now()))
    if words:
        click.echo(words)


@click.command()
@config_option
def migrate(config: Path) -> None:
    """Bring the register to this program's version, or make it (gapura-migrate.service)."""
    from gapura.upkeep import configured  # noqa: PLC0415
    from register import store  # noqa: PLC0415

    with configured(config) as built:
        if built.register.exists():
            store.migrate(built.register, click.echo)
        else:
            store.create(built.register, progress=click.echo).close()
    click.echo(f"{built.register}: up to date")


@click.command()
@config_option
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=BACKUPS,
    show_default=True,
    help="The folder of all backups.",
)
@click.option("--daily", type=click.IntRange(0), default=7, show_default=True)
@click.option("--weekly", type=click.IntRange(0), default=5, show_default=True)
@click.option("--monthly", type=click.IntRange(0), default=12, show_default=True)
def backup(config: Path, folder: Path, daily: int, weekly: int, monthly: int) -> None:
    """Copy register and journal, prove the copies, and drop what is too old."""
    from gapura.backup.make import backup as make  # noqa: PLC0415
    from gapura.backup.rotation import Kept  # noqa: PLC0415
    from gapura.upkeep import configured, now, shown  # noqa: PLC0415

    kept = Kept(daily=daily, weekly=weekly, monthly=monthly)
    with configured(config) as built, shown() as progress:
        made = make(built.register, built.journal.path, folder, kept, now(), progress)
    click.echo(f"{made}: good")


@click.command()
@config_option
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option("--dry-run", is_flag=True, help="Prove it and say what would change, no more.")
def restore(config: Path, folder: Path, *, dry_run: bool) -> None:
    """Put the register of the backup FOLDER into the live file; stop gapura-admin first."""
    from gapura.backup.restore import restore as put  # noqa: PLC0415
    from gapura.upkeep import configured, now, person, shown  # noqa: PLC0415

    with configured(config) as built, shown() as progress:
        found = put(folder, built.register, person(), now(), progress, dry=dry_run)
    lost = "nothing to compare with" if found.lost_steps is None else f"{found.lost_steps} signed"
    click.echo(f"steps lost since: {lost}; cards that stay shut: {found.frozen}")
    click.echo("nothing was changed" if dry_run else f"{built.register}: restored")


COMMANDS: Final = (backup, erase, lapse, migrate, remind, restore, retention, review, send)
