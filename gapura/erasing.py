"""`gapura erase`: who has not had anything to do with the room for long is taken out of it."""

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from gapura.options import config_option


@click.command()
@config_option
@click.option("--person", help="One person by his id, P- and ten letters, instead of all due.")
@click.option("--why", help="Number and date of the decision, for one person; never his name.")
@click.option("--dry-run", is_flag=True, help="Say who is due, and erase nobody.")
def erase(config: Path, person: str | None, why: str | None, *, dry_run: bool) -> None:
    """Erase names and numbers whose retention has ended, or one person by a decision."""
    from gapura.upkeep import configured  # noqa: PLC0415

    if (person is None) is not (why is None):
        raise click.UsageError("--person and --why go together")
    with configured(config) as built:
        run(built.register, person, why or "retensi", dry_run=dry_run)


def run(register: Path, person: str | None, why: str, *, dry_run: bool) -> None:
    """Erase one person, or all who are due; a run that finds nobody does no harm."""
    from register import erasure, people  # noqa: PLC0415
    from register.audit import By  # noqa: PLC0415
    from register.store import Store  # noqa: PLC0415

    at, by = datetime.now(UTC), By(source=f"cli uid {os.getuid()}")
    with Store(register) as store:
        with store.reading() as session:
            if person is None:
                wanted = {each.public_id: each.id for each in erasure.due(session, at)}
            else:
                found = people.find(session, person)
                if found is None:
                    raise click.ClickException(f"there is nobody {person} in {register}")
                wanted = {person: found.id}
        if dry_run:
            click.echo("\n".join(wanted) or "nobody is due")
            return
        with click.progressbar(wanted.items(), label="erasing") as going:
            for _, number in going:
                with store.session() as session:
                    erasure.erase(session, number, why, by, at)
        # also where nobody was due: a reader may have been in the way the last time
        shredded = store.shred()
    click.echo(f"{len(wanted)} erased" + ("" if shredded else "; the log is in use: run it again"))
