"""Lessons in other languages, from the command line to their files."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import voices
from pipeline.build import status
from pipeline.cast import cast
from pipeline.commands import Options, UsageError, check, translate, translations
from pipeline.commands.course import several
from pipeline.prepare import NoSuchTranslation, in_language, planned, ready
from pipeline.shoot import identity
from pipeline.store import Store
from pipeline.voices import VoiceFailed
from pipeline.voices.espeak import Espeak
from script.errors import ScriptErrors
from tests.pipeline.small_lessons import BEATS, build, edited, run, small_look, write

LESSON = (
    edited(("items: [One step., Two steps.]", 'items: ["$x^2$", "$y^2$"]'))
    + """\
- id: last
  title: And then
  kind: statements
  with: {items: [Two steps.]}
  beats:
  - id: two
    say: Two steps.
    do:
    - {reveal: 0}
    pause: 1
"""
)
"""Its first scene shows mathematics, which looks the same in every language."""
ALL = (*BEATS, "last/two")

SPANISH = """\
translates: small
language: es
texts:
- {en: A small lesson, es: Una lección}
- {en: Take a step., es: Da un paso.}
- {en: Two sentences, es: Dos frases}
- {en: On a bowl, es: En un tazón}
- {en: And then, es: Y luego}
- {en: Two steps., es: Dos pasos.}
beats:
  words/one: {en: "Take one [go] step.", es: "Take one [go] step."}
  words/two: {en: And then another., es: Y luego otro más.}
  bowl/look: {en: Here is a bowl., es: Este es un tazón hondo.}
  bowl/start:
    en: We start at {good.x[0][0]:.0f}.
    es: Empezamos en {good.x[0][0]:.1f}, para empezar.
  bowl/step: {en: "And [go] down.", es: "Y ahora vamos [go] abajo."}
  last/two: {en: Two steps., es: Dos pasos.}
