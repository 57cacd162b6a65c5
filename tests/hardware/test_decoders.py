import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hardware.battery import NOISE, SUBJECTS, Stream, Subject

subjects = pytest.mark.parametrize("subject", SUBJECTS.values(), ids=SUBJECTS)


def texts(decoder: Stream, *pieces: bytes) -> list[str]:
    return [number.text for piece in pieces for number in decoder.feed(piece)]


def one_by_one(data: bytes) -> list[bytes]:
    return [bytes([byte]) for byte in data]


@subjects
def test_a_whole_frame_is_read(subject: Subject) -> None:
    assert texts(subject.make(), subject.frame) == [subject.text]
    assert texts(subject.make(), subject.other) == [subject.other_text]


@subjects
def test_a_frame_that_comes_byte_by_byte_is_read(subject: Subject) -> None:
    assert texts(subject.make(), *one_by_one(subject.frame)) == [subject.text]


@subjects
def test_a_frame_is_read_when_cut_in_two_anywhere(subject: Subject) -> None:
    for at in range(len(subject.frame) + 1):
        assert texts(subject.make(), subject.frame[:at], subject.frame[at:]) == [subject.text]


@subjects
def test_a_frame_in_noise_is_read(subject: Subject) -> None:
    pieces = NOISE * 3 + subject.frame + NOISE * 3
    assert texts(subject.make(), pieces) == [subject.text]
    assert texts(subject.make(), *one_by_one(pieces)) == [subject.text]


@subjects
def test_a_whole_frame_after_a_torn_one_is_read(subject: Subject) -> None:
    for at in range(len(subject.frame)):
        torn = subject.other[:at]
        if at == len(subject.other) - 1 and torn.endswith((b"0", b"1")):
            continue  # a word torn in its last silence lacks nothing
        assert texts(subject.make(), torn, subject.frame) == [subject.text]


@subjects
def test_the_end_of_a_torn_frame_is_nothing(subject: Subject) -> None:
    for at in range(2, len(subject.frame)):
        assert texts(subject.make(), subject.frame[at:]) == []


@subjects
def test_two_frames_in_one_read_are_both_read(subject: Subject) -> None:
    both = texts(subject.make(), subject.frame + subject.other)
    assert both == [subject.text, subject.other_text]
    assert texts(subject.make(), subject.frame * 2) == [subject.text] * 2


@subjects
def test_stray_start_bytes_hide_no_frame(subject: Subject) -> None:
    for strays in range(1, 100):
        assert texts(subject.make(), subject.start * strays, subject.frame) == [subject.text]


@subjects
def test_a_wrong_checksum_is_nothing_and_the_next_frame_is_read(subject: Subject) -> None:
    decoder = subject.make()
    assert texts(decoder, subject.wrong) == []
    assert texts(decoder, subject.frame) == [subject.text]


@subjects
def test_nothing_is_nothing(subject: Subject) -> None:
    decoder = subject.make()
    assert texts(decoder, b"", b"") == []
    assert decoder.pending == 0


@subjects
def test_a_whole_frame_leaves_nothing_behind(subject: Subject) -> None:
    decoder = subject.make()
    decoder.feed(subject.frame)
    assert decoder.pending == 0


def traffic(subject: Subject) -> st.SearchStrategy[list[bytes]]:
    """Bytes as they might come: anything at all, and pieces of what the decoder looks for."""
    known = st.sampled_from([subject.frame, subject.other, subject.wrong, subject.start, NOISE])
    return st.lists(
        st.one_of(
            st.binary(max_size=64),
            known,
            st.tuples(known, st.integers(0, 30)).map(lambda cut: cut[0][cut[1] :]),
            st.tuples(known, st.integers(0, 30)).map(lambda cut: cut[0][: cut[1]]),
        ),
        max_size=20,
    )


@subjects
@given(data=st.data())
def test_no_bytes_make_a_decoder_raise_or_hoard(subject: Subject, data: st.DataObject) -> None:
    decoder = subject.make()
    for piece in data.draw(traffic(subject)):
        decoder.feed(piece)
        assert decoder.pending <= subject.most


@subjects
@given(data=st.data())
def test_how_bytes_are_cut_into_reads_changes_nothing(
    subject: Subject, data: st.DataObject
) -> None:
    stream = b"".join(data.draw(traffic(subject)))
    assert texts(subject.make(), stream) == texts(subject.make(), *one_by_one(stream))
