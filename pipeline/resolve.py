"""A lesson with every word, panel and cue resolved: what ``check`` proves before any sound.

The kinds read their params and actions, the words get their numbers, and each cue is tried on
the state it will meet. Pure, and without manim.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import scenes
from pipeline.chosen_voice import chosen
from pipeline.music import Music, music_of
from pipeline.rests import resting
from pipeline.thumbnail import fits
from scenes.box import Box, regions
from scenes.look import Look
from scenes.player import PANEL_ACTIONS, Moment, act, stages
from scenes.shot import PanelShot, PanelState, TimedCue
from scenes.stage import Mistake, Stage, brings_formula
from script.errors import Findings, did_you_mean
from script.nodes import Scalar, Sequence
from script.quiz import Quiz, read_quiz
from script.say import Line, parse
from script.say.languages import language
from script.schema import Beat, Cue, Lesson, Panel, SceneSpec
from script.solve import Solved, solve
from script.translation import Texts
from script.typed import Context, Text, read


@dataclass(frozen=True, slots=True)
class ReadyCue:
    """A cue with its panel and its action read; ``length_s`` is its time in seconds.

    ``brings_formula`` tells whether it puts a new formula before the viewer.
    """

    spec: Cue
    panel: str
    action: Any
    length_s: float
    brings_formula: bool = False


@dataclass(frozen=True, slots=True)
class ReadyBeat:
    """A beat with its words filled in; ``before`` is what the panels show when it begins."""

    spec: Beat
    line: Line
    before: Moment
    cues: tuple[ReadyCue, ...]


@dataclass(frozen=True, slots=True)
class ReadyScene:
    """A scene with its panels read."""

    spec: SceneSpec
    panels: tuple[PanelShot, ...]
    beats: tuple[ReadyBeat, ...]


@dataclass(frozen=True, slots=True)
class ReadyLesson:
    """A lesson with nothing left to look up; ``texts`` gives what its pictures say."""

    lesson: Lesson
    solved: Solved
    scenes: tuple[ReadyScene, ...]
    texts: Texts
    music: Music | None = None
    quiz: Quiz | None = None
    thumbnail: str | None = None

    def beats(self) -> Iterator[tuple[ReadyScene, ReadyBeat]]:
        """Yield every beat with its scene, in order."""
        for scene in self.scenes:
            for beat in scene.beats:
                yield scene, beat


def resolve(lesson: Lesson, look: Look, texts: Texts | None = None) -> ReadyLesson:
    """Return the lesson resolved for ``look``, in its own language.

    ``texts`` gives what is written in place of the texts of its pictures, and keeps count of them.

    Raises
    ------
    ScriptErrors
        With everything that is wrong in its runs, words, panels and cues.
    """
    look = replace(look, language=lesson.language)
    solved = solve(lesson)
    findings = Findings()
    texts = texts or Texts()
    for voice in (lesson.voice, *(scene.voice for scene in lesson.scenes if scene.voice)):
        with findings:
            chosen(voice)
    music = None
    with findings:
        music = music_of(lesson.music)
    ready = [_Reader(lesson, solved, look, findings, spec, texts).scene() for spec in lesson.scenes]
    written = language(lesson.language).figures
    context = replace(solved.context, wording=texts.of_scene(None), written=written)
    quiz = read_quiz(lesson.quiz, context, findings) if lesson.quiz else None
    thumbnail = _thumbnail(lesson.thumbnail, look, context, findings)
    findings.check()
    return ReadyLesson(lesson, solved, tuple(ready), texts, music, quiz, thumbnail)


def _thumbnail(
    words: Scalar | None, look: Look, context: Context, findings: Findings
) -> str | None:
    """Return the words of a thumbnail; those that have no room on it are noted."""
    if words is None:
        return None
    with findings:
        text = str(read(words, Text, context))
        if not fits(text, look.aspect):
            findings.add(words.place, "these words have no room on a thumbnail", "use fewer")
        return text
    return None


class _Reader:
    """Reads one scene, noting what is wrong and going on."""

    def __init__(
        self,
        lesson: Lesson,
        solved: Solved,
        look: Look,
        findings: Findings,
        spec: SceneSpec,
        texts: Texts,
    ) -> None:
        self._lesson = lesson
        self._solved = solved
        self._look = look
        self._findings = findings
        self._spec = spec
        self._language = language(lesson.language)
        self._context = replace(
            solved.context, wording=texts.of_scene(spec.id), written=self._language.grouped
        )
        self._stages: dict[str, Stage] = {}
        self._lost: set[str] = set()

    def scene(self) -> ReadyScene:
        """Return the scene; panels and cues that are wrong are left out and noted."""
        panels = tuple(shot for panel in self._spec.panels for shot in self._panel(panel))
        broken = len(panels) < len(self._spec.panels)
        moment: Moment = {panel.name: panel.before for panel in panels}
        beats = []
        for spec in self._spec.beats:
            line = None
            with self._findings:
                names, lexicon = self._solved.names, self._lesson.lexicon
                line = parse(spec.words, names, lexicon, self._language)
            before, cues = moment, []
            for cue in () if broken else spec.cues:
                for ready in self._cue(cue, moment):
                    moment = act(moment, _timed(ready), 1.0, self._stages)
                    cues.append(ready)
            if line is not None:
                _check_order(cues, line, self._findings)
                line = resting(line, [c.spec.mark for c in cues if c.brings_formula])
                beats.append(ReadyBeat(spec, line, before, tuple(cues)))
        return ReadyScene(self._spec, panels, tuple(beats))

    def _panel(self, panel: Panel) -> Iterator[PanelShot]:
        if not scenes.is_kind(panel.kind):
            hint = did_you_mean(panel.kind, scenes.kinds())
            self._findings.add(panel.place, f"unknown kind {panel.kind}", hint)
            return
        places = regions(self._look)
        if panel.region not in places:
            hint = did_you_mean(panel.region, places)
            self._findings.add(panel.place, f"unknown region {panel.region}", hint)
            return
        with self._findings:
            params = read(panel.params, scenes.params(panel.kind), self._context)
            yield from self._staged(panel, params, places[panel.region])

    def _staged(self, panel: Panel, params: Any, box: Box) -> Iterator[PanelShot]:
        shot = PanelShot(panel.name, panel.kind, box, params, PanelState(None, 0.0))
        try:
            stage = stages([shot], self._look, self._solved.results)[panel.name]
        except Mistake as mistake:
            self._findings.add(panel.place, str(mistake))
            return
        self._stages[panel.name] = stage
        before = PanelState(stage.initial(), 0.0 if panel.hidden else 1.0)
        yield PanelShot(panel.name, panel.kind, box, params, before)

    def _cue(self, cue: Cue, moment: Moment) -> Iterator[ReadyCue]:
        if cue.action in PANEL_ACTIONS and cue.panel is None:
            named = cue.argument.items if isinstance(cue.argument, Sequence) else (cue.argument,)
            for panel in named:
                assert isinstance(panel, Scalar)  # script.cues has seen to it
                fade = PANEL_ACTIONS[cue.action]()
                yield ReadyCue(cue, panel.text, fade, _given(cue.for_s, fade.length()))
            return
        among = list(moment) if cue.panel is None else [cue.panel]
        takers = [name for name in among if cue.action in self._stages[name].actions]
        if not takers:
            known = {name for panel in among for name in self._stages[panel].actions}
            hint = did_you_mean(cue.action, known if cue.panel else known | PANEL_ACTIONS.keys())
            self._findings.add(cue.place, f"unknown action {cue.action}", hint)
        for name in takers:
            yield from self._taken(cue, name, moment[name].state)

    def _taken(self, cue: Cue, panel: str, state: Any) -> Iterator[ReadyCue]:
        """Read the action for one panel and try it on the state it will meet.

        After a cue that is wrong the panel's state is not what the writer meant: what later cues
        make of that state is not told.
        """
        stage = self._stages[panel]
        noted = len(self._findings)
        with self._findings:
            action = read(cue.argument, stage.actions[cue.action], self._context)
            try:
                stage.check(action, state)
                length = _given(cue.for_s, action.length(state, stage))
            except Mistake as mistake:
                if panel not in self._lost:
                    self._findings.add(cue.place, str(mistake))
            else:
                is_new = brings_formula(action, state, stage)
                yield ReadyCue(cue, panel, action, length, is_new)
        if len(self._findings) > noted:
            self._lost.add(panel)


def _given(for_s: float | None, natural_s: float) -> float:
    return natural_s if for_s is None else for_s


def _check_order(cues: Iterable[ReadyCue], line: Line, findings: Findings) -> None:
    """Note each cue that starts before the one above it on its panel, whatever the voice."""
    latest: dict[str, tuple[int, float]] = {}
    for cue in cues:
        spec = cue.spec
        start = (-1 if spec.mark is None else line.marks[spec.mark]), spec.after_s
        above = latest.get(cue.panel, start)
        if start < above and start[1] <= above[1]:
            findings.add(spec.place, out_of_order(cue), ORDER)
        latest[cue.panel] = max(start, above)


ORDER = "put the actions of a panel in the order they happen"


def out_of_order(cue: ReadyCue) -> str:
    """Return what is wrong with a cue that starts before the one above it on its panel."""
    return f"{cue.spec.action} starts before the action above it on panel {cue.panel}"


def _timed(ready: ReadyCue) -> TimedCue:
    return TimedCue(ready.panel, ready.spec.action, ready.action, 0, 1)
