"""How fast a lesson is spoken and read, and how long its beats are: remarks at the beats' lines.

What makes a lesson hard to follow is a warning; what breaks a rule of its captions, or is spoken
too fast to be understood, is an error: it is told before anything is drawn.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.captions import Caption
from pipeline.captions.breaks import NEVER, break_cost
from pipeline.captions.caption import FAST_CPS, LINE_CHARS
from pipeline.captions.planned import shown_captions
from pipeline.gate.captions import Track, line_count, line_length, reading_speed, time_shown
from pipeline.narrate import SENTENCE_PAUSE_S
from pipeline.plan import Plan, PlannedBeat
from pipeline.take import SAMPLE_RATE
from script.errors import Finding, ScriptErrors
from script.say.language import Language
from script.say.languages import language

SLOW_WPM, FAST_WPM, TOO_FAST_WPM = 110, 165, 180
"""Words a minute: below the first and over the second is a warning, over the third an error.

They are those of English; a language with more words for the same has more a minute, too."""
FEWEST_WORDS = 10
"""Spoken words from which on a beat has a pace: two words and a breath say nothing of it."""
SHORTEST_BEAT_S, LONGEST_BEAT_S = 4.0, 25.0
_OF_ONE_CAPTION = (line_count, line_length, time_shown, reading_speed)
_SLOWER = "take words out, or speak slower"
_SHORTER = "shorten the sentence, or let a [pause 0.5] follow it"


@dataclass(frozen=True, slots=True)
class Remark:
    """What could be better, or, with ``is_error``, must be."""

    finding: Finding
    is_error: bool = False


def remarks(plan: Plan, shown: Sequence[Caption] | None = None) -> tuple[Remark, ...]:
    """Return what is wrong with the pace of a lesson and its captions, in order of the beats.

    ``shown`` are its captions, where they are known already.
    """
    chars, spoken_in = LINE_CHARS[plan.look.aspect], language(plan.ready.lesson.language)
    found = [remark for beat in plan.beats for remark in _of_beat(beat, plan.look.fps, spoken_in)]
    for caption in shown_captions(plan) if shown is None else shown:
        beat = _beat_of(caption, plan.beats, plan.look.fps)
        found += _of_caption(caption, beat, chars, spoken_in)
    return tuple(sorted(found, key=lambda remark: (remark.finding.place, not remark.is_error)))


def paced(plan: Plan, shown: Sequence[Caption] | None = None) -> tuple[str, ...]:
    """Return the remarks that are no errors, as text; takes what ``remarks`` does.

    Raises
    ------
    ScriptErrors
        With those that are.
    """
    found = remarks(plan, shown)
    if errors := [remark.finding for remark in found if remark.is_error]:
        raise ScriptErrors(errors)
    return tuple(str(remark.finding) for remark in found)


def words_a_minute(beat: PlannedBeat) -> float | None:
    """Return how fast a beat is spoken, the pauses of its script left out.

    None where it has too few words to tell.
    """
    words, seconds = _spoken(beat)
    return None if words < FEWEST_WORDS else 60 * words / seconds


def overall_pace(plan: Plan) -> float:
    """Return the words a minute of a whole lesson, the pauses of its script left out."""
    spoken = [_spoken(beat) for beat in plan.beats]
    return 60 * sum(words for words, _ in spoken) / sum(seconds for _, seconds in spoken)


def _spoken(beat: PlannedBeat) -> tuple[int, float]:
    """Return how many words a beat has and the seconds they take, asked pauses left out."""
    count = len(beat.beat.line.units)
    asked = sum(
        seconds if unit in (0, count) else max(seconds - SENTENCE_PAUSE_S, 0.0)
        for unit, seconds in beat.beat.line.pauses.items()
    )
    return len(beat.beat.line.spoken.split()), beat.take.samples / SAMPLE_RATE - asked


def _of_beat(beat: PlannedBeat, fps: int, spoken_in: Language) -> Iterator[Remark]:
    pace, length = words_a_minute(beat), beat.frames / fps
    slow, fast, too_fast = (
        round(spoken_in.wordiness * limit) for limit in (SLOW_WPM, FAST_WPM, TOO_FAST_WPM)
    )
    if pace is not None and pace > fast:
        said = f"{pace:.0f} words a minute, over {too_fast if pace > too_fast else fast}"
        yield _remark(beat, said, _SLOWER, is_error=pace > too_fast)
    if pace is not None and pace < slow:
        said = f"{pace:.0f} words a minute, under {slow}"
        yield _remark(beat, said, "speak faster")
    if length < SHORTEST_BEAT_S:
        said = f"lasts {length:.1f} s, under {SHORTEST_BEAT_S:.0f}"
        yield _remark(beat, said, "join it with a neighbour, or let it rest: pause:")
    if length > LONGEST_BEAT_S:
        said = f"lasts {length:.1f} s, over {LONGEST_BEAT_S:.0f}"
        yield _remark(beat, said, "divide it where the picture changes")


def _of_caption(
    caption: Caption, beat: PlannedBeat, chars: int, spoken_in: Language
) -> Iterator[Remark]:
    shown = f"“{' '.join(caption.lines)}”"
    track = Track((caption,), chars, caption.stop_ms / 1000)
    broken = [message for rule in _OF_ONE_CAPTION for message in rule(track)]
    for message in broken:
        yield _remark(beat, f"{message}: {shown}", _SHORTER, is_error=True)
    if caption.cps > FAST_CPS and not broken:
        said = f"a caption runs at {caption.cps:.1f} characters a second, over {FAST_CPS}: {shown}"
        yield _remark(beat, said, _SHORTER)
    for above, below in pairwise(caption.lines):
        last, first = above.split()[-1], below.split()[0]
        if break_cost(last, first, spoken_in) >= NEVER:
            said = f"a caption breaks its lines at {last} | {first}"
            yield _remark(beat, said, "write the sentence another way")


def _remark(beat: PlannedBeat, said: str, hint: str, *, is_error: bool = False) -> Remark:
    return Remark(Finding(beat.beat.spec.say_place, f"{beat.name}: {said}", hint), is_error)


def _beat_of(caption: Caption, beats: Sequence[PlannedBeat], fps: int) -> PlannedBeat:
    """Return the beat in which a caption begins."""
    starts = [round(beat.start * 1000 / fps) for beat in beats]
    return beats[max(bisect_right(starts, caption.start_ms) - 1, 0)]
