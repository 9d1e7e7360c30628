"""Rules of the MP4: container, picture, colour, sound, length and loudness."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from pipeline import ffmpeg
from pipeline.download import Download
from pipeline.gate.download import download_problems, read_copy
from pipeline.gate.problem import Problem
from pipeline.probe import Colour, Movie, ProbeError, probe
from pipeline.take import SAMPLE_RATE

HIGH_PROFILE = 100
GOP_S = 2
BIT_RATE = 192_000
LUFS = -14.0
LUFS_TOLERANCE = 0.5
TRUE_PEAK_DB = -1.0
SILENCE_S = 0.1
BT709 = Colour(primaries=1, transfer=1, matrix=1, full=False)


@dataclass(frozen=True, slots=True)
class Expected:
    """What the plan says of the file; a ``silent`` lesson is drafted without a voice."""

    fps: int
    size: tuple[int, int]
    frames: int
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Film:
    """A probed MP4, what is expected of it, and the loudness of its decoded sound.

    A ``silent`` lesson's sound is not measured.
    """

    movie: Movie
    expected: Expected
    loudness: ffmpeg.Loudness | None


def index_first(film: Film) -> Iterator[str]:
    """Players start before the download ends: ``moov`` lies before ``mdat``."""
    order = [name for name in film.movie.boxes if name in ("moov", "mdat")]
    if order != ["moov", "mdat"]:
        yield f"boxes in the order {' '.join(film.movie.boxes)}, not moov before mdat"


def no_edit_list(film: Film) -> Iterator[str]:
    """No edit list, which players read each in their own way."""
    if film.movie.edit_lists:
        yield f"{film.movie.edit_lists} edit list(s)"


def starts_at_zero(film: Film) -> Iterator[str]:
    """Both tracks start at 0."""
    picture = film.movie.video.start * film.movie.video.time_base
    for track, start in (("picture", picture), ("sound", film.movie.sound.start)):
        if start:
            yield f"{track} starts at {float(start):.3f} s, not 0"


def high_profile(film: Film) -> Iterator[str]:
    """H.264 High profile."""
    if film.movie.video.profile != HIGH_PROFILE:
        yield f"profile_idc {film.movie.video.profile}, not {HIGH_PROFILE} (High)"


def cabac(film: Film) -> Iterator[str]:
    """CABAC entropy coding."""
    if not film.movie.video.cabac:
        yield "CAVLC, not CABAC"


def progressive(film: Film) -> Iterator[str]:
    """Whole pictures, no fields."""
    if not film.movie.video.progressive:
        yield "interlaced pictures"


def pixel_format(film: Film) -> Iterator[str]:
    """4:2:0, 8 bit."""
    if film.movie.video.pixel_format not in ("yuv420p", "yuvj420p"):
        yield f"{film.movie.video.pixel_format}, not yuv420p"


def frame_size(film: Film) -> Iterator[str]:
    """Of the planned size, even both ways."""
    size = film.movie.video.size
    if size != film.expected.size or size[0] % 2 or size[1] % 2:
        yield "{}x{}, not {}x{}".format(*size, *film.expected.size)


def square_pixels(film: Film) -> Iterator[str]:
    """Pixels as wide as high."""
    if film.movie.video.aspect != 1:
        yield f"pixel aspect {film.movie.video.aspect}, not 1"


def closed_gop(film: Film) -> Iterator[str]:
    """Begins with an IDR picture and has one at least every 2 s, so that seeking is quick."""
    video = film.movie.video
    if video.idr[:1] != (0,):
        yield "the first picture is no IDR picture"
    ends = (*video.idr[1:], video.frames)
    longest = max((end - start for start, end in zip(video.idr, ends, strict=True)), default=0)
    if longest > GOP_S * film.expected.fps:
        yield f"{longest / film.expected.fps:.2f} s between IDR pictures, not at most {GOP_S}"


def constant_rate(film: Film) -> Iterator[str]:
    """Every frame lasts 1/fps."""
    frame = Fraction(1, film.expected.fps)
    lengths = {ticks * film.movie.video.time_base for ticks in film.movie.video.durations}
    if lengths != {frame}:
        shown = ", ".join(f"{float(length):.5f}" for length in sorted(lengths)[:4])
        yield f"frames of {shown} s, not all of {float(frame):.5f}"


def frame_count(film: Film) -> Iterator[str]:
    """As many frames as were planned."""
    if film.movie.video.frames != film.expected.frames:
        yield f"{film.movie.video.frames} frames, not {film.expected.frames}"


def colour(film: Film) -> Iterator[str]:
    """BT.709, limited range, tagged in the stream and in its container."""
    tags = {"stream": film.movie.video.stream_colour, "container": film.movie.video.box_colour}
    for place, tag in tags.items():
        if tag is None:
            yield f"the {place} has no colour tag"
        elif tag != BT709:
            extent = {None: "untagged", True: "full", False: "limited"}[tag.full]
            yield (
                f"the {place} says primaries {tag.primaries}, transfer {tag.transfer}, "
                f"matrix {tag.matrix}, {extent} range, not 1, 1, 1, limited"
            )


def sound_format(film: Film) -> Iterator[str]:
    """AAC-LC, 48 kHz, stereo."""
    sound = film.movie.sound
    found = (f"{sound.codec} {sound.profile}", sound.rate, sound.channels)
    if found != ("aac LC", SAMPLE_RATE, 2):
        yield "{} at {} Hz, {} channel(s), not aac LC at 48000 Hz, 2".format(*found)


def sound_bit_rate(film: Film) -> Iterator[str]:
    """At least 192 kb/s."""
    if not film.expected.silent and film.movie.sound.bit_rate < BIT_RATE:
        yield f"{film.movie.sound.bit_rate / 1000:.0f} kb/s, not at least {BIT_RATE // 1000}"


def same_length(film: Film) -> Iterator[str]:
    """Picture and sound differ by at most one frame."""
    picture, sound = film.movie.video.seconds, film.movie.sound.length
    if abs(picture - sound) > Fraction(1, film.expected.fps):
        yield f"{float(picture):.3f} s of picture, {float(sound):.3f} s of sound"


def loudness(film: Film) -> Iterator[str]:
    """-14 LUFS, give or take 0.5."""
    heard = film.loudness
    if heard is not None and not abs(heard.lufs - LUFS) <= LUFS_TOLERANCE:
        yield f"{heard.lufs:.1f} LUFS, not {LUFS:.0f} +-{LUFS_TOLERANCE:.1f}"


def true_peak(film: Film) -> Iterator[str]:
    """At most -1 dBTP after AAC."""
    heard = film.loudness
    if heard is not None and heard.true_peak > TRUE_PEAK_DB:
        yield f"{heard.true_peak:.1f} dBTP, not at most {TRUE_PEAK_DB:.0f}"


def room_tone(film: Film) -> Iterator[str]:
    """Never dead: at most 0.1 s without a trace of sound."""
    heard = film.loudness
    if heard is not None and heard.silence_s > SILENCE_S:
        yield f"{heard.silence_s:.2f} s of digital silence, not at most {SILENCE_S}"


FILM_RULES: tuple[Callable[[Film], Iterator[str]], ...] = (
    index_first,
    no_edit_list,
    starts_at_zero,
    high_profile,
    cabac,
    progressive,
    pixel_format,
    frame_size,
    square_pixels,
    closed_gop,
    constant_rate,
    frame_count,
    colour,
    sound_format,
    sound_bit_rate,
    same_length,
    loudness,
    true_peak,
    room_tone,
)


def film_problems(
    mp4: Path,
    expected: Expected,
    heard: Callable[[], Mapping[str, ffmpeg.Loudness]] = dict,
    download: Download | None = None,
) -> tuple[Problem, ...]:
    """Return every broken rule of an MP4, in the order of ``FILM_RULES``.

    Then those of the film for downloading that was made beside it, if any.

    ``heard`` gives the loudness of tracks that were decoded and measured already, by the digest of
    their packets: when the file holds just those, its sound is not decoded again. It may wait.
    """
    with ThreadPoolExecutor(1) as beside:
        copy = beside.submit(read_copy, download.path) if download else None
        try:
            movie = probe(mp4)
        except ProbeError as error:
            return (Problem("readable", str(error)),)
        loudness = None if expected.silent else heard().get(movie.sound.digest)
        if loudness is None and not expected.silent:
            loudness = ffmpeg.file_loudness(mp4)
        film = Film(movie, expected, loudness)
        problems = [
            Problem(rule.__name__, message) for rule in FILM_RULES for message in rule(film)
        ]
        if download is not None and copy is not None:
            digests = movie.video.digest, movie.sound.digest
            problems += download_problems(digests, download, copy.result)
        return tuple(problems)
