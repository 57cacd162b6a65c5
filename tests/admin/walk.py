"""Somebody who opens every page of a demonstration's office that he is led to, and counts."""

import re
import time
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, NamedTuple
from urllib.parse import urljoin

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from admin.local import HOME

LINKS: Final = re.compile(r'<(?:a|iframe)\b[^>]*?\s(?:href|src)="([^"#]+)')
BLANK: Final = re.compile(r"<template\b.*?</template>", re.DOTALL)  # of what a script will fill in
ROLES: Final = re.compile(r'action="(/masuk/peran/\d+)"[^>]*>.*?<strong>([^<]+)<', re.DOTALL)
OF_A_KIND: Final = 4  # pages of one endpoint that are opened for each visitor
ELSEWHERE: Final = ("/pintu/",)  # the virtual door has a page of its own


class Opened(NamedTuple):
    """A page that was opened.

    Attributes:
        statements: SQL statements on the register.
        taken: of the server, ns.
    """

    who: str
    path: str
    endpoint: str
    answer: TestResponse
    statements: int
    taken: int


class Statements:
    """How many SQL statements were run in this process since the last look."""

    def __init__(self) -> None:
        self._count = 0

    def take(self) -> int:
        """Return the count, and begin anew."""
        taken, self._count = self._count, 0
        return taken

    def seen(self, _connection: object, _cursor: object, statement: str, *_: object) -> None:
        """Count one; where a transaction begins is none."""
        self._count += not statement.startswith("BEGIN")


@contextmanager
def counting() -> Iterator[Statements]:
    """Count every statement that SQLAlchemy runs."""
    counted = Statements()
    event.listen(Engine, "before_cursor_execute", counted.seen)
    try:
        yield counted
    finally:
        event.remove(Engine, "before_cursor_execute", counted.seen)


def walk(app: Flask, of_a_kind: int = OF_A_KIND) -> Iterator[Opened]:
    """Open, as everybody of the office's cast in turn, all that links lead to from home."""
    with counting() as statements:
        for who in cast(app):
            client = signed_in(app, who)
            yield from _from_home(app, client, who, statements, of_a_kind)


def cast(app: Flask) -> dict[str, str]:
    """Return everybody whom the login page offers to be, and the address that makes one him."""
    return {who: address for address, who in ROLES.findall(app.test_client().get("/masuk").text)}


def signed_in(app: Flask, who: str) -> FlaskClient:
    """Return a browser in which somebody of the cast is signed in."""
    client = app.test_client()
    client.post(cast(app)[who])
    return client


def _from_home(
    app: Flask, client: FlaskClient, who: str, statements: Statements, of_a_kind: int
) -> Iterator[Opened]:
    waiting, seen, kinds = deque([HOME]), {HOME}, Counter[str]()
    while waiting:
        path = waiting.popleft()
        endpoint = endpoint_of(app, path)
        kinds[endpoint] += 1
        if kinds[endpoint] > of_a_kind:
            continue
        opened = look(client, who, path, endpoint, statements)
        yield opened
        for link in LINKS.findall(
            BLANK.sub("", opened.answer.text) if _is_page(opened.answer) else ""
        ):
            found = urljoin(path, link.replace("&amp;", "&"))
            if "lang=" in found:
                continue  # the same page, in other words
            if found.startswith(HOME) and found not in seen and not found.startswith(ELSEWHERE):
                seen.add(found)
                waiting.append(found)


def look(client: FlaskClient, who: str, path: str, endpoint: str, statements: Statements) -> Opened:
    """Open one page."""
    statements.take()
    began = time.perf_counter_ns()
    answer = client.get(path)
    return Opened(who, path, endpoint, answer, statements.take(), time.perf_counter_ns() - began)


def endpoint_of(app: Flask, path: str) -> str:
    """Return what serves an address, its own text where nothing does."""
    try:
        endpoint, _ = app.url_map.bind("localhost").match(path.partition("?")[0])
    except HTTPException:
        return path
    return str(endpoint)


def _is_page(answer: TestResponse) -> bool:
    return answer.mimetype == "text/html"
