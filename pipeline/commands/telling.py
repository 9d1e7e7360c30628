"""What a build prints of a lesson: the path of the film comes last."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from pipeline.commands.options import Options
from pipeline.deliver import Delivery
from script.schema import Lesson

MINUTES_TOLERANCE = 0.1
"""How far a lesson may be from the minutes it promises."""


def tell(
    lesson: Lesson,
    seconds: float,
    beats: int,
    drawn: int,
    deliveries: Iterable[Delivery],
    options: Options,
    *,
    one_of_many: bool = False,
) -> None:
    """Print how long a lesson is, what was drawn of it, and its files.

    Notes name the lesson where it is one of many.
    """
    note_of = f"note: {lesson.path.stem}: " if one_of_many else "note: "
    is_new = any(delivery.is_new for delivery in deliveries)
    told = f"{drawn} rendered" if is_new else "nothing to do"
    print(f"{lesson.path.stem}: {_clock(seconds)}, {beats} beats, {told}")
    if abs(seconds / (60 * lesson.minutes) - 1) > MINUTES_TOLERANCE:
        told = f"{_clock(seconds)} is not within 10 % of minutes: {lesson.minutes:g}"
        print(f"{note_of}{told}", file=sys.stderr)
    for delivery in deliveries:
        for note in delivery.notes:
            print(f"{note_of}{note}", file=sys.stderr)
        others = [file for file in delivery.files if file != delivery.film]
        print(*(others if options.verbose else ()), delivery.film, sep="\n")


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"
