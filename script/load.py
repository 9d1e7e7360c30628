"""Lesson and course files into their types, with every mistake reported at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from script.cues import read_cue
from script.errors import Findings, did_you_mean
from script.files import COURSE_FILE, find_lesson, find_lessons, nodes_of
from script.forms import BeatForm, CourseForm, LessonForm, PanelForm, SceneForm
from script.lexicon import read_lexicon
from script.music import music_of
from script.named import attempt, child, identifier, pairs, read_named
from script.nodes import Map, Node, Place, Scalar, Sequence
from script.say import marks
from script.say.entry import layered
from script.say.languages import ENGLISH, tags
from script.schema import Beat, Course, Lesson, Panel, SceneSpec, VoiceSpec
from script.voice import read_voice

__all__ = ["find_lesson", "find_lessons", "load_course", "load_lesson"]

KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
DEFAULT_VOICE = "espeak"


def load_course(path: Path) -> Course:
    """Return the course of a ``course.yaml``.

    Raises
    ------
    ScriptErrors
        With every mistake in the file.
    """
    loader = _Loader()
    node = nodes_of(path)
    lexicon = read_lexicon(child(node, "lexicon"), loader.findings)
    voice = read_voice(child(node, "voice"), loader.findings) or _default_voice(path)
    form = attempt(node, CourseForm, loader.findings)
    music = None if form is None else music_of(form.music, path, loader.findings)
    spoken = loader.language(form.language if form else None)
    loader.findings.check()
    assert form is not None
    return Course(
        form.title, voice, lexicon, form.lessons, path, form.theme, music, spoken, form.shorts
    )


def load_lesson(path: Path, course: Course | None = None) -> Lesson:
    """Return the lesson of a file.

    Parameters
    ----------
    path
        The file; findings name it so.
    course
        Its course; None takes the ``course.yaml`` beside the file, if there is one.

    Raises
    ------
    ScriptErrors
        With every mistake in the file, but for what only later stages know: kinds, their params
        and actions, regions, voices, and what becomes of runs and numbers.
    """
    beside = path.parent / COURSE_FILE
    if course is None and beside.is_file():
        course = load_course(beside)
    loader = _Loader()
    lesson = loader.lesson(nodes_of(path), path, course)
    loader.findings.check()
    assert lesson is not None
    return lesson


class _Loader:
    """Makes the types of a lesson of its nodes, collecting mistakes.

    Children are read whether or not their parent is in order, so that no mistake hides another.
    What has a mistake is None.
    """

    def __init__(self) -> None:
        self.findings = Findings()

    def lesson(self, node: Node, path: Path, course: Course | None) -> Lesson | None:
        named = read_named(node, self.findings)
        lexicon = read_lexicon(child(node, "lexicon"), self.findings)
        voice = read_voice(child(node, "voice"), self.findings)
        children = _items(child(node, "scenes"))
        scenes = tuple(self.scene(child) for child in children)
        self.ids(children, "scene")
        form = attempt(node, LessonForm, self.findings)
        if form is None:
            return None
        self.kebab(form.lesson)
        music = music_of(form.music, path, self.findings)
        if form.music is None and course is not None:
            music = course.music
        if not children:
            self.findings.add(form.scenes.place, "the lesson has no scenes")
        return Lesson(
            id=form.lesson.text,
            number=form.number,
            title=form.title,
            objective=form.objective,
            minutes=form.minutes,
            voice=voice or (course.voice if course else _default_voice(path)),
            runs=named.runs,
            curves=named.curves,
            sweeps=named.sweeps,
            moments=named.moments,
            tallies=named.tallies,
            values=named.values,
            scenes=tuple(scene for scene in scenes if scene is not None),
            path=path,
            course=course,
            lexicon=layered(course.lexicon if course else {}, lexicon),
            aha=self.aha(form.aha, children),
            theme=form.theme or (course.theme if course else "dark"),
            aspect=form.aspect,
            language=self.language(form.language, course.language if course else ENGLISH),
            captions=form.captions,
            music=music,
        )

    def language(self, name: Scalar | None, otherwise: str = ENGLISH) -> str:
        """Return the tag of a language; one that is not spoken here is noted."""
        if name is None:
            return otherwise
        if name.text not in tags():
            hint = did_you_mean(name.text, tags())
            self.findings.add(name.place, f"no language is called {name.text}", hint)
        return name.text

    def aha(self, name: Scalar | None, scenes: Iterable[Node]) -> str | None:
        if name is None:
            return None
        beats = [
            f"{_id(scene)}/{_id(beat)}"
            for scene in scenes
            for beat in _items(child(scene, "beats"))
        ]
        if name.text not in beats:
            hint = did_you_mean(name.text, beats)
            self.findings.add(name.place, f"there is no beat {name.text}", hint)
        return name.text

    def scene(self, node: Node) -> SceneSpec | None:
        panels = tuple(self.panels(child(node, "panels")))
        names = {name.text for name, _ in pairs(child(node, "panels"))} or {"main"}
        voice = read_voice(child(node, "voice"), self.findings)
        children = _items(child(node, "beats"))
        beats = tuple(self.beat(child, names) for child in children)
        self.ids(children, "beat")
        form = attempt(node, SceneForm, self.findings)
        if form is None:
            return None
        self.kebab(form.id)
        if not children:
            self.findings.add(form.beats.place, "the scene has no beats")
        if form.kind is not None:
            params: Node = form.with_ or Map((), form.place)
            panels = (Panel("main", form.kind, "full", False, params, form.place),)
        said = tuple(beat for beat in beats if beat is not None)
        return SceneSpec(form.id.text, form.title, panels, said, form.place, voice)

    def panels(self, node: Node | None) -> Iterator[Panel]:
        if isinstance(node, Map) and not node.items:
            self.findings.add(node.place, "the scene has no panels")
        for name, panel in pairs(node):
            identifier(name, "panel", self.findings)
            form = attempt(panel, PanelForm, self.findings)
            if form is not None:
                params = form.with_ or Map((), form.place)
                yield Panel(name.text, form.kind, form.at, form.hidden, params, form.place)

    def beat(self, node: Node, panels: set[str]) -> Beat | None:
        say = child(node, "say")
        found = marks(say, self.findings) if isinstance(say, Scalar) else {}
        children = child(node, "do")
        read = [read_cue(cue, panels, found, self.findings) for cue in _items(children)]
        form = attempt(node, BeatForm, self.findings)
        if form is None:
            return None
        self.kebab(form.id)
        return Beat(
            id=form.id.text,
            words=form.say,
            cues=tuple(cue for cue, _ in read if cue is not None),
            pause_s=form.pause,
            describe=form.describe,
            place=form.place,
            earcons=tuple(earcon for _, earcon in read if earcon is not None),
        )

    def ids(self, nodes: Iterable[Node], what: str) -> None:
        """Note ids that two scenes of a lesson or two beats of a scene share."""
        seen: dict[str, Place] = {}
        for node in nodes:
            name = child(node, "id")
            if isinstance(name, Scalar):
                if name.text in seen:
                    line = seen[name.text].line
                    self.findings.add(
                        name.place, f"the {what} in line {line} is called {name.text} too"
                    )
                seen.setdefault(name.text, name.place)

    def kebab(self, name: Scalar) -> None:
        if not KEBAB.fullmatch(name.text):
            better = "-".join(re.findall(r"[a-z0-9]+", name.text.lower()))
            hint = f"write {better}" if better else "write a name such as first-step"
            self.findings.add(name.place, f"{name.text} is no id of small letters and -", hint)


def _default_voice(path: Path) -> VoiceSpec:
    top = Place(str(path), 1, 1)
    return VoiceSpec(DEFAULT_VOICE, Map((), top), top)


def _id(node: Node) -> str:
    name = child(node, "id")
    return name.text if isinstance(name, Scalar) else ""


def _items(node: Node | None) -> tuple[Node, ...]:
    return node.items if isinstance(node, Sequence) else ()
