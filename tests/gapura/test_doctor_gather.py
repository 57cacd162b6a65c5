"""Facts out of a tree of files, and the whole examination of one."""

from pathlib import Path

import pytest

from daemon.config import read
from gapura.doctor.examine import examine
from gapura.doctor.gather import Machine, gather
from tests.gapura.pis import CONFIG_TXT, EXAMPLE, KEY, PI


def tree(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def test_facts_come_out_of_a_tree(tmp_path: Path) -> None:
    config = read(EXAMPLE)
    tree(
        tmp_path,
        {
            "proc/device-tree/model": PI + "\0",
            "machine": "aarch64",
            "etc/os-release": 'VERSION_CODENAME="trixie"\n',
            "boot/firmware/config.txt": CONFIG_TXT,
            "etc/group": "gpio:x:993:\nspi:x:992:\n",
            "dev/spidev0.0": "",
            "dev/rtc0": "",
            "etc/gapura/fingerprint.key": "x" * 32,
            "sys/block/mmcblk0/device/life_time": "0x01 0x02\n",
            "sys/fs/ext4/sda1/errors_count": "2\n",
            "usr/lib/systemd/journald.conf.d/40.conf": "[Journal]\nStorage=volatile\n",
            "var/log/journal/x": "",
            "var/lib/gapura/journal/journal.db": "no database",
            "var/lib/gapura/register/register.db": "no database",
        },
    )
    facts = gather(Machine(tmp_path), config, {}, lambda *_: None)
    assert (facts.model, facts.machine, facts.release) == (PI, "aarch64", "trixie")
    assert facts.devices == {"/dev/spidev0.0"}
    assert facts.groups == {"gpio", "spi"}
    assert (facts.rtc, facts.wear, facts.ext4_errors) == (True, (1, 2), 2)
    assert facts.files[KEY].size == 32
    assert not facts.journald_kept
    assert facts.disk is not None
    assert isinstance(facts.journal, str)
    assert "journal broken" in facts.journal
    assert facts.register
    tree(tmp_path, {"etc/systemd/journald.conf.d/40.conf": "[Journal]\nStorage=persistent\n"})
    assert gather(Machine(tmp_path), config, {}, lambda *_: None).journald_kept


def test_an_empty_tree_is_examined_to_the_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert examine(EXAMPLE, tmp_path) == 1
    assert "perbaiki" in capsys.readouterr().out


def test_a_wrong_configuration_is_the_first_thing_to_fix(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "gapura.toml"
    wrong.write_text(EXAMPLE.read_text().replace("unlock_time = 5.0", "unlock_time = 99"))
    assert examine(wrong, tmp_path) == 1
    assert "fix       doors.server-room.timing.unlock_time: 99 is not" in capsys.readouterr().out
