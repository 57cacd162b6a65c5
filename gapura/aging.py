"""What time brings, as commands of timers: rights that end, and what is kept no longer."""

from pathlib import Path

import click

from gapura.options import config_option


@click.command()
@config_option
def lapse(config: Path) -> None:
    """Let removals take effect on their day, and ask for the removal of rights that ended."""
    from gapura.upkeep import opened  # noqa: PLC0415
    from register.lapsing import lapse as write  # noqa: PLC0415

    with opened(config) as (store, at), store.session() as session:
        effective, ended = write(session, at)
    click.echo(f"{effective} cards shut on their day, {ended} ended rights asked to be removed")


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
    click.echo(f"the door is told to drop {told}; {dropped.messages} messages dropped")
