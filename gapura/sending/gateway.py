"""By a gateway: one HTTP POST a message, to the one address that the file names."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from string import Template
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from gapura.sending.config import HttpConfig
from gapura.sending.way import NotSent, Send
from register.messaging.outbox import Letter

FINAL: Final = frozenset({400, 410, 413, 422})  # about this message; others are about the gateway
SPARED: Final = frozenset({404, 409})  # about this message perhaps: the next one is tried


class _StayThere(HTTPRedirectHandler):
    """A message and its secret go where the file says, and nowhere else."""

    def redirect_request(self, *_: object) -> None:
        """Follow nothing: the answer itself is an HTTPError."""


class Gateway:
    """A WhatsApp or chat gateway."""

    def __init__(self, config: HttpConfig, secret: str | None, origin: str) -> None:
        self._config, self._secret, self._origin = config, secret, origin
        self._opener = build_opener(ProxyHandler({}), _StayThere())

    @contextmanager
    def open(self) -> Iterator[Send]:
        """Connect at each message; there is nothing to open."""
        yield self._send

    def _send(self, letter: Letter) -> None:
        try:
            with self._opener.open(self.written(letter), timeout=self._config.timeout) as answer:
                answer.read(1)
        except HTTPError as error:
            error.close()
            raise NotSent(
                f"HTTP {error.code}",
                final=error.code in FINAL,
                nobody=error.code not in FINAL | SPARED,
            ) from error
        except (URLError, OSError, HTTPException) as error:
            reason = getattr(error, "reason", error)
            raise NotSent(f"{type(reason).__name__}: {reason}", nobody=True) from error
        except ValueError as error:  # a line break in a header
            raise NotSent(f"headers: {type(error).__name__}", final=True) from error

    def written(self, letter: Letter) -> Request:
        """Return the request of a message."""
        link = f"\n{self._origin}{letter.path}" if letter.path else ""
        values = {
            "to": letter.to,
            "subject": letter.subject,
            "text": f"{letter.text}{link}",
            "key": letter.key,
            "secret": self._secret or "",
        }
        headers = {"Content-Type": self._config.kind, "Idempotency-Key": letter.key} | {
            name: Template(str(text)).substitute(values)
            for name, text in self._config.headers.items()
        }
        body = self._config.filled(values).encode()
        return Request(self._config.url, body, headers, method="POST")  # noqa: S310 - the file's own, checked there
