"""Builds a lesson: only the beats whose picture is not in the store are drawn, on every core."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from pipeline.awaited import Awaited, Footage
from pipeline.executors import LOCAL, Executor, ShotTask, opened
from pipeline.key import difference
from pipeline.plan import Plan, PlannedBeat
from pipeline.progress import Stage, quiet
from pipeline.reports import Failure
from pipeline.resolve import ReadyLesson
from pipeline.running import keep
from pipeline.shoot import Identity, identity, shoot, shoot_still
from pipeline.store import Store
from scenes.look import Look
from scenes.shot import Shot
from script.errors import DownhillError


class RenderFailed(DownhillError):
    """Beats that could not be drawn or encoded; the others are in the store.

    ``traces`` are the tracebacks, for who writes a scene kind.
    """

    def __init__(self, failures: Mapping[str, Failure]) -> None:
        super().__init__("\n".join(f"{name}: {f.reason}" for name, f in failures.items()))
        self.traces = tuple(failure.trace for failure in failures.values() if failure.trace)


QUESTION = re.compile(r"(results\.\w+\.)(run|question)\.")
"""How a change of a result's question begins, and of anything else about that result."""


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


@dataclass(frozen=True, slots=True, eq=False)
class AskedFor:
    """A beat to draw: its names in the plan, messages and the store, its place, what it shows."""

    beat: str
    name: str
    label: str
    start: int
    shot: Shot
    identity: Identity


def status(plan: Plan, store: Store) -> tuple[BeatStatus, ...]:
    """Return every beat of the plan, with the inputs that changed where it must be drawn."""
    asked = [identity(beat.shot) for beat in plan.beats]
    keep(store.code)  # workers need not find it out again
    store.fetch(key for one in asked for key in (one.key, one.still_key))
    return tuple(
        _status(plan, beat, one, store) for beat, one in zip(plan.beats, asked, strict=True)
    )


def _status(plan: Plan, beat: PlannedBeat, asked: Identity, store: Store) -> BeatStatus:
    if store.get(asked.key) and store.get(asked.still_key):
        return BeatStatus(beat, asked, ())
    last = store.last(_label(plan.ready, beat.name, plan.look))
    if last is None:
        return BeatStatus(beat, asked, ("never rendered",))
    before = store.inputs(last) or asked.inputs
    missing = "its segment is missing or damaged"
    return BeatStatus(beat, asked, _told(difference(before, asked.inputs)) or (missing,))


def _told(changes: Sequence[str]) -> tuple[str, ...]:
    """Return changes as a writer wants them: no digests where words can say it.

    Where the question of a result changed, its answer has changed of course.
    """
    asked = tuple(found[1] for c in changes if (found := QUESTION.match(c)))
    told = []
    for change in changes:
        name, _, _ = change.partition(": ")
        code = re.fullmatch(r"code\.(\w+)|(player|encode)", name)
        if code and ": added " not in change and ": removed " not in change:
            told.append(f"the code of {code[1] or code[2]} changed")
        elif not change.startswith(asked) or QUESTION.match(change):
            told.append(change.removeprefix("results."))
    return tuple(told)


def is_new(lesson: ReadyLesson, look: Look, store: Store) -> bool:
    """Return whether nothing of a lesson was ever drawn so: there is work for everybody."""
    names = (f"{scene.spec.id}/{beat.spec.id}" for scene, beat in lesson.beats())
    return not any(store.last(_label(lesson, name, look)) for name in names)


def _label(lesson: ReadyLesson, beat: str, look: Look) -> str:
    return f"{lesson.lesson.name}/{beat}@{look.height}p{look.fps}"


