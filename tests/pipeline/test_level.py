"""The loudness of pieces put together, against that of the whole track and another meter."""

import numpy as np
import pytest

from pipeline import ffmpeg, sound
from pipeline.level import Level, level, together
from pipeline.take import SAMPLE_RATE
from pipeline.track import PACKET, Track, lay, read, write
from tests.pipeline import meter


def _piece(folder, seconds: float, seed: int, gain: float = 1.0) -> Track:
    """Return mastered noise that swells and fades, with a packet of quiet around it."""
    count = round(seconds * SAMPLE_RATE / PACKET) * PACKET
    noise = np.random.default_rng(seed).standard_normal(count).astype(np.float32)
    swell = 0.2 * np.sin(np.linspace(0, np.pi * (1 + seed % 3), count)) ** 2
    laid = np.pad((noise * swell).astype(np.float32), PACKET)
    stereo = sound.mastered(sound.Piece(laid, 0, len(laid))) * np.float32(gain)
    path = folder / f"piece-{seed}.m4a"
    sound.encode_aac(stereo + sound.room_tone(len(laid)), path)
    return read(path)


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Track:
    path = tmp_path_factory.mktemp("quiet") / "quiet.m4a"
    sound.quiet(path)
    return read(path)


def _track(pieces: list[Track], quiet: Track, gap: int) -> Track:
    starts, at = [], gap
    for piece in pieces:
        starts.append(at)
        at += len(piece.packets) + gap
    return lay(zip(starts, pieces, strict=True), quiet, at * PACKET)


@pytest.mark.parametrize("gap", [0, 7, 90])
@pytest.mark.parametrize("gains", [(1.0, 1.0, 1.0), (1.0, 0.4, 0.08)])
def test_pieces_are_as_loud_as_their_track(tmp_path, quiet, gap, gains) -> None:
    lengths = (0.9, 3.3, 5.0)
    pieces = [
        _piece(tmp_path, s, i, g) for i, (s, g) in enumerate(zip(lengths, gains, strict=True))
    ]
    whole = tmp_path / "whole.m4a"
    write(_track(pieces, quiet, gap), whole)
    found = together(level(piece, quiet, tmp_path / "alone.m4a") for piece in pieces)
    measured = ffmpeg.file_loudness(whole)
    assert found.lufs == pytest.approx(measured.lufs, abs=0.25)
    assert found.true_peak == pytest.approx(measured.true_peak, abs=0.11)
    assert found.lufs == pytest.approx(meter.lufs(meter.decoded(whole)), abs=0.25)


def test_what_is_dead_in_a_piece_is_dead_in_the_track(tmp_path, quiet) -> None:
    loud = 0.2 * np.random.default_rng(1).standard_normal((20 * PACKET, 2)).astype(np.float32)
    room = sound.room_tone(20 * PACKET)
    dead = np.zeros((20 * PACKET, 2), np.float32)
    path = tmp_path / "gap.m4a"
    sound.encode_aac(np.concatenate([room, loud, dead, loud, room]), path)
    piece = read(path)
    whole = tmp_path / "whole.m4a"
    write(_track([piece], quiet, 30), whole)
    expected = ffmpeg.file_loudness(whole).silence_s
    assert 0.3 < expected < 0.5
    found = together([level(piece, quiet, tmp_path / "alone.m4a")])
    assert found.silence_s == pytest.approx(expected, abs=1e-4)
    assert list(tmp_path.glob("alone*")) == []


def test_the_gates_are_those_of_the_standard() -> None:
    """By hand: -80 is under the absolute gate; -30 is over 10 LU under the mean of the rest."""
    one = Level((-80.0, -10.0, -12.0), -3.0, 0.0)
    other = Level((-30.0,), -2.0, 0.05)
    found = together([one, other])
    assert found.lufs == pytest.approx(10 * np.log10((10**-1.0 + 10**-1.2) / 2))
    assert (found.true_peak, found.silence_s) == (-2.0, 0.05)


@pytest.mark.parametrize(
    "levels", [[], [Level((), float("-inf"), 0.0)], [Level((-75.0,), -60.0, 0)]]
)
def test_what_is_never_loud_has_no_loudness(levels) -> None:
    assert together(levels).lufs == float("-inf")
