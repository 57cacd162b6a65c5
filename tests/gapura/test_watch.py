"""`gapura watch`, for a timer."""

from datetime import UTC, datetime
from pathlib import Path

from gapura.demo.journal import remember
from gapura.demo.site import lay_out
from tests.gapura.test_command_line import gapura


def test_it_finds_once_and_says_how_far_it_looked(tmp_path: Path) -> None:
    at = datetime.now(UTC)
    site = lay_out(tmp_path, "/dev/null", at)
    last = remember(site, at)
    once, again = (gapura("watch", "--config", str(site.config)) for _ in range(2))
    assert (once.returncode, again.returncode) == (0, 0)
    assert f"up to line {last};" in once.stdout
    assert not once.stdout.endswith("findings: 0\n")
    assert again.stdout == f"looked through up to line {last}; new findings: 0\n"


def test_a_configuration_that_is_wrong_is_said(tmp_path: Path) -> None:
    wrong = gapura("watch", "--config", str(tmp_path / "none.toml"))
    assert wrong.returncode == 1
    assert "none.toml" in wrong.stderr
