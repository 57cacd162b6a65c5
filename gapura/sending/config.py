"""The file of the senders: /etc/gapura/messages.toml into frozen dataclasses, once."""

import ipaddress
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from json import dumps, loads
from pathlib import Path
from string import Template
from typing import Annotated, Final
from urllib.parse import quote_plus, urlsplit

from daemon.config import ConfigError, ConfigFileError
from daemon.config_sections import Folders
from daemon.config_table import TableReader
from hardware.bounds import Within

PLACES: Final = ("to", "subject", "text", "key", "secret")
SECONDS: Final = 20.0


class Tls(StrEnum):
    """How a connection to the mail server is kept private."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailConfig:
    """`[email]`.

    Attributes:
        sender: what stands in From, as `Gapura <gapura@example.go.id>`.
        password_file: its first line is the password; "" logs in to nothing.
        ca_file: a certificate authority of the office's own; "" trusts the system's.
        timeout: seconds for each answer of the server.
    """

    host: str
    sender: str
    port: Annotated[int, Within(1, 65535)] = 587
    tls: Tls = Tls.STARTTLS
    user: str = ""
    password_file: str = ""
    ca_file: str = ""
    timeout: Annotated[float, Within(1, 120)] = SECONDS

    def __post_init__(self) -> None:
        """Refuse what would send a password or a message in the clear."""
        if self.tls is Tls.NONE and not loopback(self.host):
            raise ValueError(f"tls none is for this machine alone, and {self.host} is another")
        if bool(self.user) is not bool(self.password_file):
            raise ValueError("user and password_file go together")


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpConfig:
    """`[http]`: one POST a message.

    Attributes:
        url: https, or http to this machine.
        headers, body: with `$to`, `$subject`, `$text`, `$key`, `$secret` in them; in a JSON or a
            form body each is escaped as that wants.
        secret_file: its first line is what `$secret` stands for.
        timeout: seconds for the answer.
    """

    url: str
    body: str
    headers: Mapping[str, object] = field(default_factory=dict)
    secret_file: str = ""
    timeout: Annotated[float, Within(1, 120)] = SECONDS

    def __post_init__(self) -> None:
        """Refuse another's host in the clear, and a template that cannot be filled in."""
        parts = urlsplit(self.url)
        own = parts.scheme == "http" and loopback(parts.hostname or "")
        if not own and not (parts.scheme == "https" and parts.hostname):
            raise ValueError(f"url {self.url!r}: https://, or http:// to this machine, is wanted")
        for text in (self.body, *map(str, self.headers.values())):
            self._check(text)
        if self.kind == "application/json":
            loads(self.filled(dict.fromkeys(PLACES, 'a "b"\n\\')))

    @property
    def kind(self) -> str:
        """The media type of the body."""
        named = {name.lower(): str(value) for name, value in self.headers.items()}
        return named.get("content-type", "application/json").partition(";")[0].strip().lower()

    def filled(self, values: Mapping[str, str]) -> str:
        """Return the body of a message."""
        if self.kind == "application/json":
            values = {key: dumps(text)[1:-1] for key, text in values.items()}
        elif self.kind == "application/x-www-form-urlencoded":
            values = {key: quote_plus(text) for key, text in values.items()}
        return Template(self.body).substitute(values)

    def _check(self, text: str) -> None:
        template = Template(text)
        strange = set(template.get_identifiers()) - set(PLACES)
        if strange or not template.is_valid():
            raise ValueError(
                f"{text!r} cannot be filled in; wanted are {', '.join(f'${p}' for p in PLACES)}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagesConfig:
    """The whole file.

    Attributes:
        origin: what people type to reach the pages: where a message's link leads.
        password, secret: read from their files; None where none is named.
    """

    origin: str
    email: EmailConfig | None = None
    http: HttpConfig | None = None
    password: str | None = field(default=None, repr=False)
    secret: str | None = field(default=None, repr=False)


def read(path: Path) -> MessagesConfig:
    """Read and check the file.

    Raises ConfigError or ConfigFileError, as the daemon's own file does.
    """
    try:
        table = tomllib.loads(path.read_text())
    except OSError as error:
        raise ConfigError(str(path), f"cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise ConfigError(str(path), f"is not TOML: {error}") from error
    tables = TableReader()
    tables.known(table, ("origin", "email", "http"), "")
    origin = table.get("origin")
    if not isinstance(origin, str) or urlsplit(origin).scheme not in ("https", "http"):
        tables.refuse("origin", "wanted is what people type, as https://gapura.example.go.id")
    email = tables.fill(EmailConfig, table["email"], "email") if "email" in table else None
    http = tables.fill(HttpConfig, table["http"], "http") if "http" in table else None
    folders = Folders(path.parent, Path(os.environ.get("CREDENTIALS_DIRECTORY", "/nonexistent")))
    password = _secret(
        tables, folders, email.password_file if email else None, "email.password_file"
    )
    secret = _secret(tables, folders, http.secret_file if http else None, "http.secret_file")
    if tables.troubles:
        raise ConfigFileError([ConfigError(each.key, each.sentence) for each in tables.troubles])
    return MessagesConfig(
        origin=str(origin).rstrip("/"), email=email, http=http, password=password, secret=secret
    )


def loopback(host: str) -> bool:
    """Return whether a host is this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _secret(tables: TableReader, folders: Folders, name: str | None, key: str) -> str | None:
    if not name:
        return None
    try:
        # systemd hands the folder `secrets` over as files with its name in front
        copy = folders.credentials / f"secrets_{name}"
        found = copy if copy.is_file() else folders.own / "secrets" / name
        return found.read_text().split("\n", 1)[0]
    except OSError as error:
        tables.refuse(key, f"{name} cannot be read: {error.strerror}")
        return None
