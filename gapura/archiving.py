"""`gapura archive`: a year's evidence as one ZIP, without the web."""

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from gapura.options import config_option


@click.command()
@config_option
@click.option("--year", type=click.IntRange(2019, 2199), required=True, help="Of the office.")
@click.option(
    "--to", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The ZIP to write."
)
def archive(config: Path, year: int, to: Path) -> None:
    """Write a year's evidence for an audit (SPBE, ISO 27001 A.7.2)."""
    from gapura.upkeep import configured  # noqa: PLC0415

    with configured(config) as built:
        run(built.register, built.journal.path, year, to)
    click.echo(f"{to}: {to.stat().st_size} bytes")


def run(register: Path, journal: Path, year: int, to: Path) -> None:
    """Write the archive whole or not at all, and say so in the audit."""
    from admin.yearly import pieces  # noqa: PLC0415
    from register import audit  # noqa: PLC0415
    from register.audit import By  # noqa: PLC0415
    from register.store import Store  # noqa: PLC0415

    at, by = datetime.now(UTC), By(source=f"cli uid {os.getuid()}")
    partly = to.with_name(f"{to.name}.partly")
    with Store(register) as store, click.progressbar(length=1, label="archiving") as bar:

        def told(done: int, of: int) -> None:
            bar.length = of
            bar.update(done - bar.pos)

        with store.session() as session:
            audit.write(session, "export.evidence", by, at, {"year": year})
        descriptor = os.open(partly, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            for piece in pieces(store, journal, year, at, told):
                file.write(piece)
    partly.replace(to)
