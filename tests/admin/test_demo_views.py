"""The demo's page without a browser, on a bench that only remembers."""

import json
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from admin.app import HEADERS
from admin.demo import DemoState, demo_app
from admin.demo_hand import ACTS, GROUPS
from admin.streams import MOST, Streams
from ledger.events import Kind, Reason
from tests.admin.benches import SITI, StandInBench, event


@pytest.fixture
def bench() -> StandInBench:
    return StandInBench()


@pytest.fixture
def client(bench: StandInBench) -> FlaskClient:
    return demo_app(bench, "Asia/Jakarta").test_client()


def events(text: Iterator[str], count: int) -> list[tuple[str, object]]:
    """The first events of a stream."""
    found = []
    for part in text:
        fields = dict(line.split(": ", 1) for line in part.strip().splitlines() if line[:1] != ":")
        if "event" in fields:
            found.append((fields["event"], json.loads(fields["data"])))
        if len(found) == count:
            return found
    return found


def test_the_page_speaks_indonesian_first_and_remembers_english(client: FlaskClient) -> None:
    assert "Ketuk sebuah kartu" in client.get("/pintu/").text
    assert "Tap a card" in client.get("/pintu/?lang=en").text
    assert '<html lang="en">' in client.get("/pintu/").text


def test_a_number_is_written_as_its_language_writes_it(client: FlaskClient) -> None:
    assert "0001 · 13,56 MHz" in client.get("/pintu/").text
    assert "0001 · 13.56 MHz" in client.get("/pintu/?lang=en").text


def test_every_answer_wears_the_headers_and_no_page_has_inline_code(client: FlaskClient) -> None:
    for path in ("/pintu/", "/pintu/news", "/static/demo.css", "/nothing"):
        with client.get(path) as answer:
            assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    page = client.get("/pintu/").text
    assert "style=" not in page
    assert "onclick" not in page
    assert "<style" not in page


def test_a_tap_and_every_act_reach_the_bench(client: FlaskClient, bench: StandInBench) -> None:
    assert client.post("/pintu/tap/granted").status_code == 204
    for act in sorted(ACTS):
        assert client.post(f"/pintu/act/{act}").status_code == 204
    for key in ("1", "star", "0", "hash"):
        assert client.post(f"/pintu/key/{key}").status_code == 204
    assert bench.done == ["tap granted", *sorted(ACTS), "press 1", "press *", "press 0", "press #"]


def test_what_is_not_there_cannot_be_done(client: FlaskClient, bench: StandInBench) -> None:
    assert client.post("/pintu/tap/gold").status_code == 404
    assert client.post("/pintu/act/explode").status_code == 404
    assert client.post("/pintu/key/10").status_code == 404
    assert client.get("/pintu/act/fire").status_code == 405
    assert bench.done == []


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "http://evil"}],
)
def test_another_site_cannot_push_our_buttons(
    client: FlaskClient, bench: StandInBench, headers: dict[str, str]
) -> None:
    assert client.post("/pintu/act/force", headers=headers).status_code == 403
    assert bench.done == []


def test_a_name_that_another_site_points_at_us_is_refused(client: FlaskClient) -> None:
    assert client.get("/pintu/", headers={"Host": "rebound.example"}).status_code == 400


def test_every_button_that_stays_pressed_shows_a_field_of_the_state() -> None:
    fields = {each.pressed[0] for group in GROUPS for each in group.buttons if each.pressed}
    assert fields <= set(DemoState.__dataclass_fields__)


def test_news_tell_state_lines_and_alarms(client: FlaskClient, bench: StandInBench) -> None:
    bench.board.show(DemoState(open=True))
    bench.board.add([event(1, Kind.GRANTED, Reason.GRANTED, subject=SITI)])
    bench.board.add([event(2, Kind.FORCED_OPEN)])
    told = client.get("/pintu/news?lang=en").get_json()
    assert [each["event"] for each in told] == ["state", "line", "line", "alarms"]
    assert told[0]["data"]["facts"]["door"]["words"] == "open"
    assert told[1]["data"]["person"] == "Siti Rahmawati"
    assert told[3]["data"] == ["Door forced open"]
    assert [each["data"]["seq"] for each in client.get("/pintu/news?after=1").get_json()[1:2]] == [
        2
    ]


def test_a_stream_catches_up_by_the_last_id_and_ends_with_the_board(
    client: FlaskClient, bench: StandInBench
) -> None:
    bench.board.show(DemoState())
    bench.board.add([event(seq, Kind.DOOR_OPENED) for seq in (1, 2)])
    answer = client.get("/pintu/stream", headers={"Last-Event-ID": "1"})
    stream = (part.decode() for part in answer.iter_encoded())
    told = events(stream, 3)
    assert [name for name, _ in told] == ["state", "line", "alarms"]
    bench.board.close()
    assert list(stream) == []
    answer.close()


def test_the_ninth_viewer_is_asked_to_poll_and_a_place_is_given_back() -> None:
    bench = StandInBench()
    streams: Streams[DemoState] = Streams(bench.board)
    opened = [streams.open(0, lambda _: iter(())) for _ in range(MOST)]
    assert None not in opened
    assert streams.open(0, lambda _: iter(())) is None
    for stream in opened[:1]:
        assert stream is not None
        stream.close()
        stream.close()
    assert streams.open(0, lambda _: iter(())) is not None
    assert streams.open(0, lambda _: iter(())) is None


def test_a_quiet_stream_beats() -> None:
    bench = StandInBench()
    bench.board.show(DemoState())
    stream = Streams(bench.board, heartbeat=0).open(0, lambda _: iter(()))
    assert stream is not None
    assert [next(stream), next(stream)] == ["retry: 500\n\n", "event: beat\ndata: null\n\n"]