def render(
    statuses: Sequence[BeatStatus],
    plan: Plan,
    store: Store,
    jobs: int | None = None,
    first: frozenset[str] = frozenset(),
    stage: Stage = quiet,
    executor: str = LOCAL,
    crew: Executor | None = None,
    awaited: Awaited | None = None,
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
    executor
        Where it is drawn (``pipeline.executors``); opened when there is something to draw.
    crew
        One that is open already, and draws instead.
    awaited
        Is told of every beat's footage as it comes.

    Raises
    ------
    RenderFailed
        When beats failed; says which and why. All others were drawn and kept.
    """
    made: dict[str, Footage] = {}

    def drawn(one: AskedFor) -> None:
        note(one, store)
        made[one.beat] = footage(one.identity, store)
        if awaited is not None:
            awaited.arrived(one.beat, made[one.beat])

    wanted = to_draw(statuses, plan, first)
    there = [asked_for(one, plan) for one in statuses if one.is_cached]
    with stage("beats", len(wanted)) as done, ExitStack() as stack:
        if wanted:
            using = crew or stack.enter_context(opened(executor, jobs))
            _ask(shoot, wanted, store, using)
        for one in there:  # while the first are drawn
            drawn(one)
        if wanted:
            _hear(using, done, drawn)
    return {one.beat.name: made[one.beat.name] for one in statuses}


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
    missing = [one for one in statuses if store.get(one.identity.still_key) is None]
    wanted = [asked_for(one, plan) for one in missing]
    with stage("panels", len(wanted)) as done:
        if wanted:
            with opened(LOCAL, jobs) as crew:
                _ask(shoot_still, wanted, store, crew)
                _hear(crew, done, lambda one: None)
    return {one.beat.name: _stored(store, one.identity.still_key) for one in statuses}


def to_draw(
    statuses: Sequence[BeatStatus], plan: Plan, first: frozenset[str] = frozenset()
) -> list[AskedFor]:
    """Return the beats that are not stored: those of ``first``, then the longest, first."""
    wanted = [one for one in statuses if not one.is_cached]
    wanted.sort(key=lambda one: (one.beat.name not in first, -one.beat.frames, one.beat.start))
    return [asked_for(one, plan) for one in wanted]


def asked_for(one: BeatStatus, plan: Plan) -> AskedFor:
    """Return all that is needed to draw a beat, without its sound."""
    beat = one.beat
    name = f"{plan.ready.lesson.name}/{beat.name}"
    label = _label(plan.ready, beat.name, plan.look)
    return AskedFor(beat.name, name, label, beat.start, beat.shot, one.identity)


def note(one: AskedFor, store: Store) -> None:
    """Remember, for ``explain``, what a beat is made from now."""
    if store.last(one.label) != one.identity.key:
        store.note(one.label, one.identity.key)
    store.share(one.identity.key, one.identity.still_key)


def footage(asked: Identity, store: Store) -> Footage:
    """Return a beat's footage; ``RenderFailed`` when it is not in the store any more."""
    return Footage(asked.key, _stored(store, asked.key), _stored(store, asked.still_key))


def discard(statuses: Sequence[BeatStatus], store: Store) -> tuple[BeatStatus, ...]:
    """Remove stored footage, so that it is drawn again; return the beats with that reason."""
    for one in statuses:
        store.discard(one.identity.key)
        store.discard(one.identity.still_key)
    return tuple(BeatStatus(one.beat, one.identity, ("asked for again",)) for one in statuses)


def _ask(task: ShotTask, wanted: Sequence[AskedFor], store: Store, crew: Executor) -> None:
    for one in wanted:
        crew.shoot(one, task, one.shot, one.identity, store)


def _hear(crew: Executor, done: Callable[[str], None], drawn: Callable[[AskedFor], None]) -> None:
    """Wait for all that a crew was asked for; ``RenderFailed`` when some of it failed."""
    failures: list[tuple[int, str, Failure]] = []
    for one, outcome in crew.outcomes():
        if isinstance(outcome, Failure):
            failures.append((one.start, one.name, outcome))
        else:
            drawn(one)
        done(one.name)
    if failures:
        raise RenderFailed({name: failure for _, name, failure in sorted(failures, key=_place)})


def _place(failure: tuple[int, str, Failure]) -> tuple[int, str]:
    return failure[:2]


def _stored(store: Store, key: str) -> Path:
    path = store.get(key)
    if path is None:
        raise RenderFailed({key[:12]: Failure("removed from the store, or damaged, meanwhile")})
    return path
