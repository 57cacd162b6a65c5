"""Every page that a link of the demonstration's office leads to opens, and asks little."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest

from admin.office import office_app
from admin.site import Site
from gapura.demo.running import furnish
from tests.admin.walk import Opened, walk

STATEMENTS: Final = 12  # SQL statements on the register, the visitor's own session among them


@pytest.fixture(scope="module")
def opened() -> Iterator[Sequence[Opened]]:
    with TemporaryDirectory() as folder:
        laid, _ = furnish(Path(folder), "/dev/null", datetime.now(UTC))
        with laid.store() as store:
            site = Site(
                store=store, journal=laid.journal, key=laid.key,
                now=lambda: datetime.now(UTC), origin="http://localhost", demo=True,
            )  # fmt: skip
            yield tuple(walk(office_app(site), of_a_kind=2))


def test_no_link_leads_to_where_one_may_not_go_or_nothing_is(opened: Sequence[Opened]) -> None:
    led_astray = [
        f"{each.who}: {each.path}: {each.answer.status}"
        for each in opened
        if each.answer.status_code not in (200, 204, 303)
    ]
    assert led_astray == []


def test_each_page_is_one_that_the_office_has(opened: Sequence[Opened]) -> None:
    seen = {each.endpoint for each in opened}
    assert {"home.page", "dossiers.show", "cards.queue", "removals.new"} <= seen


def test_no_page_asks_the_register_more_than_a_dozen_times(opened: Sequence[Opened]) -> None:
    talkative = {
        f"{each.statements} statements: {each.endpoint}"
        for each in opened
        if each.statements > STATEMENTS
    }
    assert talkative == set()
