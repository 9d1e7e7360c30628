"""What the commands that plan a lesson are asked for, and the plan it comes to."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import get_args

from pipeline.build import BeatStatus
from pipeline.cast import Cast, cast
from pipeline.executors import LOCAL
from pipeline.plan import Plan
from pipeline.prepare import in_language, lesson_path, planned, ready
from pipeline.progress import watched
from pipeline.resolve import ReadyLesson
from pipeline.running import keep, recall
from pipeline.store import Store, remote_at
from pipeline.unchanged import STORE
from scenes.look import FRAME_RATES, QUALITIES, Look, look
from script.errors import DownhillError, did_you_mean
from script.schema import Aspect, Lesson, Theme

QUALITY_LETTERS = tuple(QUALITIES)
THEMES: tuple[str, ...] = get_args(Theme)
ASPECTS: tuple[str, ...] = get_args(Aspect)


class UsageError(DownhillError):
    """A command line that asks for something there is not."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Options:
    """What a command is asked for.

    ``parts`` are scenes or ``scene/beat``; empty means all. ``shared`` is the URL of a store that
    machines share, ``store`` the folder before it. ``language`` is the tag of the translation;
    ``burn`` makes captions part of the picture. ``words`` is the whole command line.
    """

    lesson: str
    parts: tuple[str, ...]
    quality: str
    resolution: str | None
    fps: int | None
    output: Path
    store: Path
    voice: str | None
    verbose: bool
    jobs: int | None = None
    force: bool = False
    shared: str | None = None
    verify: bool = False
    verify_pixels: bool = False
    executor: str = LOCAL
    theme: Theme | None = None
    aspect: Aspect | None = None
    language: str | None = None
    burn: bool = False
    words: tuple[str, ...] = field(default=(), compare=False)

    def look(self, lesson: Lesson | None = None) -> Look:
        """Return the look asked for; theme and aspect are the lesson's where none is asked for.

        Raises
        ------
        UsageError
            For a size or rate that cannot be encoded.
        """
        if self.fps is not None and self.fps not in FRAME_RATES:
            rates = ", ".join(map(str, FRAME_RATES))
            raise UsageError(f"--fps {self.fps}: frame and sample must meet - use one of {rates}")
        theme = self.theme or (lesson.theme if lesson else "dark")
        aspect = self.aspect or (lesson.aspect if lesson else "landscape")
        burned = self.burn or (lesson is not None and lesson.captions == "burned")
        chosen = look(self.quality, self.fps, theme, aspect, burned=burned)
        if self.resolution is None:
            return chosen
        width, height = _size(self.resolution, aspect)
        return replace(chosen, width=width, height=height)

    def scenes(self) -> tuple[str, ...]:
        """Return the scenes of ``parts``, each once."""
        return tuple(dict.fromkeys(part.partition("/")[0] for part in self.parts))

    def asked(self, statuses: Sequence[BeatStatus]) -> list[BeatStatus]:
        """Return the beats of ``parts``."""
        return [one for one in statuses if self._wants(one.beat.name)]

    def folder(self, stem: str, look: Look) -> Path:
        """Return the folder of a lesson's files in a look."""
        return self.output / stem / look.name

    def name(self, plan: Plan) -> str:
        """Return what the store calls the lesson in this look and voice."""
        size = f"{plan.look.width}x{plan.look.height} at {plan.look.fps}"
        size += "".join(f" {mark}" for mark in plan.look.name.split("-")[1:])
        return f"{plan.ready.lesson.name} {size}, {self.voice or plan.ready.lesson.voice.name}"

    @contextmanager
    def opened(self) -> Iterator[Store]:
        """Give the store; at the end wait for what is sent to a shared one, and tell what failed.

        Raises
        ------
        NoSuchStore
            When the URL of the shared store cannot be opened by any package that is installed.
        """
        store = Store(self.store, None if self.shared is None else remote_at(self.shared))
        recall(store.code)
        wait = True
        try:
            yield store
        except (KeyboardInterrupt, SystemExit):
            wait = False
            raise
        else:
            keep(store.code)
        finally:
            for problem in store.close(wait=wait):
                print(f"note: {problem}", file=sys.stderr)

    def planned(self, store: Store) -> Plan:
        """Return the plan of the lesson; raises as ``ready``, ``cast`` and ``on_clock`` do."""
        lesson = self.ready()
        return self.on_clock(lesson, self.cast(lesson), store)

    def ready(self) -> ReadyLesson:
        """Return the lesson asked for.

        Raises
        ------
        DownhillError
            When there is no such lesson, part or size, or the lesson has mistakes.
        """
        lesson = ready(in_language(lesson_path(self.lesson), self.language), self.look)
        names = [f"{scene.spec.id}/{beat.spec.id}" for scene, beat in lesson.beats()]
        known = [*dict.fromkeys(name.partition("/")[0] for name in names), *names]
        for part in self.parts:
            if part not in known:
                raise UsageError(f"no scene or beat {part} - {did_you_mean(part, known)}")
        return lesson

    def cast(self, lesson: ReadyLesson) -> Cast:
        """Return who speaks the lesson; raises as ``pipeline.cast.cast`` does."""
        return cast(lesson, self.voice)

    def on_clock(self, lesson: ReadyLesson, by: Cast, store: Store) -> Plan:
        """Return the plan of the lesson; what is spoken is kept in the store.

        Raises
        ------
        DownhillError
            When a voice fails, a recording is bad, or cues do not fit the words.
        """
        return planned(lesson, self.look(lesson.lesson), by, store, watched())

    def _wants(self, name: str) -> bool:
        return not self.parts or name in self.parts or name.partition("/")[0] in self.parts


def published(lesson: Lesson) -> Look:
    """Return the look a lesson is published in."""
    return look("h", None, lesson.theme, lesson.aspect, burned=lesson.captions == "burned")


def _size(resolution: str, aspect: Aspect) -> tuple[int, int]:
    width, _, height = resolution.replace("x", ",").partition(",")
    if not (width.strip().isdigit() and height.strip().isdigit()):
        raise UsageError(f"--resolution {resolution}: write width and height, such as 1280,720")
    size = int(width), int(height)
    shape, sample = ((16, 9), "1280,720") if aspect == "landscape" else ((9, 16), "720,1280")
    if size[0] % 2 or size[1] % 2 or 0 in size or size[0] * shape[1] != size[1] * shape[0]:
        asked = f"--resolution {resolution}"
        raise UsageError(f"{asked}: both even, and {shape[0]} to {shape[1]}, such as {sample}")
    return size


def store_places(text: str) -> tuple[Path, str | None]:
    """Return the folder and the URL that ``--store`` stands for: a URL has a folder before it."""
    return (STORE, text) if "://" in text else (Path(text), None)
