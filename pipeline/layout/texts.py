"""Rules of reading: size, room, calm, characters and how many words at once."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pipeline.layout.faults import Fault, quoted
from pipeline.layout.limits import (
    CAPITAL_EMS,
    CAPITAL_PX,
    QUIET,
    TEXT_SLACK,
    WORDS,
)
from pipeline.layout.picture import Ink, Picture, Writing
from pipeline.layout.shape import Array
from pipeline.layout.words import prose, strange
from scenes.typeset import em


def small_text(picture: Picture) -> Iterator[Fault]:
    """Capitals are at least 36 pixels high at 1080p, measured on the glyphs as they stand."""
    for writing in picture.firm:
        if writing.panel not in picture.settled:
            continue
        pixels = CAPITAL_EMS * em(writing.size) * picture.frame.pixels
        if pixels < CAPITAL_PX - 0.05:
            says = f"{quoted(writing)} is {pixels:.0f} pixels high at 1080p, not {CAPITAL_PX:.0f}"
            yield _fault("small-text", writing, says, "take a larger region", CAPITAL_PX - pixels)


def text_overlap(picture: Picture) -> Iterator[Fault]:
    """No glyph of a text stands on a glyph of another."""
    boxes = np.array([writing.box for writing in picture.firm]).reshape(-1, 4)
    meets = ((boxes[:, None, :2] < boxes[:, 2:]) & (boxes[:, None, 2:] > boxes[:, :2])).all(axis=2)
    for first, second in np.argwhere(np.triu(meets, 1)):
        one, other = picture.firm[first], picture.firm[second]
        if _is_same(one, other):
            continue
        low = np.maximum(one.boxes[:, None, :2], other.boxes[None, :, :2])
        high = np.minimum(one.boxes[:, None, 2:], other.boxes[None, :, 2:])
        depth = float((high - low).min(axis=-1).max())
        if depth > TEXT_SLACK:
            says = f"{quoted(other)} stands on {quoted(one)}, {depth:.2f} units deep"
            yield _fault("text-overlap", other, says, "give them more room", depth)


def busy_text(picture: Picture) -> Iterator[Fault]:
    """No line runs through a text, and no shape ends in it, unless an edge or a patch parts them.

    What crosses a text on purpose, as a strike does, says so (``scenes.parts.across``).
    """
    lines = [mark for mark in picture.marks if _disturbs(mark, picture)]
    boxes = np.array([mark.shape.box for mark in lines]).reshape(-1, 4)
    for writing in picture.firm:
        low, high = writing.box[:2], writing.box[2:]
        meets = ((low < boxes[:, 2:]) & (boxes[:, :2] < high)).all(axis=1)
        for mark in (lines[index] for index in np.flatnonzero(meets)):
            if picture.shielded(writing, mark):
                continue
            crossed = _crossed(writing.boxes, mark.shape.line, mark.shape.width / 2)
            if crossed:
                says = f"{mark.part} runs through {crossed} glyphs of {quoted(writing)}"
                hint = "move one of them, or take another side or region"
                yield _fault("busy-text", writing, says, hint, crossed)
                break


def missing_glyph(picture: Picture) -> Iterator[Fault]:
    """Every character is in one of the fonts."""
    for writing in picture.writings:
        missing = strange(writing.setting)
        if missing:
            names = ", ".join(f"{c} (U+{ord(c):04X})" for c in missing)
            says = f"no font has {names} of {quoted(writing)}"
            yield _fault("missing-glyph", writing, says, "write it in words", len(missing))


def too_many_words(picture: Picture) -> Iterator[Fault]:
    """At most fifty words of prose are in sight at once."""
    counts = {writing: len(prose(writing.setting)) for writing in picture.firm}
    total = sum(counts.values())
    if total > WORDS:
        longest = max(counts, key=lambda writing: counts[writing])
        says = f"{total} words are in sight at once, not at most {WORDS}"
        yield Fault(
            "too-many-words",
            longest.panel,
            "words",
            says,
            "say it in fewer, or one after another",
            total - WORDS,
            longest.setting.source,
        )


def _disturbs(mark: Ink, picture: Picture) -> bool:
    """Tell whether a mark would disturb a text: neither faint nor the ground it stands on."""
    shape = mark.shape
    if picture.is_ground(mark) or shape.crosses_text or shape.ink is None:
        return False
    return mark.light * float(shape.ink[3]) >= QUIET


def _crossed(boxes: Array, line: Array, reach: float) -> int:
    """Return how many boxes (n, 4) a line (m, 2), broken by NaN, runs into."""
    shrink = TEXT_SLACK - reach
    low, high = boxes[:, None, :2] + shrink, boxes[:, None, 2:] - shrink
    start, way = line[None, :-1], np.diff(line, axis=0)[None]
    with np.errstate(divide="ignore", invalid="ignore"):
        one, other = (low - start) / way, (high - start) / way
    still = way == 0
    within = (low <= start) & (start <= high)
    enter = np.where(still, np.where(within, -np.inf, np.inf), np.fmin(one, other)).max(axis=-1)
    leave = np.where(still, np.where(within, np.inf, -np.inf), np.fmax(one, other)).min(axis=-1)
    hit = (np.maximum(enter, 0.0) < np.minimum(leave, 1.0)) & (low < high).all(axis=-1)
    return int(hit.any(axis=1).sum())


def _is_same(one: Writing, other: Writing) -> bool:
    """Tell whether two texts are one that is drawn twice, as it glides from place to place."""
    same = one.setting.source == other.setting.source and one.panel == other.panel
    return same and bool(np.abs(one.box - other.box).max() < 2 * TEXT_SLACK)


def _fault(rule: str, writing: Writing, says: str, hint: str, badness: float) -> Fault:
    source = writing.setting.source
    return Fault(rule, writing.panel, source, says, hint, badness, source)
