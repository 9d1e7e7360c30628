"""A lesson in another language: the same runs, pictures and beats, with other words."""

from __future__ import annotations

from dataclasses import replace

from script.errors import Findings, did_you_mean
from script.nodes import Place, Scalar
from script.say import marks
from script.schema import Beat, Lesson, SceneSpec
from script.translation.file import Translation, same
from script.translation.texts import Texts, check_entry


def translated(
    lesson: Lesson, translation: Translation, texts: Texts, findings: Findings
) -> Lesson:
    """Return a lesson with the words of a translation, and its voice in every scene, if it has one.

    Parameters
    ----------
    lesson, translation
        The lesson and its translation.
    texts
        Gives what titles say, and keeps count; it will be asked for what the pictures show when
        that is read.
    findings
        Notes every beat that is missing, outrun, superfluous, or lacks a number or a mark. Where
        there is one, the beat keeps its own words.
    """
    if translation.lesson.text != lesson.id:
        message = f"the lesson beside it is called {lesson.id}"
        findings.add(translation.lesson.place, message, f"write {lesson.id}")
    names = [f"{scene.id}/{beat.id}" for scene in lesson.scenes for beat in scene.beats]
    for name, entry in translation.beats.items():
        if name not in names:
            hint = did_you_mean(name, set(names) - translation.beats.keys()) or "remove it"
            findings.add(entry.place, f"the lesson has no beat {name}", hint)
    titled = ask_titles(lesson, texts)
    return replace(
        titled,
        scenes=tuple(_scene(scene, translation, findings) for scene in titled.scenes),
        voice=translation.voice or lesson.voice,
        lexicon=translation.lexicon,
        path=translation.path,
        language=translation.language,
        original=lesson.path,
    )


def ask_titles(lesson: Lesson, texts: Texts) -> Lesson:
    """Return a lesson with the titles, the objective and the descriptions that ``texts`` gives."""

    def worded(text: str, place: Place, scene: str | None = None) -> str:
        return texts.of(Scalar(text, place), scene).text

    def described(beat: Beat, scene: str) -> Beat:
        if beat.describe is None:
            return beat
        return replace(beat, describe=worded(beat.describe, beat.place, scene))

    top = Place(str(lesson.path), 1, 1)
    return replace(
        lesson,
        title=worded(lesson.title, top),
        objective=worded(lesson.objective, top),
        scenes=tuple(
            replace(
                scene,
                title=worded(scene.title, scene.place, scene.id),
                beats=tuple(described(beat, scene.id) for beat in scene.beats),
            )
            for scene in lesson.scenes
        ),
    )


def _scene(scene: SceneSpec, translation: Translation, findings: Findings) -> SceneSpec:
    beats = (_beat(f"{scene.id}/{beat.id}", beat, translation, findings) for beat in scene.beats)
    return replace(
        scene, beats=tuple(beats), voice=None if translation.voice is not None else scene.voice
    )


def _beat(name: str, beat: Beat, translation: Translation, findings: Findings) -> Beat:
    entry = translation.beats.get(name)
    if entry is None:
        findings.add(translation.place, f"{name} has no translation ({beat.say_place})")
        return beat
    if not same(entry.original.text, beat.say):
        what = f"{name} has changed: the lesson says it otherwise now ({beat.say_place})"
        findings.add(entry.original.place, what)
    noted = len(findings)
    check_entry(entry, name, findings)
    if entry.text is None or len(findings) > noted:
        return beat
    wanted = marks(beat.words, Findings())
    there = marks(entry.text, findings)
    for mark in wanted:
        if mark not in there:
            findings.add(entry.text.place, f"the mark [{mark}] is lost in translation")
    for mark, offset in there.items():
        if mark not in wanted:
            hint = did_you_mean(mark, wanted)
            message = f"the mark [{mark}] is not in the text that is translated"
            findings.add(entry.text.at(offset), message, hint)
    return beat if len(findings) > noted else replace(beat, words=entry.text)
