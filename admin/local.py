"""Where to go afterwards: a page of ours, whoever wrote the address."""

from typing import Final
from urllib.parse import urlsplit

HOME: Final = "/"


def local_path(text: str | None) -> str:
    """Return a path of this site, with its query, or home for anything else.

    Browsers read a backslash as a slash and drop control characters, so neither is let through.
    """
    if not text or not text.startswith("/") or text.startswith("//"):
        return HOME
    return text if text.isprintable() and "\\" not in text else HOME


def path_of(address: str | None) -> str:
    """Return path and query of an address of ours in full, as a Referer is."""
    parts = urlsplit(address or "")
    return local_path(parts._replace(scheme="", netloc="", fragment="").geturl())
