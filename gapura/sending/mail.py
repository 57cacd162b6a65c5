"""By e-mail: one SMTP connection a run, with TLS, and a Message-ID that never changes."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Final

from gapura.sending.config import EmailConfig, Tls
from gapura.sending.way import NotSent, Send
from register.messaging.outbox import Letter

PERMANENT: Final = 500  # SMTP: 5yz will be answered the same (RFC 5321, 4.2.1)


class Mail:
    """A mail server."""

    def __init__(self, config: EmailConfig, password: str | None, origin: str) -> None:
        self._config, self._password, self._origin = config, password, origin

    @contextmanager
    def open(self) -> Iterator[Send]:
        """Connect, log in, and quit at the end; NotSent where the server is not to be had."""
        try:
            server = self._connected()
        except (OSError, smtplib.SMTPException) as error:  # ssl.SSLError is an OSError
            raise NotSent(_said(error), nobody=True) from error
        try:
            yield lambda letter: self._send(server, letter)
        finally:
            with suppress(OSError, smtplib.SMTPException):
                server.quit()

    def _connected(self) -> smtplib.SMTP:
        config = self._config
        trust = ssl.create_default_context(cafile=config.ca_file or None)
        if config.tls is Tls.TLS:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                config.host, config.port, timeout=config.timeout, context=trust
            )
        else:
            server = smtplib.SMTP(config.host, config.port, timeout=config.timeout)
        try:
            if config.tls is Tls.STARTTLS:
                server.starttls(context=trust)
            if config.user:
                server.login(config.user, self._password or "")
        except BaseException:
            server.close()
            raise
        return server

    def _send(self, server: smtplib.SMTP, letter: Letter) -> None:
        try:
            server.send_message(self.written(letter))
        except smtplib.SMTPRecipientsRefused as error:
            code, words = next(iter(error.recipients.values()))
            raise NotSent(_reply(code, words), final=code >= PERMANENT) from error
        except smtplib.SMTPServerDisconnected as error:
            raise NotSent(_said(error), nobody=True) from error
        except smtplib.SMTPDataError as error:
            raise NotSent(_said(error), final=error.smtp_code >= PERMANENT) from error
        except (ValueError, UnicodeError) as error:  # no address that a mail could carry
            raise NotSent(f"address or text: {type(error).__name__}", final=True) from error
        except (OSError, smtplib.SMTPException) as error:
            raise NotSent(_said(error), nobody=True) from error

    def written(self, letter: Letter) -> EmailMessage:
        """Return the mail; ValueError for an address with a line break in it."""
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = self._config.sender, letter.to, letter.subject
        domain = parseaddr(self._config.sender)[1].rpartition("@")[2]
        mail["Message-ID"] = f"<{letter.key}@{domain}>"
        mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notice answers it
        link = f"\n\n{self._origin}{letter.path}" if letter.path else ""
        mail.set_content(f"{letter.text}{link}\n")
        return mail


def _said(error: Exception) -> str:
    """Return what went wrong; a server's words, never ours to it."""
    if isinstance(error, smtplib.SMTPResponseException):
        return _reply(error.smtp_code, error.smtp_error)
    return f"{type(error).__name__}: {error}"


def _reply(code: int, words: bytes | str) -> str:
    text = words.decode(errors="replace") if isinstance(words, bytes) else words
    return f"SMTP {code} {text}"
