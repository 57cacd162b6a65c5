"""Every act that the code writes to the audit, and every detail of it, has its words."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

import pytest

import admin
import gapura
import register
from admin.audit_values import FIELDS, WORDS
from admin.audit_words import ACTS, KEYS
from admin.exports import TABLES
from admin.languages import catalogues
from admin.log import asked
from ledger.access import CardState
from register.card_life import ACTS as CARD_ACTS
from register.settings import FIELDS as SETTINGS
from register.ways import STEPS, WAYS

ROOMS: Final = [Path(str(room.__file__)).parent for room in (admin, gapura, register)]
COMPOSED: Final[Mapping[str, frozenset[str]]] = {
    "f'{dossier.procedure}.{act}'": frozenset(
        f"{WAYS[way].procedure}.{step.act}" for way, steps in STEPS.items() for step in steps
    ),
    "f'card.{state}'": frozenset(f"card.{state}" for state in CardState),
    "f'stock.{move.kind}'": frozenset(
        f"stock.{kind}" for kind in ("terbit", "kembali", "rusak", "musnah")
    ),
    "f'export.{what}'": frozenset(f"export.{what}" for what in TABLES),
    "act": frozenset(
        {"login", "login.failed", "prove", "prove.failed", "password.failed",
         "anomaly.acknowledge", "anomaly.close"}
    ),
}  # fmt: skip
"""What a name of an act is made of, where it is not written out."""


class Written(NamedTuple):
    """One call of `audit.write`: what it calls its act, and the details that it names itself."""

    where: str
    act: ast.expr
    keys: frozenset[str]

    @property
    def acts(self) -> frozenset[str]:
        if isinstance(self.act, ast.Constant):
            return frozenset({str(self.act.value)})
        return COMPOSED[ast.unparse(self.act)]


def _writes(path: Path) -> Iterator[Written]:
    for call in ast.walk(ast.parse(path.read_text())):
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "audit.write":
            dicts = [
                each for arg in call.args for each in ast.walk(arg) if isinstance(each, ast.Dict)
            ]
            keys = {
                key.value
                for each in dicts[:1]
                for key in each.keys
                if isinstance(key, ast.Constant)
            }
            yield Written(f"{path}:{call.lineno}", call.args[1], frozenset(map(str, keys)))


WRITTEN: Final = [each for room in ROOMS for path in room.rglob("*.py") for each in _writes(path)]


def test_every_act_is_found_and_no_other_has_words() -> None:
    written = frozenset[str]().union(*(each.acts for each in WRITTEN))
    assert written == ACTS.keys()


def test_an_act_of_a_name_is_one_that_its_module_says() -> None:
    said = "".join(
        (ROOMS[2] / name).read_text() for name in ("login/logins.py", "door_log/findings.py")
    )
    for act in COMPOSED["act"] - {"login.failed", "prove.failed"}:
        assert f'"{act}"' in said
    assert 'f"{act}.failed"' in said


def test_every_detail_is_called_something() -> None:
    named = frozenset[str]().union(*(each.keys for each in WRITTEN))
    assert named | set(asked.KEYS) <= KEYS.keys()
    assert SETTINGS.keys() <= KEYS.keys() | FIELDS.keys()


@pytest.mark.parametrize("act", CARD_ACTS)
def test_what_is_done_to_a_card_is_told(act: str) -> None:
    assert f"act {act}" in WORDS


def test_both_languages_have_them_all() -> None:
    speak = catalogues()["en"].gettext
    told = {*ACTS.values(), *KEYS.values()}
    assert {words for words in told if speak(words) == words} == set()