"""


def translation(folder: Path, text: str = SPANISH) -> Path:
    write(folder, LESSON)
    return write(folder, text, "small.es.yaml")


def plan_of(path: Path, store: Store):
    lesson = ready(path, small_look())
    return planned(lesson, small_look(), cast(lesson, "silent"), store)


def options(lesson: str, *parts: str, language: str | None = None) -> Options:
    return Options(
        lesson, parts, "l", None, None, Path("build"), Path("store"), None, False, language=language
    )


def test_a_translation_is_a_lesson(tmp_path: Path) -> None:
    lesson = ready(translation(tmp_path), small_look())
    assert lesson.lesson.path.stem == "small.es"
    said = {f"{scene.spec.id}/{beat.spec.id}": beat.line.shown for scene, beat in lesson.beats()}
    assert said["bowl/start"] == "Empezamos en 5,0, para empezar."
    items = [item.right for i in (0, 2) for item in lesson.scenes[i].panels[0].params.items]
    assert items == ["$x^2$", "$y^2$", "Dos pasos."]


@pytest.mark.render
def test_a_beat_whose_frames_are_equal_is_drawn_once(tmp_path: Path) -> None:
    """Its words, timing and pictures are those of the original, so its footage is, too."""
    store, out = Store(tmp_path / "store"), tmp_path / "out"
    original, spanish = write(tmp_path, LESSON), translation(tmp_path)
    drawn, _ = build(plan_of(original, store), store, out)
    assert drawn == set(ALL)
    drawn, delivery = build(plan_of(spanish, store), store, out / "es")
    assert drawn == set(ALL) - {"words/one"}
    names = {file.name.removeprefix("small.es.") for file in delivery.files}
    assert {"mp4", "srt", "vtt", "transcript.md", "chapters.txt"} <= names
    assert "Empezamos en 5,0" in (out / "es" / "small.es.srt").read_text(encoding="utf-8")
    assert "En un tazón" in (out / "es" / "small.es.chapters.txt").read_text(encoding="utf-8")


def test_a_language_is_in_a_key_where_it_can_be_seen(tmp_path: Path) -> None:
    plan = plan_of(write(tmp_path, LESSON), Store(tmp_path / "store"))
    differs = {}
    for beat in plan.beats:
        spoken = replace(beat.shot, look=replace(beat.shot.look, language="es"))
        differs[beat.name] = identity(beat.shot).key != identity(spoken).key
    assert differs == {name: name.startswith("bowl") for name in ALL}


def test_a_key_holds_the_words_that_kinds_have_in_the_language(tmp_path: Path) -> None:
    plan = plan_of(translation(tmp_path), Store(tmp_path / "store"))
    found = {beat.name: "words" in identity(beat.shot).inputs for beat in plan.beats}
    assert found == {name: name.startswith("bowl") for name in ALL}


def test_footage_of_languages_has_names_of_its_own(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    plan = plan_of(translation(tmp_path), store)
    assert {one.reasons for one in status(plan, store)} == {("never rendered",)}
    assert options("6").name(plan).startswith("small.es 256x144")


def test_mistakes_of_lesson_and_translation_are_told_together(tmp_path: Path) -> None:
    path = translation(tmp_path, SPANISH.replace("Y ahora vamos [go] abajo.", "Y abajo."))
    text = path.read_text(encoding="utf-8").replace("- {en: Two steps., es: Dos pasos.}\n", "")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScriptErrors) as caught:
        ready(path, small_look())
    assert "the mark [go] is lost in translation" in str(caught.value)
    path.write_text(
        SPANISH.replace("es: Dos pasos.}\nbeats", "es: 'Dos pasos {n}.'}\nbeats"), encoding="utf-8"
    )
    with pytest.raises(ScriptErrors) as caught:
        ready(path, small_look())
    assert f"{path}:9:36: there is no run or value n" in str(caught.value)


def test_a_character_that_no_voice_says_stands_in_the_translation(tmp_path: Path) -> None:
    path = translation(tmp_path, SPANISH.replace("Y luego otro más.", "Y luego 漢字."))
    with pytest.raises(ScriptErrors, match=r"small.es.yaml:12:\d+: no rule can say 漢"):
        ready(path, small_look())


@pytest.mark.render
def test_a_glyph_that_no_font_has_is_found_in_the_translation(tmp_path: Path) -> None:
    from pipeline.layout import layout_findings

    path = translation(tmp_path, SPANISH.replace("es: Dos pasos.}\nbeats", "es: 两步走。}\nbeats"))
    with pytest.raises(ScriptErrors, match=r"small.es.yaml:9:\d+: missing-glyph: no font has 两"):
        layout_findings(plan_of(path, Store(tmp_path / "store"))).check()


def test_a_voice_speaks_the_language_of_the_lesson(tmp_path: Path) -> None:
    lesson = ready(translation(tmp_path), small_look())
    spoken = set(cast(lesson, "espeak").speakers.values())
    assert spoken == {voices.get("espeak").speaking("es")}
    assert {voice.identity()["variant"] for voice in spoken} == {"es-419+f2"}
    assert voices.get("espeak").speaking("en") == voices.get("espeak")
    assert Espeak(variant="es", rate=140).speaking("es") == Espeak(variant="es", rate=140)
    with pytest.raises(VoiceFailed, match="the voice 'espeak' speaks en, es, not fi"):
        voices.get("espeak").speaking("fi")


def test_the_file_of_a_language(tmp_path: Path) -> None:
    spanish, lesson = translation(tmp_path), tmp_path / "small.yaml"
    assert in_language(lesson, None) == in_language(lesson, "en") == lesson
    assert in_language(lesson, "es") == in_language(spanish, None) == spanish
    with pytest.raises(NoSuchTranslation, match="small is not translated into de - use es"):
        in_language(lesson, "de")


def test_a_lesson_in_all_languages_is_several(tmp_path: Path) -> None:
    spanish, lesson = translation(tmp_path), tmp_path / "small.yaml"
    name = str(lesson)
    assert several(options(name, language="all")) == (lesson, spanish)
    assert several(options(name, language="es")) == ()
    other = write(tmp_path, LESSON, "other.yaml")
    assert several(options(name, str(other), language="all")) == (lesson, spanish, other)
    with pytest.raises(NoSuchTranslation, match="other is not translated into es"):
        several(options(name, str(other), language="es"))
    with pytest.raises(UsageError, match="parts are asked for in one language"):
        several(options(name, "words", language="all"))
    with pytest.raises(UsageError, match="--language fi: no lesson is in it"):
        several(options("all", language="fi"))


def test_check_looks_at_translations_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    translation(tmp_path)
    assert check([str(tmp_path / "small.yaml")]) == 0
    assert capsys.readouterr().out.count("no finding") == 2
    write(tmp_path, LESSON.replace("Take one [go] step.", "Take another [go] step."))
    with pytest.raises(ScriptErrors, match="words/one has changed"):
        check([str(tmp_path / "small.yaml")])


def test_a_translation_is_begun_completed_and_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lesson = str(write(tmp_path, LESSON))
    file = tmp_path / "small.es.yaml"
    translations(lesson)
    assert "no translation - render.py translate small es" in capsys.readouterr().out
    translate(lesson, "es")
    assert capsys.readouterr().out == f"{file}\n12 to translate\n"
    assert "$x^2$" not in file.read_text(encoding="utf-8")
    translate(lesson, "es")
    assert capsys.readouterr().out == f"{file}: nothing to do\n"
    translations(lesson)
    assert "Spanish, 12 to mend" in capsys.readouterr().out
    translation(tmp_path)
    translations(lesson)
    assert capsys.readouterr().out == f"{file}: Spanish, complete\n"
    write(tmp_path, LESSON.replace("Here is a bowl.", "This is a bowl."))
    translate(lesson, "es")
    assert capsys.readouterr().out == f"{file}\n1 to translate\n"
    with pytest.raises(UsageError, match="is in English itself"):
        translate(lesson, "en")


@pytest.mark.render
def test_build_in_a_language_from_the_command_line(tmp_path: Path) -> None:
    """Asked again it has nothing to do, until a word of the translation changes."""
    spanish = translation(tmp_path)
    asked = ("build", "small.yaml", "--language", "es", "-r", "256,144", "--fps", "15")
    done = run(*asked, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    film = Path("build", "small.es", "144p15", "small.es.mp4")
    assert done.stdout.splitlines()[-1] == str(film)
    assert (tmp_path / film).is_file()
    assert not (tmp_path / "build" / "small").exists()
    assert "nothing to do" in run(*asked, cwd=tmp_path).stdout
    texts = [json.loads(file.read_text())["texts"] for file in tmp_path.glob("build/store/built/*")]
    assert {Path(name).name for name in texts[0]} >= {"small.yaml", "small.es.yaml", "course.yaml"}
    text = spanish.read_text(encoding="utf-8").replace("Dos frases", "Dos frases más")
    spanish.write_text(text, encoding="utf-8")
    assert "0 rendered" in run(*asked, cwd=tmp_path).stdout
    missing = run("build", "small.yaml", "--language", "de", cwd=tmp_path)
    assert (missing.returncode, missing.stdout) == (2, "")
    assert "small is not translated into de" in missing.stderr
