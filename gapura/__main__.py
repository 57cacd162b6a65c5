"""The command line. Each command imports what it needs when it runs, and no more."""

import os
import sys
from pathlib import Path

import click

from gapura import timers
from gapura.archiving import archive
from gapura.options import config_option, register_option, why_option


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="gapura")
def main() -> None:
    """Gapura: the door of a server room, run by a written procedure."""


@main.command()
@config_option
def daemon(config: Path) -> None:
    """Serve the doors until stopped (what gapura-daemon.service runs)."""
    os.execv(sys.executable, [sys.executable, "-m", "daemon", "--config", str(config)])  # noqa: S606


@main.command()
@config_option
@click.option("--origin", required=True, help="What people type: https://gapura.example.go.id")
@click.option(
    "--listen",
    default="unix:/run/gapura-admin/http.sock",
    show_default=True,
    help="unix:/PATH, or a loopback address as 127.0.0.1:8080.",
)
def admin(config: Path, origin: str, listen: str) -> None:
    """Serve the office's pages (what gapura-admin.service runs)."""
    from daemon.config import ConfigError  # noqa: PLC0415
    from gapura.admin import CannotServe, run  # noqa: PLC0415
    from register.errors import RegisterError  # noqa: PLC0415

    try:
        run(config, origin, listen)
    except (CannotServe, ConfigError, RegisterError, OSError) as error:
        raise click.ClickException(str(error)) from error


@main.command()
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="0 takes any free one.")
def demo(port: int) -> None:
    """Show the whole product on this machine: emulated reader, virtual door, one page."""
    from gapura.demo.running import run  # noqa: PLC0415

    run(port)


@main.group()
def config() -> None:
    """The configuration file."""


@config.command("check")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def config_check(file: Path) -> None:
    """Say what is wrong with a configuration FILE, key by key."""
    from daemon.config import check  # noqa: PLC0415

    wrong = check(file)
    for sentence in wrong:
        click.echo(sentence, err=True)
    if wrong:
        raise click.ClickException(
            f"{file}: {len(wrong)} thing(s) to mend; the daemon would not start"
        )
    click.echo(f"{file}: good")


@main.command()
@config_option
@click.option("--root", type=click.Path(path_type=Path), default=Path("/"), hidden=True)
def doctor(config: Path, root: Path) -> None:
    """Examine this Raspberry Pi: each line is ok, or the command that mends it."""
    from gapura.doctor.examine import examine  # noqa: PLC0415

    sys.exit(examine(config, root))


@main.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def verify(file: Path) -> None:
    """Walk the chain of a FILE, journal or register, and name the first line that is wrong."""
    from gapura.backup.copies import BackupError, audit_holds, is_register  # noqa: PLC0415

    if not is_register(file):
        _verify_journal(file)
        return
    try:
        click.echo(f"{file}: {audit_holds(file)} lines of the audit, unbroken.")
    except BackupError as error:
        raise click.ClickException(str(error)) from error


def _verify_journal(journal: Path) -> None:
    from ledger.chain import verify as walk  # noqa: PLC0415
    from ledger.errors import JournalBroken  # noqa: PLC0415

    with click.progressbar(length=1, label="verifying", file=sys.stderr) as bar:

        def progress(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        try:
            found = walk(journal, progress)
        except JournalBroken as error:
            raise click.ClickException(str(error)) from error
    click.echo(f"{journal}: {found.count} events, unbroken. Root {found.root.hex()}")


@main.command()
@config_option
def watch(config: Path) -> None:
    """Look for what deserves attention in the door's log (for a timer; as often as one likes)."""
    from daemon.config import ConfigError  # noqa: PLC0415
    from gapura.watch import run  # noqa: PLC0415

    with click.progressbar(length=1, label="watching", file=sys.stderr) as bar:

        def progress(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        try:
            caught = run(config, progress)
        except ConfigError as error:
            raise click.ClickException(str(error)) from error
    click.echo(f"looked through up to line {caught.seq}; new findings: {caught.new}")


@main.group()
def account() -> None:
    """Who may log in, without the web."""


@account.command("first")
@register_option
@click.option("--origin", required=True, help="Where browsers reach the site: https://HOST.")
@click.option("--name", required=True, help="The administrator's name.")
@click.option("--login-hint", help="The login that the page proposes.")
@click.option("--again", metavar="REASON", help="Why there should be one more administrator.")
def account_first(
    register: Path, origin: str, name: str, login_hint: str | None, again: str | None
) -> None:
    """Make the first administrator, and print the link to his account (15 minutes, once)."""
    from gapura.operator import first  # noqa: PLC0415

    click.echo(first(register, origin, name, login_hint, again))


@account.command("disable")
@register_option
@click.argument("login")
@why_option
def account_disable(register: Path, login: str, why: str) -> None:
    """Shut the account LOGIN; its sessions end at once."""
    from gapura.operator import disable  # noqa: PLC0415

    disable(register, login, why)
    click.echo(f"{login}: disabled")


@main.group()
def card() -> None:
    """Cards, without the web."""


@card.command("revoke")
@register_option
@click.option("--person", required=True, help="The holder's id, P- and ten letters.")
@why_option
def card_revoke(register: Path, person: str, why: str) -> None:
    """Revoke every card of a person; in force at the next tap."""
    from gapura.operator import revoke  # noqa: PLC0415

    click.echo(f"{person}: {revoke(register, person, why)} card(s) revoked")


for each in (*timers.COMMANDS, archive):
    main.add_command(each)


if __name__ == "__main__":
    main()
