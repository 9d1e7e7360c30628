"""Commands that only say something: they render nothing."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence

import scenes
from gdmath.objectives import OBJECTIVES
from gdmath.optimizers import OPTIMIZERS
from pipeline import voices
from pipeline.build import status
from pipeline.cast import cast
from pipeline.commands.options import Options, UsageError, published
from pipeline.layout import layout_findings
from pipeline.music_file import bytes_of, music_in
from pipeline.pace import paced
from pipeline.prepare import LESSONS, in_all_languages, lesson_path, planned, ready
from pipeline.progress import watched
from pipeline.resolve import ReadyLesson
from pipeline.store import Store
from pipeline.unchanged import STORE
from pipeline.voices import VoiceFailed
from script.course import check_course
from script.errors import Findings, did_you_mean
from script.files import COURSE_FILE
from script.load import find_lessons, load_course
from script.nodes import Place
from script.parameters import parameters
from script.wording import written

LISTS = ("lessons", "kinds", "voices", "objectives", "optimizers")
OF_A_KIND = ("actions", "params")
"""What can be listed of one scene kind."""


def check(names: Sequence[str], *, layout: bool = False, voice: str | None = None) -> int:
    """Say everything that is wrong in lessons and their translations; 0 when nothing is.

    They are spoken, by ``voice`` or their own, to know their pace: what could be better is a note.
    A voice that cannot work here is a note too. ``layout`` also looks at the pictures.
    """
    paths = find_lessons(LESSONS) if list(names) == ["all"] else [lesson_path(n) for n in names]
    findings = Findings()
    for beside in dict.fromkeys(path.parent / COURSE_FILE for path in paths):
        if beside.is_file():
            with findings:
                check_course(load_course(beside), findings)
    for path in (file for named in paths for file in in_all_languages(named)):
        with findings:
            lesson = ready(path, published)
            if lesson.lesson.music is not None:
                music_in(bytes_of(lesson.lesson.music), lesson.lesson.music)
            _hear(lesson, voice, layout=layout)
            beats = sum(1 for _ in lesson.beats())
            print(f"{path}: {len(lesson.scenes)} scenes, {beats} beats, no finding")
    findings.check()
    return 0


def _hear(lesson: ReadyLesson, voice: str | None, *, layout: bool) -> None:
    """Raise ``ScriptErrors`` for what is wrong in the voices, pace and pictures of a lesson."""
    cast(lesson, voice, must_work=False)
    try:
        by = cast(lesson, voice)
        plan = planned(lesson, published(lesson.lesson), by, Store(STORE), watched())
    except VoiceFailed as failed:
        if layout:
            raise
        print(f"note: {lesson.lesson.path}: its pace is not checked: {failed}", file=sys.stderr)
        return
    findings = Findings()
    with findings:
        for note in paced(plan):
            print(f"note: {note}", file=sys.stderr)
    if layout:
        findings.extend(layout_findings(plan, watched()))
    findings.check()


def explain(options: Options) -> int:
    """Say for each beat whether its segment is stored, or which inputs changed."""
    with options.opened() as store:
        plan = options.planned(store)
        asked = options.asked(status(plan, Store(options.store)))
        for one in asked:
            if one.is_cached:
                print(f"{one.beat.name}: cached")
            elif there := store.offered(one.identity.key, one.identity.still_key):
                print(f"{one.beat.name}: cached in {there}")
            else:
                print(f"{one.beat.name}: render ({one.beat.frames} frames)")
                for reason in one.reasons:
                    print(f"    {reason}")
    return 0


def listing(what: str, kind: str | None = None) -> int:
    """List what a script can name; of one scene kind, its actions or its params.

    Raises
    ------
    UsageError
        For a kind there is not, or one that is asked for too much or missing.
    """
    if (kind is not None) != (what in OF_A_KIND):
        more = "names a kind, as in: list actions descent_2d" if kind is None else "takes no kind"
        raise UsageError(f"list {what} {more}")
    if kind is not None and not scenes.is_kind(kind):
        raise UsageError(f"there is no kind {kind} - {did_you_mean(kind, scenes.kinds())}")
    for line in _listed(what) if kind is None else _of_a_kind(what, kind):
        print(line)
    return 0


def _of_a_kind(what: str, kind: str) -> Iterator[str]:
    from pipeline.reference import kind_entry  # here: a build waits for what it imports

    found = kind_entry(kind)
    for one in found.actions if what == "actions" else (found.params,):
        yield f"{one.name}: {one.summary}"
        for field in one.fields:
            form = re.sub(r"\[(.*?)\]\(.*?\)", r"\1", field.form).replace("`", "")
            default = {None: "", "": ", optional"}.get(field.default, f", else {field.default}")
            yield f"    {field.key}: {form}{default}"
            if field.says:
                yield f"        {field.says}"


TIMES = {
    "events": "the engine's own",
    "alignment": "found in its sound",
    "model": "modelled, without sound",
}
"""What is said of where word times come from."""


def _voice(name: str) -> Iterator[str]:
    """Yield whether a voice works here, and what one should know of it."""
    voice = voices.get(name)
    yield f"{name}: {voice.missing() or 'works here'}"
    settings = ", ".join(
        f"{key}: {value}" if (value := written(getattr(voice, setting.name))) else key
        for key, setting in parameters(type(voice)).items()
        if setting.hint is not Place
    )
    yield f"    word times: {TIMES[voice.times]}" + (f"; settings: {settings}" if settings else "")


def _listed(what: str) -> Iterator[str]:
    from pipeline.reference import kind_entry  # here: a build waits for what it imports

    match what:
        case "lessons":
            for path in find_lessons(LESSONS):
                yield path.stem
        case "kinds":
            for name in scenes.kinds():
                yield f"{name}: {', '.join(sorted(scenes.kind(name).actions))}"
                yield f"    {kind_entry(name).summary}"
        case "voices":
            for name in voices.names():
                yield from _voice(name)
        case "objectives":
            yield from sorted(OBJECTIVES)
        case _:
            yield from sorted(OPTIMIZERS)
