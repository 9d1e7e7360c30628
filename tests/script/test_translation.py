"""Translations: what their files hold, and what is wrong in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from script.errors import Findings, ScriptErrors
from script.nodes import Place, Scalar
from script.schema import Lesson
from script.translation import Texts, has_words, translated
from script.typed import Context, Maths, Text, read
from tests.script.small_translation import SPANISH, small_lesson, translation

ON_SCREEN = Scalar("One step.", Place("small.yaml", 11, 18))


@pytest.fixture
def lesson(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lesson:
    monkeypatch.chdir(tmp_path)
    return small_lesson(tmp_path)


def findings(lesson: Lesson, *changes: tuple[str, str]) -> list[str]:
    """Return what is wrong in the translation of a lesson."""
    found = Findings()
    with found:
        made = translation(*changes)
        texts = Texts(made)
        translated(lesson, made, texts, found)
        texts.of(ON_SCREEN, "words")
        texts.check(found)
    try:
        found.check()
    except ScriptErrors as errors:
        return [str(finding) for finding in errors.findings]
    return []


def test_a_lesson_in_other_words(lesson: Lesson) -> None:
    made = translation()
    spanish = translated(lesson, made, Texts(made), found := Findings())
    found.check()
    assert (spanish.title, spanish.objective) == ("Una lección", "Da un paso.")
    (scene,) = spanish.scenes
    assert scene.title == "Dos frases"
    assert [beat.say for beat in scene.beats] == [
        "Da un [go] paso.",
        "Empezamos en {good.x[0][0]:.1f}.",
    ]
    assert [beat.describe for beat in scene.beats] == ["Una mano.", None]
    assert scene.beats[0].say_place == Place("small.es.yaml", 12, 9)
    assert (spanish.language, spanish.name) == ("es", "small.es")
    assert (spanish.path, spanish.source) == (Path("small.es.yaml"), Path("small.yaml"))
    assert spanish.runs == lesson.runs
    assert scene.panels == lesson.scenes[0].panels


def test_texts_of_pictures_are_exchanged_where_they_are_read() -> None:
    entry = Scalar("{n:,} pasos", Place("small.es.yaml", 3, 1))

    def wording(text: Scalar, hint: type[Text]) -> Scalar:
        assert (text.text, hint) == ("{n} steps", Text)
        return entry

    context = Context({}, {"n": 12345}, wording, lambda number: number.replace(",", " "))
    node = Scalar("{n} steps", Place("small.yaml", 1, 1))
    assert read(node, Text, context) == "12 345 pasos"
    assert read(Scalar("a", Place("small.yaml", 1, 1)), str, context) == "a"


def test_a_translation_that_fits_has_no_finding(lesson: Lesson) -> None:
    assert findings(lesson) == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        (
            [("- {en: One step., es: Un paso.}\n", "")],
            ["small.es.yaml:1:1: “One step.” has no translation (small.yaml:11:18)"],
        ),
        (
            [("{en: One step., es", "{en: One stride., es")],
            [
                "small.es.yaml:8:3: “One step.” has no translation (small.yaml:11:18) - "
                "it was “One stride.”"
            ],
        ),
        (
            [("es: Un paso.}", "es: Un paso.}\n- {en: Another, es: Otro}")],
            ["small.es.yaml:9:3: the lesson has no text “Another” - remove it"],
        ),
        (
            [("es: Un paso.}", "es: Un paso.}\n- {en: One step., in: wrods, es: Otro}")],
            ["small.es.yaml:9:3: the scene wrods has no text “One step.” - remove it"],
        ),
        (
            [("es: Un paso.}", "es: }")],
            ["small.es.yaml:8:3: “One step.” has no translation yet"],
        ),
        (
            [("es: Un paso.}", "es: 'Un paso {n}.'}")],
            [
                "small.es.yaml:8:23: the number {n} is not in the text that is translated",
            ],
        ),
        (
            [("  words/one:\n    en: Take one [go] step.\n    es: Da un [go] paso.\n", "")],
            ["small.es.yaml:1:1: words/one has no translation (small.yaml:13:20)"],
        ),
        (
            [("en: Take one [go] step.", "en: Take a [go] step.")],
            [
                "small.es.yaml:11:9: words/one has changed: the lesson says it otherwise now "
                "(small.yaml:13:20)"
            ],
        ),
        (
            [("    es: Da un [go] paso.", "    was: Take a step.\n    es: Da un [go] paso.")],
            [
                "small.es.yaml:12:10: words/one was translated from another text - "
                "look at the translation, then remove was:"
            ],
        ),
        (
            [("es: Da un [go] paso.", "es:")],
            ["small.es.yaml:10:3: words/one has no translation yet"],
        ),
        (
            [("es: Da un [go] paso.", "es: Da un paso.")],
            ["small.es.yaml:12:9: the mark [go] is lost in translation"],
        ),
        (
            [("es: Da un [go] paso.", "es: Da un [goo] paso [go] más.")],
            [
                "small.es.yaml:12:15: the mark [goo] is not in the text that is translated - "
                "did you mean go?"
            ],
        ),
        (
            [("Empezamos en {good.x[0][0]:.1f}.", "Empezamos en cinco.")],
            ["small.es.yaml:13:58: the number {good.x[0][0]} is lost in translation"],
        ),
        (
            [("Empezamos en {good.x[0][0]:.1f}.", "En {good.x[0][0]} y {good.x[0][1]}.")],
            [
                "small.es.yaml:13:58: the number {good.x[0][1]} is not in the text that is "
                "translated - did you mean {good.x[0][0]}?"
            ],
        ),
        (
            [("  words/one:", "  words/won:")],
            [
                "small.es.yaml:1:1: words/one has no translation (small.yaml:13:20)",
                "small.es.yaml:10:3: the lesson has no beat words/won - did you mean words/one?",
            ],
        ),
        (
            [("translates: small", "translates: smell")],
            ["small.es.yaml:1:13: the lesson beside it is called small - write small"],
        ),
    ],
)
def test_what_a_translation_lacks_is_told(
    lesson: Lesson, changes: list[tuple[str, str]], found: list[str]
) -> None:
    assert findings(lesson, *changes) == found


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ([("language: es", "language: en")], "2:11: the name of the file says es - write es"),
        ([("language: es", "language: ess")], "2:11: the name of the file says es - did you mean"),
        ([("translates: small\n", "")], "1:1: missing translates"),
        ([("translates:", "translate:")], "1:1: unknown key translate - did you mean translates?"),
        (
            [("es: Una lección}", "se: Una lección}")],
            "4:24: unknown key se - use en, es, in or was",
        ),
        ([("{en: A hand., es", "{es: A hand., was")], "7:3: en: is missing"),
        ([("es: Una mano.}", "es: [Una mano.]}")], "7:21: expected a text - put it in quotes"),
        ([("- {en: A hand., es: Una mano.}", "- A hand.")], "7:3: expected en: and es: under it"),
        (
            [("{en: A hand., es", "{en: One  step., es")],
            "8:8: line 7 translates this text already - or say in which scene: in:",
        ),
        (
            [("language: es", "language: es\nlexicon: {η: ∇}")],
            "3:14: no voice can say ∇ - write words",
        ),
        ([(SPANISH[SPANISH.index("texts:") :], "texts: no\n")], "3:8: expected a list"),
        ([(SPANISH[SPANISH.index("beats:") :], "beats: no\n")], "9:8: expected scene/beat:"),
    ],
)
def test_a_broken_file_is_told_at_its_line(
    lesson: Lesson, changes: list[tuple[str, str]], found: str
) -> None:
    with pytest.raises(ScriptErrors) as caught:
        translation(*changes)
    assert f"small.es.yaml:{found}" in str(caught.value)


def test_a_text_may_differ_by_scene(lesson: Lesson) -> None:
    made = translation(("es: Un paso.}", "es: Un paso.}\n- {en: One step., in: words, es: Ya}"))
    texts = Texts(made)
    assert texts.of(ON_SCREEN, "words").text == "Ya"
    assert texts.of(ON_SCREEN, "bowl").text == "Un paso."


@pytest.mark.parametrize(
    ("text", "hint", "words"),
    [
        ("The bend", Text, True),
        ("", Text, False),
        ("x", Text, False),
        ("{good.f[10]:.2f}", Text, False),
        ("×{good.factor[0]:.1f}", Text, False),
        ("$x_{k} = {good.x[k][0]:.3f}$", Text, False),
        ('$x_"new"$', Text, True),
        ("{steps} steps", Text, True),
        ("¿Qué?", Text, True),
        ("nabla f", Maths, False),
        ('x_"new"', Maths, True),
        ('x_"k"', Maths, False),
    ],
)
def test_which_texts_have_words(text: str, hint: type[Text], words: bool) -> None:
    assert has_words(text, hint) == words
