"""The command that erases: all who are due, or one by a decision."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from gapura import erasing
from gapura.erasing import erase
from register.models import Cardholder
from tests.register.bureau import Bureau


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "gapura.toml"


def test_a_decision_and_a_person_go_together(config: Path) -> None:
    found = CliRunner().invoke(erase, ["--config", str(config), "--person", "P-0000000000"])
    assert found.exit_code == 2
    assert "go together" in found.output


def test_one_is_erased_by_a_decision(tmp_path: Path) -> None:
    bureau = Bureau(tmp_path / "register.db")
    with bureau.store.reading() as session:
        siti = session.get_one(Cardholder, bureau.people["siti"]).public_id
    bureau.store.close()
    path = bureau.store.path
    runner = CliRunner()
    with runner.isolation() as (out, *_):
        erasing.run(path, siti, "SK 1/2026", dry_run=True)
        assert siti.encode() in out.getvalue()
        erasing.run(path, siti, "SK 1/2026", dry_run=False)
    assert b"Siti" not in path.read_bytes()
