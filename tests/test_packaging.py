"""The wheel and the locks: what is shipped, and that it is alone under its names."""

import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.secrets_in import found

HOUSE = Path(__file__).parents[1]
ROOMS = {"ledger", "register", "hardware", "daemon", "admin", "gapura"}
LOCKS = sorted((HOUSE / "requirements").glob("*.lock"))


def test_no_other_distribution_claims_one_of_our_names() -> None:
    claimed = packages_distributions()
    strangers = {room: set(claimed.get(room, ())) - {"gapura"} for room in sorted(ROOMS)}
    assert strangers == {room: set() for room in sorted(ROOMS)}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=HOUSE,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    (built_wheel,) = folder.glob("gapura-*.whl")
    return built_wheel


@pytest.fixture(scope="module")
def names(wheel: Path) -> list[str]:
    with ZipFile(wheel) as archive:
        return archive.namelist()


def test_the_wheel_holds_the_six_rooms_and_nothing_else(names: list[str]) -> None:
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == ROOMS


def test_the_wheel_holds_no_tests_and_every_file_that_the_product_reads(names: list[str]) -> None:
    assert not [name for name in names if "test" in Path(name).name]
    assert {"gapura/example.toml", "gapura/messages.toml"} <= set(names)


def test_the_wheel_holds_no_key_no_database_and_no_secret(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        names = archive.namelist()
        endings = (".key", ".pem", ".db", ".env", ".p12")
        assert not [name for name in names if name.endswith(endings)]
        for name in names:
            if name.endswith((".py", ".toml", ".js", ".html", ".po", ".css")):
                assert list(found(archive.read(name).decode())) == [], name


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_line_of_a_lock_is_pinned_and_hashed(lock: Path) -> None:
    text = lock.read_text()
    entries = re.split(r"\n(?=[a-z0-9])", text.strip(), flags=re.IGNORECASE)
    assert len(entries) > 10
    for entry in entries:
        assert re.match(r"[\w.-]+(?:\[\w+\])?==\S+", entry), entry.splitlines()[0]
        assert "--hash=sha256:" in entry, entry.splitlines()[0]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_no_lock_names_a_host(lock: Path) -> None:
    assert not re.search(r"https?://|--(?:extra-)?index-url|--find-links", lock.read_text())


def test_the_licence_is_the_gpl_version_3() -> None:
    text = (HOUSE / "LICENSE").read_text()
    assert re.search(r"GNU GENERAL PUBLIC LICENSE\s+Version 3, 29 June 2007", text)
    assert 'license = "GPL-3.0-or-later"' in (HOUSE / "pyproject.toml").read_text()
