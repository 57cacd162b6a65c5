from threading import Thread

from admin.board import KEPT, Board
from ledger.events import Kind
from tests.admin.benches import event


def test_a_viewer_gets_what_he_has_not_seen_and_nothing_twice() -> None:
    board: Board[str] = Board()
    board.show("closed")
    board.add([event(1, Kind.STARTED)])
    first = board.since(0)
    assert (first.state, [line.event.seq for line in first.lines]) == ("closed", [1])
    board.add([event(2, Kind.DOOR_OPENED)])
    second = board.since(first.version)
    assert (second.state, [line.event.seq for line in second.lines]) == (None, [2])


def test_a_measured_line_is_news_again() -> None:
    board: Board[str] = Board()
    board.add([event(1, Kind.GRANTED), event(2, Kind.DOOR_OPENED)])
    seen = board.since(0).version
    board.measure(1, 3.5)
    assert [(line.event.seq, line.ms) for line in board.since(seen).lines] == [(1, 3.5)]


def test_who_comes_back_gets_the_lines_behind_his_last() -> None:
    board: Board[str] = Board()
    board.add([event(seq, Kind.DOOR_OPENED) for seq in range(1, 6)])
    assert [line.event.seq for line in board.since(0, after=3).lines] == [4, 5]


def test_a_board_hoards_nothing() -> None:
    board: Board[str] = Board()
    board.add([event(seq, Kind.DOOR_OPENED) for seq in range(1, KEPT + 11)])
    lines = board.since(0).lines
    assert (len(lines), lines[0].event.seq) == (KEPT, 11)


def test_waiting_ends_with_news_with_its_time_and_with_the_board() -> None:
    board: Board[str] = Board()
    assert board.wait(0, timeout=0) is None
    told: list[object] = []
    viewer = Thread(target=lambda: told.append(board.wait(0, timeout=10)))
    viewer.start()
    board.show("open")
    viewer.join(timeout=5)
    assert [news.state for news in told if hasattr(news, "state")] == ["open"]
    version = board.since(0).version
    leaving = Thread(target=lambda: told.append(board.wait(version, timeout=10)))
    leaving.start()
    board.close()
    leaving.join(timeout=5)
    assert told[-1] is None
