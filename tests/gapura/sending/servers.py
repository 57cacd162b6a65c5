"""A real mail server and a real gateway, started by a test on a port of this machine."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.admin.served import SOON

BEGINS = datetime(2020, 1, 1, tzinfo=UTC)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@dataclass
class Postbox:
    """What a mail server took, and how it answers."""

    mails: list[Message] = field(default_factory=list)
    refuses: dict[str, str] = field(default_factory=dict)  # address: reply
    answer: str = "250 taken"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's own name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        del server, session, options
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's own name
        del server, session
        if self.answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            self.mails.append(message_from_bytes(envelope.content))
        return self.answer

    @property
    def ids(self) -> list[str]:
        return [mail["Message-ID"] for mail in self.mails]


@contextmanager
def mail_server(
    postbox: Postbox, port: int, tls: ssl.SSLContext | None = None, password: str | None = None
) -> Iterator[None]:
    def known(*given: object) -> AuthResult:
        login = given[-1]
        right = isinstance(login, LoginPassword) and login.password == (password or "").encode()
        return AuthResult(success=right, handled=True)

    controller = Controller(
        postbox,
        hostname="127.0.0.1",
        port=port,
        tls_context=tls,
        require_starttls=tls is not None,
        authenticator=known if password else None,
        auth_required=password is not None,
    )
    controller.start()
    try:
        yield
    finally:
        controller.stop()


def certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """Make a server's certificate, its own authority; return the server's side and the file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(BEGINS)
        .not_valid_after(BEGINS + timedelta(days=36500))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / "server.pem", folder / "server.key"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return context, public


@dataclass
class Asked:
    """One request that a gateway got."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Counter:
    """What a gateway got, and how it answers; `holds` lets it answer only once that is set."""

    status: int = 200
    location: str = ""
    asked: list[Asked] = field(default_factory=list)
    holds: threading.Event | None = None
    arrived: threading.Event = field(default_factory=threading.Event)


@contextmanager
def gateway(counter: Counter, port: int = 0) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            counter.asked.append(Asked(self.path, dict(self.headers), body))
            counter.arrived.set()
            if counter.holds is not None:
                counter.holds.wait()
            self.send_response(counter.status)
            if counter.location:
                self.send_header("Location", counter.location)
            self.end_headers()

        do_GET = do_POST  # noqa: N815 - what a followed redirect would ask

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's own
            del format, args

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(SOON,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/send"
    finally:
        if counter.holds is not None:
            counter.holds.set()
        server.shutdown()
        thread.join()
        server.server_close()
