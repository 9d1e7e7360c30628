"""Pieces of sound that were encoded apart sound as if they had been together."""

import av
import numpy as np
import pytest
from small_films import RATE, aac, m4a, voice

from pipeline import sound
from pipeline.track import PACKET, TrackError, digest_of, lay, read, write

pytestmark = pytest.mark.render

LEAD = 1
"""Packets of quiet at the beginning of a piece."""


def decoded(track, path):
    write(track, path)
    with av.open(str(path)) as container:
        return np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])


@pytest.fixture(scope="module")
def quiet(tmp_path_factory):
    path = tmp_path_factory.mktemp("quiet") / "quiet.m4a"
    sound.quiet(path)
    return read(path)


@pytest.fixture(scope="module")
def syllable():
    """0.7 s of a tone that swells and dies: nothing like it is in the quiet."""
    time = np.arange(round(0.7 * RATE)) / RATE
    return (0.3 * np.sin(2 * np.pi * 440 * time) * np.hanning(len(time))).astype(np.float32)


@pytest.fixture(scope="module")
def piece(tmp_path_factory, syllable):
    path = tmp_path_factory.mktemp("piece") / "piece.m4a"
    samples = (LEAD + -(-len(syllable) // PACKET) + 1) * PACKET
    sound.spoken(sound.Piece(syllable, LEAD * PACKET, samples), path)
    return read(path)


def test_a_piece_is_whole_packets_with_quiet_at_both_ends(piece, syllable, tmp_path):
    assert len(piece.packets) == LEAD + -(-len(syllable) // PACKET) + 1
    pcm = decoded(piece, tmp_path / "piece.m4a")
    assert np.abs(pcm[: PACKET // 2]).max() < 0.002
    assert np.abs(pcm[-PACKET // 2 :]).max() < 0.002
    assert np.abs(pcm).max() > 0.2


@pytest.mark.parametrize("at", [1, 2, 57])
def test_a_piece_is_heard_at_its_sample_as_it_was_encoded(piece, quiet, at, tmp_path):
    samples = 150 * PACKET
    laid = decoded(lay([(at - LEAD, piece)], quiet, samples), tmp_path / "laid.m4a")
    alone = decoded(piece, tmp_path / "alone.m4a")
    first = at * PACKET
    inner = slice(LEAD * PACKET, len(alone) - PACKET)
    length = inner.stop - inner.start
    assert np.array_equal(laid[first : first + length], alone[inner])
    assert np.abs(laid[: first - PACKET]).max(initial=0) < 0.002
    assert np.abs(laid[first + length + PACKET :]).max() < 0.002


def test_two_pieces_may_touch_and_nothing_clicks(piece, quiet, tmp_path):
    count = len(piece.packets)
    laid = decoded(lay([(0, piece), (count, piece)], quiet, 3 * count * PACKET), tmp_path / "x.m4a")
    alone = decoded(piece, tmp_path / "alone.m4a")
    join = slice(count * PACKET - PACKET, count * PACKET + PACKET)
    assert np.abs(laid[join]).max() < 0.002
    again = laid[count * PACKET :][PACKET : len(alone) - PACKET]
    assert np.array_equal(again, alone[PACKET:-PACKET])


def test_a_track_has_the_packets_of_its_length(piece, quiet):
    track = lay([(3, piece)], quiet, 100 * PACKET - 1)
    assert (len(track.packets), track.samples) == (100, 100 * PACKET - 1)
    assert track.packets[:3] == quiet.packets[:3]
    assert track.packets[3 : 3 + len(piece.packets)] == piece.packets
    assert track.packets[99] == quiet.packets[99 % len(quiet.packets)]


def test_a_long_quiet_repeats_without_a_click(quiet, tmp_path):
    pcm = decoded(lay([], quiet, 4 * sound.QUIET), tmp_path / "long.m4a")
    assert len(pcm) >= 4 * sound.QUIET
    assert np.abs(pcm).max() < 0.002


@pytest.mark.parametrize(("starts", "packets"), [((0, 5), 200), ((190,), 200)])
def test_pieces_that_do_not_fit_are_refused(piece, quiet, starts, packets):
    with pytest.raises(TrackError, match=r"packets \d+ to \d+ are not free between \d+ and 200"):
        lay([(start, piece) for start in starts], quiet, packets * PACKET)


def test_the_digest_tells_packets_apart():
    assert digest_of([b"ab", b"c"]) == digest_of([b"ab", b"c"])
    assert len({digest_of(packets) for packets in ([b"ab", b"c"], [b"a", b"bc"], [b"abc"])}) == 3


def test_writing_keeps_the_packets(piece, tmp_path):
    write(piece, tmp_path / "again.m4a")
    with av.open(str(tmp_path / "again.m4a")) as container:
        packets = [bytes(packet) for packet in container.demux(audio=0) if packet.size]
    assert digest_of(packets) == piece.digest


def test_a_sound_at_another_rate_is_refused(tmp_path):
    path = m4a(tmp_path / "other.m4a", voice(44_100), rate=44_100)
    with pytest.raises(TrackError, match="aac at 44100 Hz, not AAC at 48000 Hz"):
        read(path)


def test_a_sound_that_hides_its_delay_is_refused(tmp_path):
    with pytest.raises(TrackError, match="no edit list tells where its sound begins"):
        aac(tmp_path / "other.aac", voice(RATE), container="adts")


def test_what_is_no_sound_is_refused(tmp_path):
    with pytest.raises(TrackError, match=r"none\.m4a: No such file or directory"):
        read(tmp_path / "none.m4a")
    (tmp_path / "bad.m4a").write_bytes(b"no")
    with pytest.raises(TrackError, match=r"bad\.m4a: "):
        read(tmp_path / "bad.m4a")
