"""The subcommands: each a straight line through the pipeline, returning an exit code."""

from __future__ import annotations

import importlib.metadata
import platform
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import scenes
from gdmath.objectives import OBJECTIVES
from gdmath.optimizers import OPTIMIZERS
from pipeline import ffmpeg, voices
from pipeline.build import BeatStatus, RenderFailed, discard, render, status, stills
from pipeline.deliver import Delivery, deliver, deliver_scene
from pipeline.plan import Plan
from pipeline.prepare import LESSONS, lesson_path, planned, ready, the_voice
from pipeline.progress import watched
from pipeline.store import Store
from pipeline.storyboard import panel, sheets
from scenes.look import FONT_FOLDER, FRAME_RATES, QUALITIES, Look, look
from script.errors import DownhillError, Findings, did_you_mean
from script.load import find_lessons

QUALITY_LETTERS = tuple(QUALITIES)
LISTS = ("lessons", "kinds", "voices", "objectives", "optimizers")
STORE = Path("build") / "store"
MINUTES_TOLERANCE = 0.1
"""How far a lesson may be from the minutes it promises."""


class UsageError(DownhillError):
    """A command line that asks for something there is not."""

    exit_code = 2


class Unhealthy(DownhillError):
    """Something a build needs is missing."""

    exit_code = 1


@dataclass(frozen=True, slots=True)
class Options:
    """What a command is asked for. ``parts`` are scenes or ``scene/beat``; empty means all."""

    lesson: str
    parts: tuple[str, ...]
    quality: str
    resolution: str | None
    fps: int | None
    output: Path
    store: Path
    voice: str | None
    verbose: bool
    jobs: int | None = None
    force: bool = False

    def look(self) -> Look:
        """Return the look asked for; UsageError for a size or rate that cannot be encoded."""
        if self.fps is not None and self.fps not in FRAME_RATES:
            rates = ", ".join(map(str, FRAME_RATES))
            raise UsageError(f"--fps {self.fps}: frame and sample must meet - use one of {rates}")
        chosen = look(self.quality, self.fps)
        if self.resolution is None:
            return chosen
        width, height = _size(self.resolution)
        return replace(chosen, width=width, height=height)

    def scenes(self) -> tuple[str, ...]:
        """Return the scenes of ``parts``, each once."""
        return tuple(dict.fromkeys(part.partition("/")[0] for part in self.parts))

    def folder(self, stem: str) -> Path:
        """Return the folder of a lesson's files at this size and rate."""
        chosen = self.look()
        return self.output / stem / f"{chosen.height}p{chosen.fps}"


def check(names: Sequence[str]) -> int:
    """Say everything that is wrong in lessons; 0 when nothing is."""
    paths = find_lessons(LESSONS) if list(names) == ["all"] else [lesson_path(n) for n in names]
    findings = Findings()
    for path in paths:
        with findings:
            lesson = ready(path, look("h"))
            beats = sum(1 for _ in lesson.beats())
            print(f"{path}: {len(lesson.scenes)} scenes, {beats} beats, no finding")
    findings.check()
    return 0


def explain(options: Options) -> int:
    """Say for each beat whether its segment is stored, or which inputs changed."""
    plan, store = _planned(options)
    for one in _asked(status(plan, store), options):
        if one.is_cached:
            print(f"{one.beat.name}: cached")
        else:
            print(f"{one.beat.name}: render ({one.beat.frames} frames)")
            for reason in one.reasons:
                print(f"    {reason}")
    return 0


def build(options: Options) -> int:
    """Render what changed and write the lesson; a scene asked for gets its own MP4 too."""
    ffmpeg.version()  # a missing program is told now, not after the last beat
    plan, store = _planned(options)
    statuses = status(plan, store)
    if options.force:
        again = {one.beat.name: one for one in discard(_asked(statuses, options), store)}
        statuses = tuple(again.get(one.beat.name, one) for one in statuses)
    first = frozenset(one.beat.name for one in _asked(statuses, options))
    try:
        footage = render(statuses, plan, store, options.jobs, first, watched())
    except RenderFailed as failed:
        if options.verbose:
            print(*failed.traces, sep="\n", file=sys.stderr)
        raise
    stem = plan.ready.lesson.path.stem
    folder = options.folder(stem)
    deliveries = [
        deliver(plan, footage, store, folder),
        *(deliver_scene(plan, s, footage, store, folder / "scenes") for s in options.scenes()),
    ]
    drawn = sum(1 for one in statuses if not one.is_cached)
    state = f"{drawn} rendered" if any(d.is_new for d in deliveries) else "nothing to do"
    print(f"{stem}: {_clock(plan.seconds)}, {len(statuses)} beats, {state}")
    _warn_of_length(plan)
    for delivery in deliveries:
        _report(delivery, options)
    return 0


