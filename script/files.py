"""Lesson files and their translations: reading one, and finding one by what a user calls it.

A translation stands beside its lesson and is called like it with its language before the ending:
``06-ten-steps.es.yaml`` beside ``06-ten-steps.yaml``.
"""

from __future__ import annotations

import re
from pathlib import Path

from script.errors import DownhillError, Finding, ScriptErrors, did_you_mean
from script.nodes import Map, Node, Place, Scalar, compose

COURSE_FILE = "course.yaml"
_ENDINGS = (".yaml", ".yml")
_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class NoSuchLesson(DownhillError):
    """A name that no lesson has, or that several have."""

    exit_code = 2


def nodes_of(path: Path) -> Node:
    """Return the nodes of a YAML file.

    Raises
    ------
    ScriptErrors
        When it cannot be read, is not UTF-8 or not YAML.
    """
    top = Place(str(path), 1, 1)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ScriptErrors([Finding(top, f"cannot be read: {error.strerror}")]) from None
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        place = Place(str(path), before.count("\n") + 1, len(before) - before.rfind("\n"))
        raise ScriptErrors([Finding(place, "this is not UTF-8", "save it as UTF-8")]) from None
    return compose(text, str(path))


def find_lessons(folder: Path) -> tuple[Path, ...]:
    """Return the lesson files of a folder, by file name; translations are none of them."""
    return tuple(
        sorted(
            path
            for path in folder.glob("*.y*ml")
            if path.suffix in _ENDINGS and path.name != COURSE_FILE and tag_of(path) is None
        )
    )


def tag_of(path: Path) -> str | None:
    """Return the language a file translates a lesson into; None where it is no translation."""
    stem, dot, tag = path.stem.rpartition(".")
    if dot and path.suffix in _ENDINGS and _TAG.fullmatch(tag) and _beside(path, stem):
        return tag
    return None


def original_of(path: Path) -> Path:
    """Return the lesson that a file translates; the file itself where it is no translation."""
    if tag_of(path) is None:
        return path
    found = _beside(path, path.stem.rpartition(".")[0])
    assert found is not None  # or there would be no tag
    return found


def translations_of(lesson: Path) -> dict[str, Path]:
    """Return the translations of a lesson by their languages, sorted."""
    beside = (path for path in lesson.parent.glob("*.y*ml") if path.name.startswith(lesson.stem))
    found = {tag: path for path in beside if (tag := tag_of(path)) and original_of(path) == lesson}
    return dict(sorted(found.items()))


def translation_path(lesson: Path, tag: str) -> Path:
    """Return the name that a lesson's translation has, or would have."""
    return translations_of(lesson).get(tag) or lesson.with_name(f"{lesson.stem}.{tag}.yaml")


def _beside(path: Path, stem: str) -> Path | None:
    candidates = (path.with_name(f"{stem}{ending}") for ending in _ENDINGS)
    return next((file for file in candidates if file.is_file()), None)


def find_lesson(folder: Path, name: str) -> Path:
    """Return the lesson file a user means by ``name``.

    That is a path, the lesson's id, its number (``6`` or ``06``) or the name of its file.

    Raises
    ------
    NoSuchLesson
        When no lesson is called so, or several are.
    """
    if Path(name).is_file():
        return Path(name)
    lessons = find_lessons(folder)
    wanted = str(int(name)) if name.isdecimal() and name.isascii() else name
    called: dict[Path, tuple[str, ...]] = {}
    for paths in ([path for path in lessons if _may_be_called(path, wanted)], lessons):
        called = {path: _names(path) for path in paths}
        found = [path for path, names in called.items() if wanted in names]
        if len(found) == 1:
            return found[0]
        if found:
            files = " and ".join(path.name for path in found)
            raise NoSuchLesson(f"{files} are both called {name}")
    hint = did_you_mean(name, (known for names in called.values() for known in names))
    raise NoSuchLesson(f"there is no lesson {name} in {folder}" + (f" - {hint}" if hint else ""))


def _may_be_called(path: Path, name: str) -> bool:
    """Return whether a look at a file's text, quicker than reading it, finds it called so."""
    if name in (path.stem, path.name):
        return True
    line = rf"^[\"']?(lesson|number)\b.*{re.escape(name)}".encode()
    try:
        return re.search(line, path.read_bytes(), re.MULTILINE) is not None
    except OSError:
        return False


def _names(path: Path) -> tuple[str, ...]:
    """Return what a lesson is called; a file with mistakes still has its file name."""
    names = [path.stem, path.name]
    try:
        node = nodes_of(path)
    except ScriptErrors:
        return tuple(names)
    if isinstance(node, Map):
        for key in ("lesson", "number"):
            value = node.get(key)
            if isinstance(value, Scalar) and not value.empty:
                names.append(value.text.lstrip("0") if key == "number" else value.text)
    return tuple(names)
