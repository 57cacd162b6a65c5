"""The session's cookie: readable by no script, sent by no other site, bound to this host."""

from typing import Final
from urllib.parse import urlsplit

from flask import current_app, request
from werkzeug.wrappers import Response

from admin.site import Site

NAME: Final = "__Host-gapura"
PLAIN_NAME: Final = "gapura"  # over plain http on this machine itself, where __Host- is refused


def held() -> str | None:
    """Return the token of the request's cookie."""
    return request.cookies.get(_name())


def give(response: Response, token: str) -> Response:
    """Have the browser keep a token until it is closed; the session ends earlier by itself."""
    response.set_cookie(
        _name(), token, path="/", secure=_secure(), httponly=True, samesite="Strict"
    )
    return response


def drop(response: Response) -> Response:
    """Have the browser forget."""
    response.delete_cookie(_name(), path="/", secure=_secure(), httponly=True, samesite="Strict")
    return response


def _secure() -> bool:
    site: Site = current_app.extensions["site"]
    return urlsplit(site.origin).scheme == "https"


def _name() -> str:
    return NAME if _secure() else PLAIN_NAME
