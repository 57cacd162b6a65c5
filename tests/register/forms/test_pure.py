"""The forms stand on the standard library and on what is as pure as they are."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import register.dates
import register.forms

FILES = [Path(register.dates.__file__), *Path(register.forms.__file__).parent.glob("*.py")]
OURS = {
    "ledger.access", "ledger.sentences", "register.capacity", "register.dates", "register.errors",
    "register.forms", "register.workflow",
}  # fmt: skip
ACTING = {"os", "sqlite3", "socket", "threading", "logging", "time", "subprocess", "pathlib"}
CLOCKS = {"now", "utcnow", "today"}


def imported(tree: ast.AST) -> set[str]:
    plain = {
        name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names
    }
    froms = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    return plain | {node.module or "." for node in froms}


def calls(tree: ast.AST) -> set[str]:
    """The methods that are called with nothing: `date.today()`."""
    return {
        node.func.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_module_decides_and_does_not_act(file: Path) -> None:
    tree = ast.parse(file.read_text())
    ours = {name for name in imported(tree) if name.split(".")[0] in {"ledger", "register"}}
    assert {name for name in ours if not name.startswith(tuple(OURS))} == set()
    assert imported(tree) - ours <= sys.stdlib_module_names | {"collections.abc"}
    assert imported(tree) & ACTING == set()
    assert calls(tree) & CLOCKS == set()


def test_importing_every_form_loads_neither_sqlalchemy_nor_flask() -> None:
    modules = ", ".join(f"register.forms.{file.stem}" for file in FILES[1:])
    code = f"import sys, {modules}; print(*sorted(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert {name.split(".")[0] for name in loaded} & {"sqlalchemy", "flask", "babel"} == set()
