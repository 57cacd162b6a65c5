"""The ledger is what both processes stand on: the standard library and itself, nothing else."""

import ast
import sys
from pathlib import Path

import pytest

import ledger

FILES = sorted(Path(next(iter(ledger.__path__))).glob("**/*.py"))


def imported(tree: ast.AST) -> set[str]:
    names = {
        name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names
    }
    froms = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    return {name.split(".")[0] or "." for name in names | {node.module or "" for node in froms}}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_module_of_the_ledger_imports_the_standard_library_alone(file: Path) -> None:
    foreign = imported(ast.parse(file.read_text())) - sys.stdlib_module_names - {"ledger"}
    assert foreign == set()


def test_the_walk_sees_every_form_of_import() -> None:
    tree = ast.parse("import flask\nimport os, numpy as n\nfrom x.y import z\nfrom . import w")
    assert imported(tree) == {"flask", "os", "numpy", "x", "."}


def test_there_are_modules_to_look_at() -> None:
    assert {"journal.py", "chain.py", "events.py"} <= {file.name for file in FILES}
