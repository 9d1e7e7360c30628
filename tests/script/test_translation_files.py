"""Translations: how their files are written and completed, and where they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from script.files import find_lessons, original_of, tag_of, translation_path, translations_of
from script.nodes import Place, Scalar
from script.say import Entry as Lexeme
from script.schema import Lesson
from script.translation import Texts, load_translation, written
from tests.script.small_translation import small_lesson, translation


@pytest.fixture
def lesson(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lesson:
    monkeypatch.chdir(tmp_path)
    return small_lesson(tmp_path)


def _asked(lesson: Lesson) -> Texts:
    texts = Texts()
    for text in (lesson.title, lesson.objective, "Two sentences", "A hand.", "One step."):
        texts.of(Scalar(text, Place("small.yaml", 1, 1)), None)
    return texts


def test_a_template_holds_every_text_and_reads_back(lesson: Lesson) -> None:
    text = written(lesson, _asked(lesson).asked, "es", None)
    Path("small.es.yaml").write_text(text, encoding="utf-8")
    made = load_translation(Path("small.es.yaml"), "en", "es")
    assert [entry.original.text for entry in made.texts] == [
        "A small lesson",
        "Take a step.",
        "Two sentences",
        "A hand.",
        "One step.",
    ]
    assert {name: entry.original.text for name, entry in made.beats.items()} == {
        "words/one": "Take one [go] step.",
        "words/two": "We start at {good.x[0][0]:.0f}.",
    }
    assert made.left == 7
    assert written(lesson, _asked(lesson).asked, "es", made) == text


def test_a_template_keeps_what_is_translated(lesson: Lesson) -> None:
    made = translation(
        ("language: es", "language: es\nvoice: {espeak: {rate: 140}}\nlexicon: {SGD: ese ge de}"),
        ("en: Take one [go] step.", "en: Take a [go] step."),
        ("{en: One step., es", "{en: One steep., es"),
        ("es: Una mano.}", "es: Una mano.}\n- {en: Gone, es: Ido}"),
    )
    text = written(lesson, _asked(lesson).asked, "es", made)
    Path("small.es.yaml").write_text(text, encoding="utf-8")
    again = load_translation(Path("small.es.yaml"), "en", "es")
    assert again.voice is not None
    assert again.voice.name == "espeak"
    assert "voice: {espeak: {rate: 140}}\n" in text
    assert again.lexicon == {"SGD": Lexeme("ese ge de")}
    kept = again.beats["words/one"]
    assert kept.was is not None
    assert kept.text is not None
    assert (kept.original.text, kept.was.text, kept.text.text) == (
        "Take one [go] step.",
        "Take a [go] step.",
        "Da un [go] paso.",
    )
    step = again.of("One step.", None)
    assert step is not None
    assert step.was is not None
    assert step.text is not None
    assert (step.was.text, step.text.text) == ("One steep.", "Un paso.")
    assert "# en: Gone\n# es: Ido\n" in text
    assert again.left == 2


def test_texts_that_yaml_would_misread_are_quoted(lesson: Lesson) -> None:
    awkward = [
        "Also: this",
        "{n} of them",
        "- or not",
        "It's “so” # or so",
        'He said "no"',
        "[an] item",
    ]
    texts = Texts()
    for i, text in enumerate(awkward):
        texts.of(Scalar(text, Place("small.yaml", i + 1, 1)), None)
    Path("small.es.yaml").write_text(written(lesson, texts.asked, "es", None), encoding="utf-8")
    made = load_translation(Path("small.es.yaml"), "en", "es")
    assert [entry.original.text for entry in made.texts] == awkward


def test_translations_stand_beside_their_lesson(tmp_path: Path) -> None:
    for name in ("06.yaml", "06.es.yaml", "06.pt-BR.yml", "06b.yaml", "x.es.yaml", "course.yaml"):
        (tmp_path / name).write_text("", encoding="utf-8")
    lesson = tmp_path / "06.yaml"
    assert [path.name for path in find_lessons(tmp_path)] == ["06.yaml", "06b.yaml", "x.es.yaml"]
    assert {tag: path.name for tag, path in translations_of(lesson).items()} == {
        "es": "06.es.yaml",
        "pt-BR": "06.pt-BR.yml",
    }
    assert original_of(tmp_path / "06.es.yaml") == lesson
    assert original_of(lesson) == lesson
    assert tag_of(tmp_path / "x.es.yaml") is None
    assert translation_path(lesson, "pt-BR").name == "06.pt-BR.yml"
    assert translation_path(lesson, "de").name == "06.de.yaml"
