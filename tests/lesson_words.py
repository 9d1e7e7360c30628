"""All words of the course's lessons as they are written; a number that is computed is a #."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.prepare import LESSONS
from pipeline.resolve import ReadyLesson, resolve
from scenes.look import look
from script.errors import Findings
from script.load import find_lessons, load_lesson
from script.nodes import Scalar
from script.say.markup import Override, tokens
from script.say.template import Computed, Literal, parts
from script.scalars import Text
from script.translation import Texts, ask_titles

DATA = Path(__file__).parent / "data"
COMPUTED = "#"


@dataclass(frozen=True)
class Words:
    """What a beat says, or a text that a scene shows.

    ``beat`` is None for a text; ``scene`` is None for the lesson's title and objective.
    """

    scene: str | None
    beat: str | None
    text: str

    @property
    def where(self) -> str:
        return "/".join(part for part in (self.scene, self.beat) if part) or "title"


class _EveryText(Texts):
    """Keeps every text that a lesson shows, mathematics too."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[tuple[str | None, str]] = []

    def of(self, text: Scalar, scene: str | None, hint: type[Text] = Text) -> Scalar:
        self.shown.append((scene, text.text))
        return text


@dataclass(frozen=True)
class Script:
    """A lesson with all its words: those of its title first, then scene by scene."""

    ready: ReadyLesson
    words: tuple[Words, ...]


@cache
def scripts() -> tuple[Script, ...]:
    """Return the lessons in the order of their files."""
    return tuple(map(_script, find_lessons(LESSONS)))


def _script(path: Path) -> Script:
    lesson, texts = load_lesson(path), _EveryText()
    ask_titles(lesson, texts)
    ready = resolve(lesson, look("l"), texts)
    found = [Words(None, None, text) for text in _read(texts, None)]
    for scene in lesson.scenes:
        found += [Words(scene.id, None, text) for text in _read(texts, scene.id)]
        for beat in scene.beats:
            found += [Words(scene.id, beat.id, text) for text in dict.fromkeys(said(beat.words))]
    return Script(ready, tuple(found))


def _read(texts: _EveryText, scene: str | None) -> dict[str, None]:
    return dict.fromkeys(_filled(parts(text)) for where, text in texts.shown if where == scene)


def said(words: Scalar) -> Iterator[str]:
    """Yield a narration as it is shown and as it is spoken, without marks and pauses."""
    found = tokens(words, Findings())
    for side in ("shown", "spoken"):
        read: list[Literal | Computed] = []
        for token in found:
            if isinstance(token, Override):
                read += getattr(token, side)
            elif isinstance(token, Literal | Computed):
                read.append(token)
        yield _filled(read)


def _filled(read: list[Literal | Computed] | tuple[Literal | Computed, ...]) -> str:
    text = "".join(part.text if isinstance(part, Literal) else COMPUTED for part in read)
    return " ".join(text.split())
