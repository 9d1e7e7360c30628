"""Builds several lessons as one: all their beats share one pool, and none waits for another.

A lesson is delivered as soon as its last beat is drawn, while the beats of later lessons are. What
is kept of a lesson until then is small: its sound stays in the store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.awaited import Footage
from pipeline.build import AskedFor, BeatStatus, footage, note, to_draw
from pipeline.cast import Cast
from pipeline.deliver import Delivery, deliver, delivered
from pipeline.executors import Executor
from pipeline.plan import Plan
from pipeline.prepare import on_clock
from pipeline.reports import Failure
from pipeline.resolve import ReadyLesson
from pipeline.shoot import Identity, shoot
from pipeline.store import Store
from scenes.look import Look


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A lesson of a course: its takes, the beats that must be drawn, and where its files go.

    ``by`` are its speakers; ``standing`` is its delivery when there is nothing to do; ``remarks``
    are about its pace.
    """

    ready: ReadyLesson
    by: Cast
    look: Look
    takes: Mapping[str, Path]
    beats: Mapping[str, Identity]
    wanted: tuple[AskedFor, ...]
    folder: Path
    seconds: float
    standing: Delivery | None
    remarks: tuple[str, ...] = ()

    @property
    def stem(self) -> str:
        """The name of the lesson's file, which its outputs share."""
        return self.ready.lesson.path.stem


@dataclass(frozen=True, slots=True)
class Finished:
    """A lesson's delivery and the artifacts it was made from; or why there is none."""

    entry: Entry
    delivery: Delivery | None
    used: frozenset[str] = frozenset()
    failures: Mapping[str, Failure] | None = None


def entry(
    plan: Plan,
    by: Cast,
    takes: Mapping[str, Path],
    statuses: Sequence[BeatStatus],
    store: Store,
    folder: Path,
) -> Entry:
    """Return a planned lesson as an entry of a course."""
    beats = {one.beat.name: one.identity for one in statuses}
    wanted = tuple(to_draw(statuses, plan))
    there = (
        None if wanted else delivered(plan, {name: one.key for name, one in beats.items()}, folder)
    )
    return Entry(plan.ready, by, plan.look, takes, beats, wanted, folder, plan.seconds, there)


def build(
    entries: Sequence[Entry], store: Store, crew: Executor, done: Callable[[str], None]
) -> Iterator[Finished]:
    """Draw what is missing, lesson by lesson and longest beats first; yield lessons as they end.

    Parameters
    ----------
    entries
        The lessons.
    store
        Where their footage is kept.
    crew
        Draws and delivers.
    done
        Called with the name of every beat drawn and every lesson delivered.
    """
    waiting = {one: len(one.wanted) for one in entries if one.standing is None}
    failures: dict[Entry, list[tuple[AskedFor, Failure]]] = {one: [] for one in waiting}
    for one in entries:
        if one.standing is not None:
            yield Finished(one, one.standing)
    for one in waiting:
        for beat in one.wanted:
            crew.shoot((one, beat), shoot, beat.shot, beat.identity, store)
        if not one.wanted:
            _ask_delivery(crew, one, store)
    for (one, beat), outcome in crew.outcomes():
        done(f"{one.stem}/{beat.beat}" if beat else one.stem)
        if beat is None:
            yield _finished(one, outcome)
            continue
        if isinstance(outcome, Failure):
            failures[one].append((beat, outcome))
        else:
            note(beat, store)
        waiting[one] -= 1
        if not waiting[one] and failures[one]:
            failed = sorted(failures[one], key=lambda pair: pair[0].start)
            yield Finished(one, None, failures={beat.name: why for beat, why in failed})
        elif not waiting[one]:
            _ask_delivery(crew, one, store)


def _ask_delivery(crew: Executor, one: Entry, store: Store) -> None:
    takes = {name: path.absolute() for name, path in one.takes.items()}
    sent = replace(one, takes=takes, wanted=(), folder=one.folder.absolute())
    crew.call((one, None), _deliver, sent, store.root.absolute())


def _deliver(one: Entry, root: Path) -> tuple[Delivery, frozenset[str]]:
    """Deliver a lesson whose beats are all drawn; return the artifacts used, too."""
    store = Store(root)
    try:
        plan = on_clock(one.ready, one.look, one.takes)
        made = deliver(plan, _all_footage(one.beats, store), store, one.folder)
        return made, store.used
    finally:
        store.close()


def _finished(one: Entry, outcome: tuple[Delivery, frozenset[str]] | Failure) -> Finished:
    if isinstance(outcome, Failure):
        return Finished(one, None, failures={one.stem: outcome})
    made, used = outcome
    files = tuple(one.folder / file.name for file in made.files)
    return Finished(one, replace(made, files=files), used)


def _all_footage(beats: Mapping[str, Identity], store: Store) -> dict[str, Footage]:
    return {name: footage(asked, store) for name, asked in beats.items()}
