"""The captions of one beat as part of its picture, on the beat's own frames.

They depend on the beat alone: neither on its place in the lesson nor on what its neighbours say,
so that an edit draws again only the beats whose words or times it changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from pipeline.captions.caption import LINE_CHARS, Caption
from pipeline.captions.layout import captions
from pipeline.take import SAMPLE_RATE, Take
from scenes.look import Look
from scenes.shot import BurnedCaption, SpokenWord
from script.say import Line
from script.say.languages import language


def burned(line: Line, take: Take, lead: int, frames: int, look: Look) -> tuple[BurnedCaption, ...]:
    """Return the captions of a beat of so many frames, whose voice begins in frame ``lead``."""
    starts = [lead + start * look.fps // SAMPLE_RATE for start, _ in take.units]
    lead_s = lead / look.fps
    times = [(lead_s + a / SAMPLE_RATE, lead_s + b / SAMPLE_RATE) for a, b in take.units]
    chars, spoken_in = LINE_CHARS[look.aspect], language(look.language)
    cut = captions([(line, times)], frames / look.fps, chars, spoken_in)
    return tuple(_on_frames(cut, starts, frames, look.fps))


def _on_frames(
    cut: tuple[Caption, ...], starts: list[int], frames: int, fps: int
) -> Iterator[BurnedCaption]:
    """Yield captions with the frames their words begin in; one ends where the next one begins."""
    begun = iter(starts)
    made = [
        tuple(
            tuple(SpokenWord(word, next(begun)) for word in line.split(" "))
            for line in caption.lines
        )
        for caption in cut
    ]
    firsts = [*(lines[0][0].start for lines in made), frames]
    for caption, lines, (start, following) in zip(cut, made, pairwise(firsts), strict=True):
        yield BurnedCaption(start, min(-(-caption.stop_ms * fps // 1000), following), lines)
