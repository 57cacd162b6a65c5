"""The demo's own rules, and that it leaves nothing behind."""

import os
import select
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain, product
from pathlib import Path
from queue import SimpleQueue
from threading import get_ident

import pytest
from hypothesis import given
from hypothesis import strategies as st

from admin.demo_hand import PARTS
from daemon.config import read
from gapura.demo.door import LASTS, NEXT, STANDS_OPEN, Cue, Phase, Scene
from gapura.demo.hand import rdm6300
from gapura.demo.site import lay_out
from gapura.demo.stage import Stage
from gapura.demo.tapping import APART, SEEN, Tapping
from gapura.demo.tapping import PATIENCE as PATIENCE_NS

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
PATIENCE = 30  # seconds


def at_once() -> int:
    """A clock for a stage whose appointments are due at once."""
    return 1_000


# people at the door


@pytest.mark.parametrize(("phase", "cue"), list(product(Phase, Cue)))
def test_each_cue_leads_where_the_table_says_and_else_nowhere(phase: Phase, cue: Cue) -> None:
    after = Scene(phase).after(cue, at=7)
    assert after.phase is NEXT.get((phase, cue), phase)
    if after.phase is not phase:
        assert after.due == (7 + LASTS[after.phase] if after.phase in LASTS else None)


@pytest.mark.parametrize("phase", sorted(STANDS_OPEN))
def test_a_wedge_holds_a_door_that_would_fall_shut_and_only_that(phase: Phase) -> None:
    shut = Scene(phase, wedged=True).after(Cue.TIME, at=7)
    assert shut.phase is Phase.PROPPED
    assert shut.after(Cue.UNWEDGE, at=8) == Scene(Phase.SHUT)
    assert not Scene().after(Cue.WEDGE, at=7).stands_open


def test_a_strike_that_relocks_before_the_hand_is_there_leaves_the_door_shut() -> None:
    assert not Scene().after(Cue.RELEASED, 0).after(Cue.SECURED, 1).after(Cue.TIME, 2).stands_open


@given(st.lists(st.sampled_from(Cue)))
def test_from_wherever_people_leave_it_the_door_comes_to_rest(cues: list[Cue]) -> None:
    scene = Scene()
    for at, cue in enumerate(cues):
        scene = scene.after(cue, at)
    scene = scene.after(Cue.UNWEDGE, len(cues))
    for _ in Phase:
        scene = scene.after(Cue.TIME, len(cues))
    assert scene == Scene()


# the hand

ASKED = ["lost", "two", "5", "#"]
STEPS = st.lists(st.one_of(st.sampled_from([*ASKED, "answer"]), st.integers(0, 2 * PATIENCE_NS)))


@given(STEPS)
def test_a_hand_shows_each_card_and_hits_each_key_once_in_the_order_of_the_clicks(
    steps: list[str | int],
) -> None:
    hand, at, came = Tapping(), 0, -SEEN - APART
    done: list[str] = []
    for step in [*steps, *[PATIENCE_NS] * 2 * len(steps)]:
        asking = hand
        if step == "answer":
            hand = hand.settle()
        elif isinstance(step, str):
            hand = hand.then(step)
        else:
            at += step
        assert not asking.hits(hand)
        before, hand = hand, hand.after(at)
        if key := before.hits(hand):
            assert not hand.held
            done.append(key)
        if hand.held and not before.held:
            assert at >= came + SEEN + APART
            came = at
            done.append(hand.held)
        if before.held and not hand.held:
            assert at >= before.since + (SEEN if before.settled else PATIENCE_NS)
    assert done == [step for step in steps if step in ASKED]
    assert hand.due is None


# the stage


def test_a_stage_keeps_appointments_in_their_order_on_one_thread() -> None:
    told: SimpleQueue[tuple[str, int]] = SimpleQueue()
    stage = Stage(at_once)
    stage.later(900, lambda _: told.put(("second", get_ident())))
    stage.later(800, lambda _: told.put(("first", get_ident())))
    stage.start()
    first, second = told.get(timeout=PATIENCE), told.get(timeout=PATIENCE)
    stage.put(lambda _: told.put(("third", get_ident())))
    third = told.get(timeout=PATIENCE)
    stage.close()
    assert [name for name, _ in (first, second, third)] == ["first", "second", "third"]
    assert first[1] == second[1] == third[1] != get_ident()


