"""Commands about lessons in other languages."""

from __future__ import annotations

from pipeline.commands.options import UsageError
from pipeline.files import whole
from pipeline.prepare import in_all_languages, lesson_path, ready, texts_of
from scenes.look import Look, look
from script.errors import ScriptErrors
from script.files import original_of, tag_of, translation_path
from script.load import load_lesson
from script.say.languages import language
from script.schema import Lesson
from script.translation import load_translation, written


def translate(name: str, tag: str) -> int:
    """Write a lesson's translation file, or bring the one that is there up to the lesson.

    Raises
    ------
    UsageError
        For the language that the lesson is in.
    ScriptErrors
        For a lesson, or a translation, with mistakes.
    """
    path = original_of(lesson_path(name))
    lesson = load_lesson(path)
    language(tag)
    if tag == lesson.language:
        raise UsageError(f"{path.name} is in {language(tag).name} itself")
    file = translation_path(path, tag)
    known = load_translation(file, lesson.language, tag) if file.is_file() else None
    text = written(lesson, texts_of(lesson, _look(lesson)), tag, known)
    if known is not None and file.read_text(encoding="utf-8") == text:
        print(f"{file}: nothing to do")
        return 0
    with whole(file) as partial:
        partial.write_text(text, encoding="utf-8", newline="\n")
    print(file)
    _tell(load_translation(file, lesson.language, tag).left)
    return 0


def translations(name: str) -> int:
    """Say which translations a lesson has, and what each of them lacks."""
    lesson, *others = in_all_languages(lesson_path(name))
    if not others:
        print(f"{lesson}: no translation - render.py translate {lesson.stem} es")
    for file in others:
        tag = tag_of(file)
        assert tag is not None  # or it would be no translation
        try:
            ready(file, _look)
        except ScriptErrors as errors:
            print(f"{file}: {language(tag).name}, {len(errors.findings)} to mend")
            print(errors)
        else:
            print(f"{file}: {language(tag).name}, complete")
    return 0


def _look(lesson: Lesson) -> Look:
    return look("h", None, lesson.theme, lesson.aspect)


def _tell(left: int) -> None:
    print(f"{left} to translate" if left else "all is translated")
