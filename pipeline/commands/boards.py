"""``storyboard``: the beats of a lesson on a sheet, or what each lesson of the course is about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.build import status
from pipeline.commands import building
from pipeline.commands.course import ALL
from pipeline.commands.options import Options, UsageError
from pipeline.plan import Plan
from pipeline.prepare import LESSONS
from pipeline.progress import watched
from pipeline.shoot import shoot_still
from pipeline.store import Store
from pipeline.storyboard import Panel, panels, sheets
from pipeline.thumbnail import draw_thumbnail
from scenes.look import Look
from script.load import find_lessons


def storyboard(options: Options) -> int:
    """Draw the beats of a lesson on a sheet; of ``all``, the one that each lesson is about."""
    if options.lesson != ALL or Path(ALL).is_file():
        return building.storyboard(options)
    print(*aha_sheets(options), sep="\n")
    return 0


def aha_sheets(options: Options) -> tuple[Path, ...]:
    """Draw the thumbnail of each lesson that names its ``aha`` on one sheet.

    Lessons of another shape are on a sheet of their own. Returns the paths written.

    Raises
    ------
    UsageError
        When parts or a language are asked for, or no lesson names such a beat.
    """
    if options.parts or options.language:
        raise UsageError("storyboard all: parts and languages are asked for of one lesson")
    found: dict[str, list[tuple[Panel, Look]]] = {}
    paths = find_lessons(LESSONS)
    with options.opened() as store, watched()("aha", len(paths)) as done:
        for path in paths:
            plan = replace(options, lesson=str(path)).planned(store)
            for panel in _panel(plan, store):
                found.setdefault(plan.look.aspect, []).append((panel, plan.look))
            done(path.stem)
        if not found:
            raise UsageError(f"no lesson in {LESSONS} names its aha")
    return tuple(
        _sheet([panel for panel, _ in of_one], of_one[0][1], options.output, aspect)
        for aspect, of_one in found.items()
    )


def _panel(plan: Plan, store: Store) -> Iterator[Panel]:
    lesson = plan.ready.lesson
    for one in status(plan, store):
        if one.beat.name == lesson.aha:
            still = store.get(one.identity.still_key)
            if still is None:
                shoot_still(one.beat.shot, one.identity, store.root)
                still = store.get(one.identity.still_key)
            assert still is not None
            with TemporaryDirectory() as folder:
                drawn = Path(folder, "thumbnail.png")
                draw_thumbnail(still, plan.ready.thumbnail, plan.look, drawn)
                (panel,) = panels([one.beat], [(one.beat.name, drawn)], store)
            name = f"{lesson.number or ''} {lesson.id}: {one.beat.name}".strip()
            yield replace(panel, name=name, words=lesson.title)


def _sheet(board: list[Panel], look: Look, output: Path, aspect: str) -> Path:
    out = output / f"aha-{aspect}" / "aha.png"
    out.parent.mkdir(parents=True, exist_ok=True)
    placed = [replace(panel, place=place) for place, panel in enumerate(board)]
    return sheets(placed, len(placed), look, out)[0]
