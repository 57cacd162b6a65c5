"""Only the sockets that we say exist (UniFi Access CVE-2025-52665, Akuvox E11): asked of Linux."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from gapura.admin import CannotServe, bind
from tests.daemon.office import furnished
from tests.scenarios.gate import LIMIT, ROOT, Gate, office
from tests.scenarios.sockets import listening
from tests.scenarios.visitor import demo

NONE = "[readers]\n"


@contextmanager
def pages(config: Path, listen: str, origin: str) -> Iterator[int]:
    """The office's pages as systemd runs them; their process, once they listen."""
    command = [sys.executable, "-m", "gapura", "admin", "--config", str(config),
               "--listen", listen, "--origin", origin]  # fmt: skip
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            for line in process.stderr:
                if line.startswith(f"gapura admin: {origin}"):
                    break
            yield process.pid
        finally:
            process.terminate()
            process.communicate(timeout=LIMIT)


def test_the_pages_listen_on_their_unix_socket_and_on_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "http.sock"
    config = furnished(tmp_path, NONE)
    with pages(config, f"unix:{path}", "https://gapura.example") as pid:
        answers(path)
        assert listening(pid) == {f"unix {path}"}
        assert path.stat().st_mode & 0o777 == 0o660


def test_no_body_larger_than_a_form_with_its_papers_is_taken_off_the_wire(tmp_path: Path) -> None:
    path = tmp_path / "http.sock"
    with pages(furnished(tmp_path, NONE), f"unix:{path}", "https://gapura.example"):
        answers(path)
        with socket.socket(socket.AF_UNIX) as visitor:
            visitor.settimeout(LIMIT)
            visitor.connect(str(path))
            visitor.sendall(
                b"POST /periksa/x HTTP/1.1\r\nHost: gapura.example\r\n"
                b"Content-Length: 1000000000\r\n\r\n"
            )
            assert visitor.recv(64).startswith(b"HTTP/1.1 413 ")


def test_the_daemon_listens_on_nothing(tmp_path: Path) -> None:
    with Gate(office(tmp_path)) as gate:
        gate.started()
        assert listening(gate.process.pid) == set()


def test_the_demo_with_all_that_it_starts_listens_at_the_one_address_that_it_prints() -> None:
    with demo() as (process, where):
        assert listening(process.pid) == {f"tcp 127.0.0.1:{urlsplit(where).port}"}


def test_the_inventory_sees_what_listens() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as tcp,
        socket.socket(type=socket.SOCK_DGRAM) as udp,
    ):
        udp.bind(("127.0.0.1", 0))
        found = listening(os.getpid())
        assert f"tcp 127.0.0.1:{tcp.getsockname()[1]}" in found
        assert f"udp 127.0.0.1:{udp.getsockname()[1]}" in found


@pytest.mark.parametrize("listen", ["0.0.0.0:0", "[::]:0", "192.0.2.1:80", ":8080", "localhost"])
def test_the_pages_refuse_an_address_that_others_reach(listen: str) -> None:
    with pytest.raises(CannotServe, match="loopback"):
        bind(listen)


def test_the_pages_take_the_place_of_a_socket_that_nobody_holds_and_of_nothing_else(
    tmp_path: Path,
) -> None:
    path, letter = tmp_path / "http.sock", tmp_path / "letter"
    letter.write_text("Yth.")
    with pytest.raises(CannotServe, match="no socket"):
        bind(f"unix:{letter}")
    assert letter.read_text() == "Yth."
    bind(f"unix:{path}").close()
    with bind(f"unix:{path}"), pytest.raises(CannotServe, match="answers on"):
        bind(f"unix:{path}")
    assert path.is_socket()


def answers(path: Path) -> None:
    """Wait until somebody answers there."""
    deadline = time.monotonic() + LIMIT
    with socket.socket(socket.AF_UNIX) as visitor:
        while True:
            try:
                visitor.connect(str(path))
                break
            except (FileNotFoundError, ConnectionRefusedError):
                assert time.monotonic() < deadline
        visitor.sendall(b"GET /masuk HTTP/1.0\r\nHost: gapura.example\r\n\r\n")
        assert visitor.recv(16).startswith(b"HTTP/1.")
