"""Rules of time: nothing to see, nothing that moves, and a word that comes far from its name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from pipeline.layout.faults import Fault, quoted
from pipeline.layout.limits import APART_S, EMPTY_S, FROZEN_S, READ_ON_S, SEEN
from pipeline.layout.picture import Picture, Writing
from pipeline.layout.samples import Sample
from pipeline.layout.words import names, prose, words_of
from pipeline.plan import PlannedBeat
from scenes.player import Enter

_NAMES = 3
"""A text of more names than this is a sentence: it is spoken when most of them are."""
_MOST = 0.6

Shown = Sequence[tuple[Sample, Picture]]
"""The samples of a scene, in order."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """From when on a text is seen, and when it has come, in seconds of the lesson."""

    begins_s: float
    ends_s: float


@dataclass(frozen=True, slots=True, eq=False)
class Newcomer:
    """A text that a sample shows for the first time, and a frame of its beat without it."""

    writing: Writing
    sample: Sample
    after: int


def empty_frame(shown: Shown) -> Iterator[tuple[Sample, Fault]]:
    """There is something to see, but for a second and a half."""
    for is_empty, stretch in groupby(shown, lambda one: not _has_ink(one[1])):
        moments = [sample for sample, _ in stretch]
        if is_empty:
            seconds = _until(moments[-1], shown) - moments[0].seconds
            if seconds > EMPTY_S:
                says = f"there is nothing to see for {seconds:.1f} s, not at most {EMPTY_S}"
                hint = "show something earlier"
                yield moments[0], Fault("empty-frame", "", "", says, hint, seconds)


def frozen_frame(shown: Shown) -> Iterator[tuple[Sample, Fault]]:
    """Something changes at least every twelve seconds; the last picture may stay as long as told.

    That is the ``pause`` of the lesson's last beat: what a film ends with.
    """
    for _, stretch in groupby(shown, lambda one: id(one[1].inks)):
        moments = [sample for sample, _ in stretch]
        seconds = moments[-1].seconds - moments[0].seconds
        if moments[-1].is_last:
            seconds -= moments[-1].beat.beat.spec.pause_s or 0.0
        if seconds > FROZEN_S:
            says = f"nothing changes for {seconds:.1f} s, not at most {FROZEN_S:.0f}"
            hint = "let a cue point at what is said, or say less"
            yield moments[0], Fault("frozen-frame", "", "", says, hint, seconds)


def far_from_its_word(
    newcomers: Iterable[Newcomer], arrival: Callable[[Newcomer], Arrival]
) -> Iterator[tuple[Newcomer, Fault]]:
    """Spoken words and the same words on screen are within a second of each other.

    This is asked of each text that comes in a beat in which it is spoken. Its names are its words
    of three letters and more, but for common ones. It is spoken when all of up to three names
    are, or most of more. Of all places in the beat where it is, the nearest counts, from the
    first of its names to the last. The text is too early when it has come more than a second
    before the first (a sentence: three seconds, it is read along), too late when it begins to
    come more than a second after the last.
    """
    for newcomer in newcomers:
        wanted = names(prose(newcomer.writing.setting))
        spans = list(_spans(_said(newcomer.sample.beat), wanted))
        if not spans:
            continue
        came = arrival(newcomer)
        gaps = [(start - came.ends_s, came.begins_s - stop) for start, stop in spans]
        early, late = min(gaps, key=max)
        if late > APART_S:
            rule, gap, side, most = "too-late", late, "after", APART_S
        elif early > (most := APART_S if len(wanted) <= _NAMES else READ_ON_S):
            rule, gap, side = "too-early", early, "before"
        else:
            continue
        says = (
            f"{quoted(newcomer.writing)} comes {gap:.1f} s {side} it is said, not within {most:g}"
        )
        source = newcomer.writing.setting.source
        hint = "put a [mark] before its word, and at: mark on its cue"
        yield newcomer, Fault(rule, newcomer.writing.panel, source, says, hint, gap, source)


def arrivals(shown: Shown) -> Iterator[Newcomer]:
    """Yield the texts that come with a cue on their panel.

    What is there when the scene begins, and what comes with its whole panel, is not counted.
    """
    for (earlier, before), (sample, after) in pairwise(shown):
        known = {_name(writing) for writing in before.writings}
        for writing in after.writings:
            if _name(writing) not in known and not _came_with_panel(sample, writing.panel):
                is_same_beat = earlier.beat.name == sample.beat.name
                yield Newcomer(writing, sample, earlier.frame if is_same_beat else -1)


def _came_with_panel(sample: Sample, panel: str) -> bool:
    """Tell whether nothing but the panel's own entrance can have brought its texts."""
    return all(
        isinstance(cue.action, Enter)
        for cue in sample.beat.shot.cues
        if cue.panel == panel and cue.start <= sample.frame
    )


def _name(writing: Writing) -> tuple[str, str]:
    return writing.panel, writing.setting.source


def _has_ink(picture: Picture) -> bool:
    return any(ink.opacity >= SEEN for ink in picture.inks)


def _until(sample: Sample, shown: Shown) -> float:
    """Return when the sample after this one is shown, or the end of its beat."""
    later = (other.seconds for other, _ in shown if other.seconds > sample.seconds)
    end = (sample.beat.start + sample.beat.frames) / sample.beat.shot.look.fps
    return min(later, default=end)


def _said(beat: PlannedBeat) -> Sequence[tuple[str, float, float]]:
    """Return every name that is spoken in a beat, with its start and stop in seconds."""
    return [
        (name, start, stop)
        for unit, (start, stop) in zip(beat.beat.line.units, beat.unit_times(), strict=True)
        for name in sorted(names(words_of(f"{unit.shown} {unit.spoken}")))
    ]


def _spans(
    said: Sequence[tuple[str, float, float]], wanted: frozenset[str]
) -> Iterator[tuple[float, float]]:
    """Yield from when to when enough of the wanted names are spoken, wherever that is in a beat."""
    enough = len(wanted) if len(wanted) <= _NAMES else round(_MOST * len(wanted))
    heard = [one for one in said if one[0] in wanted]
    for i, (_, start, _) in enumerate(heard if wanted else ()):
        names_heard: set[str] = set()
        for name, _, stop in heard[i:]:
            names_heard.add(name)
            if len(names_heard) >= enough:
                yield start, stop
                break
