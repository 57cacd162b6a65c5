"""By a gateway, against a real HTTP server: templates, refusals, redirects."""

import json
import threading

import pytest

from gapura.sending.config import HttpConfig
from gapura.sending.gateway import Gateway
from gapura.sending.way import NotSent
from register.messaging.outbox import Letter
from tests.gapura.sending.servers import Counter, free_port, gateway

LETTER = Letter(
    id=7, channel="http", key="7.abc", to="+6281234567890", subject='Kabar "baru"',
    text='Alasan: "kurang"\nlagi', path="/lacak/ABC", tries=0,
)  # fmt: skip
JSON = '{"target": "$to", "message": "$text", "note": "$subject"}'


def send(url: str, **more: object) -> None:
    config = HttpConfig(**({"url": url, "body": JSON, "timeout": 5.0} | more))  # type: ignore[arg-type]
    with Gateway(config, "s3cret", "https://gapura.example").open() as out:
        out(LETTER)


def test_a_message_is_posted_as_the_template_says_each_value_escaped() -> None:
    counter = Counter()
    with gateway(counter) as url:
        send(url, headers={"Authorization": "Bearer $secret"})
    (asked,) = counter.asked
    assert json.loads(asked.body) == {
        "target": "+6281234567890",
        "message": 'Alasan: "kurang"\nlagi\nhttps://gapura.example/lacak/ABC',
        "note": 'Kabar "baru"',
    }
    assert asked.headers["Authorization"] == "Bearer s3cret"
    assert asked.headers["Idempotency-Key"] == "7.abc"


def test_a_form_body_is_escaped_as_a_form() -> None:
    counter = Counter()
    with gateway(counter) as url:
        kind = "application/x-www-form-urlencoded"
        send(url, body="to=$to&m=$subject", headers={"Content-Type": kind})
    assert counter.asked[0].body == b"to=%2B6281234567890&m=Kabar+%22baru%22"


@pytest.mark.parametrize(
    ("status", "final", "nobody"),
    [
        (400, True, False), (422, True, False), (404, False, False), (401, False, True),
        (429, False, True), (500, False, True), (503, False, True),
    ],
)  # fmt: skip
def test_each_answer_says_whether_to_try_again(status: int, final: bool, nobody: bool) -> None:  # noqa: FBT001 - cases
    with gateway(Counter(status)) as url, pytest.raises(NotSent, match=str(status)) as error:
        send(url)
    assert (error.value.final, error.value.nobody) == (final, nobody)


def test_a_redirect_is_not_followed_anywhere() -> None:
    other = Counter()
    with gateway(other) as elsewhere:
        counter = Counter(302, elsewhere)
        with gateway(counter) as url, pytest.raises(NotSent, match="302"):
            send(url)
    assert len(counter.asked) == 1
    assert other.asked == []


def test_a_gateway_that_does_not_answer_is_left_after_its_time() -> None:
    with gateway(Counter(holds=threading.Event())) as url, pytest.raises(NotSent) as error:
        send(url, timeout=1.0)
    assert error.value.nobody


def test_nobody_there_is_no_fault_of_the_message() -> None:
    with pytest.raises(NotSent) as error:
        send(f"http://127.0.0.1:{free_port()}/")
    assert error.value.nobody
