import tracemalloc
from random import Random

import pytest

from tests.hardware.battery import SUBJECTS, Subject

BYTES = 1_200_000  # for each decoder
GROWTH = 64 * 1024  # bytes that all of it together may leave behind


def piece(random: Random, subject: Subject) -> bytes:
    """Noise, a frame, a piece of one, or one with a byte changed."""
    frame = bytearray(random.choice((subject.frame, subject.other, subject.wrong)))
    match random.randrange(5):
        case 0:
            return random.randbytes(random.randrange(200))
        case 1:
            return bytes(frame)
        case 2:
            return bytes(frame[random.randrange(len(frame)) :])
        case 3:
            return bytes(frame[: random.randrange(len(frame))])
        case _:
            frame[random.randrange(len(frame))] = random.randrange(256)
            return bytes(frame)


@pytest.mark.soak
@pytest.mark.parametrize("subject", SUBJECTS.values(), ids=SUBJECTS)
def test_a_million_bytes_make_no_decoder_raise_or_hoard(subject: Subject) -> None:
    random, decoder = Random(20260101), subject.make()  # noqa: S311 - repeatable, not secret
    fed = numbers = 0
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        while fed < BYTES:
            data = piece(random, subject)
            numbers += len(decoder.feed(data))
            fed += len(data)
            assert decoder.pending <= subject.most
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert numbers > 1_000  # the frames among the noise were found, so it was not fed in vain
    assert after - before < GROWTH
