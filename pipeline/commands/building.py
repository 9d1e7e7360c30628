"""Commands that draw: a lesson's files, or its storyboard."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

from pipeline import ffmpeg
from pipeline.awaited import Awaited, Footage
from pipeline.build import BeatStatus, RenderFailed, discard, is_new, render, status, stills
from pipeline.captions import Caption
from pipeline.captions.planned import shown_captions
from pipeline.commands.options import Options
from pipeline.commands.telling import Outcome, may_stand, request, tell
from pipeline.deliver import Delivery, deliver_scene, delivering
from pipeline.executors import LOCAL
from pipeline.executors.local import Local, local
from pipeline.outputs import workshop
from pipeline.pace import paced
from pipeline.plan import Plan
from pipeline.progress import watched
from pipeline.said import lend
from pipeline.store import Store
from pipeline.storyboard import panels, sheets
from pipeline.unchanged import remember_answer
from pipeline.verify import Making, NotTheSame, compare
from script.errors import DownhillError


def build(options: Options) -> int:
    """Render what changed and write the lesson; a scene asked for gets its own MP4 too."""
    ffmpeg.version()  # a missing program is told now, not after the last beat
    with expecting(options) as crew:
        built(options, crew)
    return 0


def built(options: Options, crew: Local | None) -> Outcome:
    """Build a lesson with a crew that is there already, and tell what became of it."""
    with options.opened() as store:
        ready = options.ready()
        by = options.cast(ready)
        if crew and _jobs(options) > 1 and is_new(ready, options.look(ready.lesson), store):
            crew.expect(options.look())  # a second one, while the first words are spoken
        plan = options.on_clock(ready, by, store)
        shown = shown_captions(plan)
        remarks = paced(plan, shown)
        statuses = status(plan, store)
        if options.force:
            again = {one.beat.name: one for one in discard(options.asked(statuses), store)}
            statuses = tuple(again.get(one.beat.name, one) for one in statuses)
        keys = [key for one in statuses for key in (one.identity.key, one.identity.still_key)]
        store.need(options.name(plan), plan.ready.lesson.path, keys, add=True)
        footage, deliveries = _made(options, statuses, plan, store, crew, shown)
        changed = any(delivery.is_new for delivery in deliveries)
        store.need(options.name(plan), plan.ready.lesson.path, add=not changed)
        drawn = sum(1 for one in statuses if not one.is_cached)
        lesson, count, made = plan.ready.lesson, len(statuses), tuple(deliveries)
        outcome = Outcome(lesson, by, plan.seconds, count, drawn, made, store.used, remarks)
        tell(outcome, options)
        if may_stand(options):
            asked = request(options, lesson.path)
            remember_answer(options.store, options.words, [asked], [lesson.path])
        if options.verify:
            _verify(Making(plan, footage, deliveries), store, options)
        if options.verify_pixels:
            _verify_pixels(plan, deliveries[0])
    return outcome


def storyboard(options: Options) -> int:
    """Draw the last picture of each beat on a sheet, without rendering any video."""
    with options.opened() as store:
        plan = options.planned(store)
        asked = options.asked(status(plan, store))
        pictures = stills(asked, plan, store, options.jobs, watched())
        board = panels([one.beat for one in asked], pictures.items(), store)
        stem = plan.ready.lesson.path.stem
        store.need(f"{options.name(plan)} storyboard", plan.ready.lesson.path, add=False)
        out = options.folder(stem, plan.look) / f"{stem}.storyboard.png"
        out.parent.mkdir(parents=True, exist_ok=True)
        pages = sheets(board, len(asked), plan.look, out)
    print(*pages[::-1], sep="\n")
    return 0


@contextmanager
def expecting(options: Options) -> Iterator[Local | None]:
    """Give workers of this machine, one of which gets ready while the lesson is planned.

    Give None for a cluster: it may not be needed.
    """
    if options.executor != LOCAL:
        yield None
        return
    with local(_jobs(options)) as crew:
        crew.expect(options.look())
        yield crew


def _jobs(options: Options) -> int:
    return options.jobs or os.cpu_count() or 1


def _made(
    options: Options,
    statuses: Sequence[BeatStatus],
    plan: Plan,
    store: Store,
    crew: Local | None,
    shown: Sequence[Caption] | None = None,
) -> tuple[Mapping[str, Footage], list[Delivery]]:
    """Draw what is missing and write the lesson's files meanwhile; then those of scenes."""
    first = frozenset(one.beat.name for one in options.asked(statuses))
    folder = options.folder(plan.ready.lesson.path.stem, plan.look)
    awaited = Awaited({one.beat.name: one.identity.key for one in statuses})
    jobs, where = options.jobs, options.executor
    try:
        with delivering(plan, awaited, store, folder, shown) as finished:
            footage = render(statuses, plan, store, jobs, first, watched(), where, crew, awaited)
            lesson = finished()
    except RenderFailed as failed:
        if options.verbose:
            print(*failed.traces, sep="\n", file=sys.stderr)
        raise
    scenes = [deliver_scene(plan, s, footage, store, folder / "scenes") for s in options.scenes()]
    return footage, [lesson, *scenes]


def _verify(made: Making, before: Store, options: Options) -> None:
    """Make the lesson again from nothing, in a folder that goes away, and compare.

    What an engine said that says nothing twice is no result but an input, and is taken over.

    Raises
    ------
    NotTheSame
        When a frame, a sample or a byte differs.
    """
    lesson = made.plan.ready.lesson
    with workshop(options.output / lesson.path.stem) as work:
        again = replace(options, output=work, store=work / "store", shared=None)
        with again.opened() as store:
            lend(before.used, before, store)
            plan = again.planned(store)
            footage, deliveries = _made(again, status(plan, store), plan, store, None)
        found = compare(made, Making(plan, footage, deliveries))
    if found.differences:
        raise NotTheSame("\n".join(found.differences))
    compared = f"{found.frames} frames, {found.samples} samples, {found.files} files"
    print(f"{lesson.path.stem}: made again from nothing, {compared}: the same")


class NotTrue(DownhillError):
    """A film that shows something elsewhere than it belongs."""


def _verify_pixels(plan: Plan, delivery: Delivery) -> None:
    """Look for every mark in the finished film, and say how many are where they belong.

    Raises
    ------
    NotTrue
        When one is not.
    """
    from pipeline.pixels.proof import prove  # here: a build waits for what it imports

    report = prove(plan, delivery.film, watched())
    print(f"{plan.ready.lesson.path.stem}: {report.summary()}")
    if findings := report.findings():
        raise NotTrue("\n".join(findings))
