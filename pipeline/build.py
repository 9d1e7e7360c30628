"""Builds a lesson: only the beats whose picture is not in the store are drawn, on every core."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.key import difference
from pipeline.plan import Plan, PlannedBeat
from pipeline.progress import Stage, quiet
from pipeline.shoot import Identity, identity, shoot, shoot_still
from pipeline.store import Store
from pipeline.workers import Failure, work
from script.errors import DownhillError


class RenderFailed(DownhillError):
    """Beats that could not be drawn or encoded; the others are in the store.

    ``traces`` are the tracebacks, for who writes a scene kind.
    """

    def __init__(self, failures: Mapping[str, Failure]) -> None:
        super().__init__("\n".join(f"{name}: {f.reason}" for name, f in failures.items()))
        self.traces = tuple(failure.trace for failure in failures.values() if failure.trace)


@dataclass(frozen=True, slots=True)
class BeatStatus:
    """A beat, its identity, and why its segment must be drawn: empty when it is stored."""

    beat: PlannedBeat
    identity: Identity
    reasons: tuple[str, ...]

    @property
    def is_cached(self) -> bool:
        """True when nothing needs to be drawn."""
        return not self.reasons


@dataclass(frozen=True, slots=True)
class Footage:
    """A beat's stored segment and last picture; ``key`` says what they were made from."""

    key: str
    segment: Path
    still: Path


def status(plan: Plan, store: Store) -> tuple[BeatStatus, ...]:
    """Return every beat of the plan, with the inputs that changed where it must be drawn."""
    return tuple(_status(plan, beat, store) for beat in plan.beats)


def _status(plan: Plan, beat: PlannedBeat, store: Store) -> BeatStatus:
    asked = identity(beat.shot)
    if store.get(asked.key) and store.get(asked.still_key):
        return BeatStatus(beat, asked, ())
    last = store.last(_label(plan, beat))
    if last is None:
        return BeatStatus(beat, asked, ("never rendered",))
    before = store.inputs(last) or asked.inputs
    missing = "its segment is missing or damaged"
    return BeatStatus(beat, asked, _told(difference(before, asked.inputs)) or (missing,))


def _told(changes: Sequence[str]) -> tuple[str, ...]:
    """Return changes as a writer wants them: no digests where words can say it.

    Where the question of a run changed, its answer has changed of course.
    """
    asked = tuple(c.partition("run.")[0] for c in changes if re.match(r"runs\.\w+\.run\.", c))
    told = []
    for change in changes:
        name, _, _ = change.partition(": ")
        code = re.fullmatch(r"code\.(\w+)|(player|encode)", name)
        if code and ": added " not in change and ": removed " not in change:
            told.append(f"the code of {code[1] or code[2]} changed")
        elif not change.startswith(asked) or re.match(r"runs\.\w+\.run\.", change):
            told.append(change)
    return tuple(told)


def _label(plan: Plan, beat: PlannedBeat) -> str:
    look = plan.look
    return f"{plan.ready.lesson.id}/{beat.name}@{look.height}p{look.fps}"


def render(
    statuses: Sequence[BeatStatus],
    plan: Plan,
    store: Store,
    jobs: int | None = None,
    first: frozenset[str] = frozenset(),
    stage: Stage = quiet,
) -> dict[str, Footage]:
    """Draw what is not stored, longest beats first; return every beat's footage by name.

    Parameters
    ----------
    statuses
        The beats of the plan.
    plan, store
        The lesson, and where its footage is kept.
    jobs
        Worker processes; None: one a core.
    first
        Beats, as ``scene/beat``, that are drawn before all others.
    stage
        Shows how far it is.

    Raises
    ------
    RenderFailed
        When beats failed; says which and why. All others were drawn and kept.
    """
    wanted = [one for one in statuses if not one.is_cached]
    wanted.sort(key=lambda one: (one.beat.name not in first, -one.beat.frames, one.beat.start))

    def keep(one: BeatStatus) -> None:
        label = _label(plan, one.beat)
        if store.last(label) != one.identity.key:
            store.note(label, one.identity.key)

    for one in statuses:
        if one.is_cached:
            keep(one)
    with stage("beats", len(wanted)) as done:
        _on_workers(shoot, wanted, plan, store, jobs, done, keep)
    return {one.beat.name: _footage(one, store) for one in statuses}


def stills(
    statuses: Sequence[BeatStatus],
    plan: Plan,
    store: Store,
    jobs: int | None = None,
    stage: Stage = quiet,
) -> dict[str, Path]:
    """Draw the last pictures that are not stored, and no video; return them all by name.

    Raises
    ------
    RenderFailed
        As ``render`` does.
    """
    wanted = [one for one in statuses if store.get(one.identity.still_key) is None]
    with stage("panels", len(wanted)) as done:
        _on_workers(shoot_still, wanted, plan, store, jobs, done)
    return {one.beat.name: _stored(store, one.identity.still_key) for one in statuses}


def discard(statuses: Sequence[BeatStatus], store: Store) -> tuple[BeatStatus, ...]:
    """Remove stored footage, so that it is drawn again; return the beats with that reason."""
    for one in statuses:
        store.discard(one.identity.key)
        store.discard(one.identity.still_key)
    return tuple(BeatStatus(one.beat, one.identity, ("asked for again",)) for one in statuses)


def _on_workers(
    task: Callable[..., None],
    wanted: Sequence[BeatStatus],
    plan: Plan,
    store: Store,
    jobs: int | None,
    done: Callable[[str], None],
    keep: Callable[[BeatStatus], None] = lambda one: None,
) -> None:
    tasks: list[tuple[Any, ...]] = [(one.beat.shot, one.identity, store.root) for one in wanted]
    failures: list[tuple[int, str, Failure]] = []
    with closing(work(task, tasks, jobs or os.cpu_count() or 1)) as outcomes:
        for index, outcome in outcomes:
            one = wanted[index]
            if isinstance(outcome, Failure):
                failures.append((one.beat.start, one.beat.name, outcome))
            else:
                keep(one)
            done(one.beat.name)
    if failures:
        lesson = plan.ready.lesson.id
        failures.sort(key=lambda failure: failure[0])
        raise RenderFailed({f"{lesson}/{name}": failure for _, name, failure in failures})


def _footage(one: BeatStatus, store: Store) -> Footage:
    asked = one.identity
    return Footage(asked.key, _stored(store, asked.key), _stored(store, asked.still_key))


def _stored(store: Store, key: str) -> Path:
    path = store.get(key)
    if path is None:
        raise RenderFailed({key[:12]: Failure("removed from the store, or damaged, meanwhile")})
    return path
