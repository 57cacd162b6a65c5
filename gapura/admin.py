"""`gapura admin`: serve the office's pages, on a Unix socket or on this machine's own address."""

import ipaddress
import os
import socket
import stat
import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from waitress.server import create_server

from admin.log.keeper import Keeper
from admin.office import office_app, settle
from admin.site import Site
from daemon.config import Config, read
from register import store
from register.store import Store

THREADS: Final = 32  # at most 8 of them hold a live stream (admin/streams.py)
SOCKET_MODE: Final = 0o660  # the web server in front is of our group


class CannotServe(Exception):
    """The pages cannot be served so; the message says why and what is wanted."""


def run(config: Path, origin: str, listen: str) -> None:
    """Serve until stopped.

    Args:
        config: the daemon's own file: where the register, the journal and the key are.
        origin: the address that people type, `https://gapura.example.go.id`.
        listen: `unix:/path` or `127.0.0.1:8080`.

    Raises CannotServe for an address that others reach, or an origin without TLS that is not this
    machine's.
    """
    built = read(config)
    _check_origin(origin)
    with ExitStack() as open_:
        listening = open_.enter_context(bind(listen))
        register = open_.enter_context(_register(built))
        site = Site(
            store=register,
            journal=built.journal.path,
            key=built.fingerprint_key.read_bytes(),
            now=lambda: datetime.now(UTC),
            origin=origin.rstrip("/"),
        )
        app = office_app(site)
        log: Keeper = app.extensions["log"]
        log.start()
        open_.callback(log.close)
        settle()
        server = create_server(
            app,
            sockets=[listening],
            threads=THREADS,
            ident=None,
            max_request_body_size=app.config["MAX_CONTENT_LENGTH"],  # it spools a body to the disk
            trusted_proxy="*",  # only who reaches the socket: the web server in front
            trusted_proxy_headers={"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"},
            clear_untrusted_proxy_headers=True,
        )
        sys.stderr.write(f"gapura admin: {origin} on {listen}\n")
        server.run()


def bind(listen: str) -> socket.socket:
    """Return a listening socket; CannotServe for an address that is not this machine's own."""
    if listen.startswith("unix:"):
        path = Path(listen.removeprefix("unix:"))
        _make_way(path)
        made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        made.bind(str(path))
        os.chmod(path, SOCKET_MODE)  # noqa: PTH101 - a socket's own path
        made.listen()
        return made
    host, _, port = listen.rpartition(":")
    if not port.isdecimal() or not _loopback(host):
        raise CannotServe(
            f"listen: {listen!r} found; unix:/path or a loopback address as 127.0.0.1:8080 is "
            "wanted. People reach it through a web server with TLS in front (docs/install.md)"
        )
    return socket.create_server((host, int(port)))


def _make_way(path: Path) -> None:
    """Remove the socket of a process that is gone; CannotServe where one answers, or a file is."""
    try:
        if not stat.S_ISSOCK(path.lstat().st_mode):
            raise CannotServe(f"listen: {path} is a file, and no socket; another path is wanted")
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as asking:
            asking.connect(str(path))
    except FileNotFoundError:
        return
    except ConnectionRefusedError:
        path.unlink()
        return
    raise CannotServe(f"listen: a process answers on {path} already; stop it first")


def _check_origin(origin: str) -> None:
    parts = urlsplit(origin)
    if parts.scheme == "https" and parts.hostname:
        return
    if parts.scheme != "http" or parts.hostname not in ("localhost", "127.0.0.1", "::1"):
        raise CannotServe(
            f"origin: {origin!r} found; https://NAME is wanted, or http://localhost on this machine"
        )


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _register(built: Config) -> Store:
    """Open the register, made or brought up to date where need be."""
    if not built.register.exists():
        return store.create(built.register, progress=_say)
    store.migrate(built.register, _say)
    return Store(built.register)


def _say(step: str) -> None:
    sys.stderr.write(f"gapura admin: register: {step}\n")
