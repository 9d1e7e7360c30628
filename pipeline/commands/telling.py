"""What a build prints of a lesson: the path of the film comes last."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.cast import Cast
from pipeline.commands.options import Options
from pipeline.deliver import Delivery
from pipeline.executors import LOCAL
from pipeline.outputs import made_from
from pipeline.unchanged import Built, code, digest_of, remember
from script.files import COURSE_FILE
from script.schema import Lesson

MINUTES_TOLERANCE = 0.1
"""How far a lesson may be from the minutes it promises."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A lesson that was built: who spoke it, its length, what was drawn of it, and its files.

    ``keys`` are the artifacts it was made from, ``remarks`` what could be better about its pace;
    notes name the lesson where it is ``one_of_many``.
    """

    lesson: Lesson
    by: Cast
    seconds: float
    beats: int
    drawn: int
    deliveries: tuple[Delivery, ...]
    keys: frozenset[str]
    remarks: tuple[str, ...] = ()
    one_of_many: bool = False

    def files(self) -> dict[Path, str | None]:
        """Return the files a writer may edit that the lesson was made from, and their digests."""
        path, music = self.lesson.path, self.lesson.music
        read = (path, self.lesson.source, path.parent / COURSE_FILE)
        found = {file: digest_of(file) for file in (*read, *((music.file,) if music else ()))}
        return {**found, **self.by.read}

    def settled(self) -> Outcome:
        """Return what the same build comes to when it is asked for again."""
        standing = tuple(replace(one, is_new=False, notes=()) for one in self.deliveries)
        return replace(self, drawn=0, deliveries=standing)

    def said(self, options: Options) -> tuple[str, ...]:
        """Return the lines to print."""
        is_new = any(delivery.is_new for delivery in self.deliveries)
        told = f"{self.drawn} rendered" if is_new else "nothing to do"
        lines = [f"{self.lesson.path.stem}: {_clock(self.seconds)}, {self.beats} beats, {told}"]
        for delivery in self.deliveries:
            others = [file for file in delivery.files if file != delivery.film]
            lines += map(str, [*(others if options.verbose else ()), delivery.film])
        return tuple(lines)

    def noted(self) -> tuple[str, ...]:
        """Return the notes to print; those on its pace while there is something new to hear."""
        found = [str(note) for delivery in self.deliveries for note in delivery.notes]
        found = [*self.by.notes, *found]
        promised = self.lesson.minutes
        if abs(self.seconds / (60 * promised) - 1) > MINUTES_TOLERANCE:
            shown = f"{_clock(self.seconds)} is not within 10 % of minutes: {promised:g}"
            found.insert(0, shown)
        note_of = f"note: {self.lesson.path.stem}: " if self.one_of_many else "note: "
        is_new = any(delivery.is_new for delivery in self.deliveries)
        told = [f"note: {one}" for one in self.remarks if is_new]
        return tuple([note_of + note for note in found] + told)


def tell(outcome: Outcome, options: Options) -> None:
    """Print an outcome, and write down what it depended on."""
    print(*outcome.noted(), sep="\n", end="\n" if outcome.noted() else "", file=sys.stderr)
    print(*outcome.said(options), sep="\n")
    if may_stand(options):
        settled = outcome.settled()
        path = outcome.lesson.path
        origins = [(one.files[0].parent, one.film.stem) for one in settled.deliveries]
        built = Built(
            texts={str(file.absolute()): digest for file, digest in outcome.files().items()},
            code=code(),
            keys=tuple(sorted(outcome.keys)),
            deliveries=tuple(
                (str(folder.absolute()), name, made_from(folder, name)) for folder, name in origins
            ),
            said=settled.said(options),
            noted=settled.noted(),
        )
        remember(options.store, request(options, path), built)


def may_stand(options: Options) -> bool:
    """Return whether the same command may find nothing to do by hashes alone."""
    is_proof = options.verify or options.verify_pixels
    return not (options.force or is_proof or options.shared)


def request(options: Options, path: Path) -> str:
    """Return what a build of a lesson is asked for, as text: equal for equal builds."""
    asked = replace(
        options,
        lesson=str(path.absolute()),
        language=None,  # the file says it
        jobs=None,
        executor=LOCAL,
        words=(),
    )
    return repr(asked)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"