def storyboard(options: Options) -> int:
    """Draw the last picture of each beat on a sheet, without rendering any video."""
    plan, store = _planned(options)
    asked = _asked(status(plan, store), options)
    pictures = stills(asked, plan, store, options.jobs, watched())
    stem = plan.ready.lesson.path.stem
    out = options.folder(stem) / f"{stem}.storyboard.png"
    out.parent.mkdir(parents=True, exist_ok=True)
    pages = sheets([panel(one.beat, pictures[one.beat.name]) for one in asked], out)
    print(*pages[::-1], sep="\n")
    return 0


def listing(what: str) -> int:
    """List what a script can name."""
    for line in _listed(what):
        print(line)
    return 0


def doctor() -> int:
    """Say whether the machine has all a build needs; 1 when something is missing."""
    problems = []
    for name, found in _examined():
        print(f"{'ok     ' if found[0] else 'MISSING'} {name}: {found[1]}")
        if not found[0]:
            problems.append(name)
    if problems:
        raise Unhealthy(f"missing: {', '.join(problems)} - run ./setup.sh")
    return 0


def _planned(options: Options) -> tuple[Plan, Store]:
    chosen, store = options.look(), Store(options.store)
    lesson = ready(lesson_path(options.lesson), chosen)
    names = [f"{scene.spec.id}/{beat.spec.id}" for scene, beat in lesson.beats()]
    known = [*dict.fromkeys(name.partition("/")[0] for name in names), *names]
    for part in options.parts:
        if part not in known:
            raise UsageError(f"no scene or beat {part} - {did_you_mean(part, known)}")
    voice = the_voice(lesson, options.voice)
    return planned(lesson, chosen, voice, store, watched()), store


def _asked(statuses: Sequence[BeatStatus], options: Options) -> list[BeatStatus]:
    return [one for one in statuses if _wanted(one.beat.name, options)]


def _wanted(name: str, options: Options) -> bool:
    return not options.parts or name in options.parts or name.partition("/")[0] in options.parts


def _report(delivery: Delivery, options: Options) -> None:
    for note in delivery.notes:
        print(f"note: {note}", file=sys.stderr)
    others = [file for file in delivery.files if file != delivery.film]
    print(*(others if options.verbose else ()), delivery.film, sep="\n")


def _warn_of_length(plan: Plan) -> None:
    minutes = plan.ready.lesson.minutes
    if abs(plan.seconds / (60 * minutes) - 1) > MINUTES_TOLERANCE:
        told = f"{_clock(plan.seconds)} is not within 10 % of minutes: {minutes:g}"
        print(f"note: {told}", file=sys.stderr)


def _size(resolution: str) -> tuple[int, int]:
    width, _, height = resolution.replace("x", ",").partition(",")
    if not (width.strip().isdigit() and height.strip().isdigit()):
        raise UsageError(f"--resolution {resolution}: write width and height, such as 1280,720")
    size = int(width), int(height)
    if size[0] % 2 or size[1] % 2 or 0 in size or size[0] * 9 != size[1] * 16:
        raise UsageError(f"--resolution {resolution}: both even, and 16 to 9, such as 1280,720")
    return size


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"


def _listed(what: str) -> Iterator[str]:
    match what:
        case "lessons":
            for path in find_lessons(LESSONS):
                yield path.stem
        case "kinds":
            for name in scenes.kinds():
                yield f"{name}: {', '.join(sorted(scenes.kind(name).actions))}"
        case "voices":
            for name in voices.names():
                missing = voices.get(name).missing()
                yield f"{name}: {'works here' if missing is None else missing}"
        case "objectives":
            yield from sorted(OBJECTIVES)
        case _:
            yield from sorted(OPTIMIZERS)


def _examined() -> Iterator[tuple[str, tuple[bool, str]]]:
    version = platform.python_version()
    yield "python", ((3, 11) <= sys.version_info[:2] < (3, 14), version)
    for package in ("manim", "typst", "numpy", "av", "PyYAML"):
        try:
            yield package, (True, importlib.metadata.version(package))
        except importlib.metadata.PackageNotFoundError:
            yield package, (False, "not installed")
    try:
        yield "ffmpeg", (True, ffmpeg.version())
    except DownhillError as error:
        yield "ffmpeg", (False, str(error))
    rivals = ffmpeg.rivals()
    alone = "alone", f"{', '.join(rivals)} take its import name: uninstall them"
    yield "ffmpeg-python", (not rivals, alone[bool(rivals)])
    fonts = sorted(file.name for file in FONT_FOLDER.glob("*.ttf"))
    yield "fonts", (bool(fonts), ", ".join(fonts))
    for name in voices.names():
        missing = voices.get(name).missing()
        yield f"voice {name}", (missing is None, missing or "works here")
    free = shutil.disk_usage(".").free / 2**30
    yield "disk", (free > 2, f"{free:.0f} GiB free")