# the site


def test_the_site_is_one_that_the_daemon_takes_and_its_hand_holds_every_part(
    tmp_path: Path,
) -> None:
    site = lay_out(tmp_path, "/dev/null", NOW)
    config = read(site.config)
    assert config.simulated
    assert config.journal.path == site.journal
    assert [card.id for card in site.hand] == list(PARTS) == list(site.numbers)
    assert [card.id for card in site.hand if not card.name] == ["unknown"]
    assert [card for card, numbers in site.numbers.items() if len(numbers) > 1] == ["two"]


@pytest.mark.parametrize(("card", "name", "part"), [
    ("granted", "Siti Rahmawati, S.Kom.", "granted"),
    ("not-handed-over", "Maya Kusuma", "not-handed-over"),
    ("lost", "Dewi Anggraini", "lost"),
])  # fmt: skip
def test_a_blank_card_that_was_issued_is_shown_as_whose_it_is(
    tmp_path: Path, card: str, name: str, part: str
) -> None:
    site = lay_out(tmp_path, "/dev/null", NOW)
    assert site.hand_now() == list(site.hand)
    issued = replace(site, numbers={**site.numbers, "unknown": site.numbers[card]})
    (shown,) = (each for each in issued.hand_now() if each.id == "unknown")
    assert (shown.name, shown.shows) == (name, part)


def test_no_card_number_of_the_demo_lies_in_its_register(tmp_path: Path) -> None:
    site = lay_out(tmp_path, "/dev/null", NOW)
    register = (tmp_path / "register" / "register.db").read_bytes()
    for number in chain(*site.numbers.values()):
        digits = number.rpartition(":")[2]
        assert digits.encode() not in register
        assert bytes.fromhex(digits) not in register


def test_a_fob_sends_the_frame_that_was_published() -> None:
    assert rdm6300("62E3086CED") == bytes.fromhex("02 36324533303836434544 3038 03")


# the whole of it


@pytest.fixture
def started(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], str, Path]]:
    """A demo that runs, its address, and the folder in which it makes its own."""
    demo = subprocess.Popen(
        [sys.executable, "-m", "gapura", "demo"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={"TMPDIR": str(tmp_path), "PATH": "/usr/bin:/bin"},
    )
    assert demo.stdout is not None
    address = demo.stdout.readline().split()[1]
    yield demo, address, tmp_path
    if demo.poll() is None:
        demo.kill()
    demo.communicate()


def children(pid: int) -> list[int]:
    """The processes that a process has started and that still run."""
    task = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(each) for each in task.read_text().split()]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_all_of_it_even_while_somebody_looks_on(
    started: tuple[subprocess.Popen[str], str, Path], number: signal.Signals
) -> None:
    demo, address, folder = started
    with urllib.request.urlopen(f"{address}stream", timeout=PATIENCE) as stream:  # noqa: S310 - http
        assert stream.readline() == b"retry: 500\n"
        daemons = children(demo.pid)
        assert len(daemons) == 1
        demo.send_signal(number)
        _, errors = demo.communicate(timeout=PATIENCE)
    assert (demo.returncode, errors) == (0, "")
    assert list(folder.iterdir()) == []
    assert not Path(f"/proc/{daemons[0]}").exists()


def test_a_demo_that_is_killed_takes_its_daemon_along(
    started: tuple[subprocess.Popen[str], str, Path],
) -> None:
    demo, address, _ = started
    with urllib.request.urlopen(f"{address}news", timeout=PATIENCE):  # noqa: S310 - http
        daemon = os.pidfd_open(children(demo.pid)[0])
    demo.kill()
    ended, _, _ = select.select([daemon], [], [], PATIENCE)
    os.close(daemon)
    assert ended == [daemon]
