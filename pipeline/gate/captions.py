"""Rules of the captions, as a player reads them back from SRT and VTT."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import srt
import webvtt

from pipeline.captions.caption import (
    LINES,
    LONGEST_MS,
    OPEN_GAP_MS,
    SHORTEST_MS,
    TOO_FAST_CPS,
    Caption,
)
from pipeline.gate.problem import Problem

_MS = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Track:
    """Captions of a film of so many seconds; a line may have so many characters."""

    captions: tuple[Caption, ...]
    chars: int
    seconds: float


def line_count(track: Track) -> Iterator[str]:
    """At most two lines, and some text."""
    for caption in track.captions:
        if not caption.text.strip():
            yield f"{_at(caption)} is empty"
        elif len(caption.lines) > LINES:
            yield f"{_at(caption)} has {len(caption.lines)} lines, not at most {LINES}"


def line_length(track: Track) -> Iterator[str]:
    """At most so many characters a line: 42, in a standing frame 26."""
    for caption in track.captions:
        longest = max(map(len, caption.lines), default=0)
        if longest > track.chars:
            yield f"{_at(caption)} has a line of {longest} characters, not at most {track.chars}"


def time_shown(track: Track) -> Iterator[str]:
    """From one to seven seconds."""
    for caption in track.captions:
        if not SHORTEST_MS <= caption.shown_ms <= LONGEST_MS:
            yield f"{_at(caption)} is shown {caption.shown_ms / 1000:.3f} s, not 1 to 7"


def reading_speed(track: Track) -> Iterator[str]:
    """At most 20 characters a second."""
    for caption in track.captions:
        if caption.cps > TOO_FAST_CPS:
            yield f"{_at(caption)} has {caption.cps:.1f} characters a second, not {TOO_FAST_CPS}"


def in_order(track: Track) -> Iterator[str]:
    """Each begins no earlier than the one before it."""
    for one, following in pairwise(track.captions):
        if following.start_ms < one.start_ms:
            yield f"{_at(following)} comes after {_at(one)}"


def no_overlap(track: Track) -> Iterator[str]:
    """One caption at a time."""
    for one, following in pairwise(sorted(track.captions, key=lambda caption: caption.start_ms)):
        if one.stop_ms > following.start_ms:
            yield f"{_at(one)} overlaps {_at(following)}"


def no_flicker(track: Track) -> Iterator[str]:
    """Captions touch, or are half a second apart."""
    for one, following in pairwise(track.captions):
        gap = following.start_ms - one.stop_ms
        if 0 < gap < OPEN_GAP_MS:
            yield f"{gap} ms between {_at(one)} and the next, not 0 or at least {OPEN_GAP_MS}"


def inside_the_film(track: Track) -> Iterator[str]:
    """None outlasts the film."""
    if track.captions and track.captions[-1].stop_ms > round(track.seconds * 1000):
        yield f"{_at(track.captions[-1])} outlasts {track.seconds:.3f} s"


CAPTION_RULES: tuple[Callable[[Track], Iterator[str]], ...] = (
    line_count,
    line_length,
    time_shown,
    reading_speed,
    in_order,
    no_overlap,
    no_flicker,
    inside_the_film,
)


def caption_problems(
    srt_file: Path, vtt_file: Path, seconds: float, chars: int
) -> tuple[Problem, ...]:
    """Return every broken rule of the captions of a lesson that lasts ``seconds``.

    Both files must be readable and say the same at the same times; the rules are then those of
    ``CAPTION_RULES``, with ``chars`` characters a line at most.
    """
    try:
        captions, twins = read_srt(srt_file), _read_vtt(vtt_file)
    except (OSError, UnicodeError, srt.SRTParseError, webvtt.errors.MalformedFileError) as error:
        return (Problem("readable", f"captions cannot be read: {error}"),)
    track = Track(captions, chars, seconds)
    problems = [
        Problem(rule.__name__, message) for rule in CAPTION_RULES for message in rule(track)
    ]
    if captions != twins:
        one, other = next(
            ((a, b) for a, b in zip(captions, twins, strict=False) if a != b), (None, None)
        )
        where = f"{one} and {other}" if one else f"{len(captions)} and {len(twins)} captions"
        problems.append(Problem("same_captions", f"SRT and VTT differ: {where}"))
    return tuple(problems)


def read_srt(path: Path) -> tuple[Caption, ...]:
    """Return the captions of an SRT file."""
    return tuple(
        Caption(item.start // _MS, item.end // _MS, tuple(item.content.split("\n")))
        for item in srt.parse(path.read_text(encoding="utf-8"))
    )


def _read_vtt(path: Path) -> tuple[Caption, ...]:
    return tuple(
        Caption(
            _milliseconds(item.start_time),
            _milliseconds(item.end_time),
            tuple(html.unescape(line) for line in item.lines),
        )
        for item in webvtt.read(str(path))
    )


def _milliseconds(time: webvtt.models.Timestamp) -> int:
    seconds = (time.hours * 60 + time.minutes) * 60 + time.seconds
    return int(seconds * 1000 + time.milliseconds)


def _at(caption: Caption) -> str:
    minutes, ms = divmod(caption.start_ms, 60_000)
    return f"the caption at {minutes}:{ms / 1000:06.3f}"
