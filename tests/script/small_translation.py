"""A small lesson and its translation, for the tests of translations."""

from __future__ import annotations

from pathlib import Path

from script.load import load_lesson
from script.schema import Lesson
from script.translation import load_translation
from script.translation.file import Translation

LESSON = """\
lesson: small
title: A small lesson
objective: Take a step.
minutes: 1
runs:
  good: {objective: bowl, optimizer: {gd: {lr: 0.1}}, start: [5, 5], steps: 4}
scenes:
- id: words
  title: Two sentences
  kind: statements
  with: {items: [One step.]}
  beats:
  - {id: one, say: "Take one [go] step.", describe: A hand.}
  - {id: two, say: "We start at {good.x[0][0]:.0f}."}
"""
SPANISH = """\
translates: small
language: es
texts:
- {en: A small lesson, es: Una lección}
- {en: Take a step., es: Da un paso.}
- {en: Two sentences, es: Dos frases}
- {en: A hand., es: Una mano.}
- {en: One step., es: Un paso.}
beats:
  words/one:
    en: Take one [go] step.
    es: Da un [go] paso.
  words/two: {en: "We start at {good.x[0][0]:.0f}.", es: "Empezamos en {good.x[0][0]:.1f}."}
"""


def small_lesson(folder: Path) -> Lesson:
    """Write the lesson into the folder the test works in, and load it."""
    path = folder / "small.yaml"
    path.write_text(LESSON, encoding="utf-8")
    return load_lesson(Path("small.yaml"))


def translation(*changes: tuple[str, str]) -> Translation:
    """Return the translation with texts replaced; each must be in it exactly once."""
    text = SPANISH
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    Path("small.es.yaml").write_text(text, encoding="utf-8")
    return load_translation(Path("small.es.yaml"), "en", "es")
