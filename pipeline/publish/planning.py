"""What is to be done so that a place holds a course as it is now: planned first, then done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from pipeline.key import digest
from pipeline.publish.package import CoursePackage, NotPublished, Package, Refusal
from pipeline.publish.parts import FILM
from pipeline.publish.rules import advice, broken
from pipeline.publish.sent import Record, Sent
from pipeline.publish.state import Ledger, State
from pipeline.publish.steps import (
    CREATE,
    FREE,
    NOTHING,
    REPLACE,
    SUPERSEDE,
    UPDATES,
    Cost,
    Step,
)
from pipeline.publish.targets import Later, Target
from pipeline.unchanged import digest_of as file_digest


@dataclass(frozen=True, slots=True)
class Doing:
    """A plan: a step for each lesson that was asked for, and whether the index changes.

    ``refusals`` keep all of it from being done; ``notes`` do not. ``days`` tell when what is done
    where a place takes only so much a day.
    """

    steps: tuple[Step, ...]
    is_new_index: bool
    refusals: tuple[Refusal, ...]
    notes: tuple[str, ...]
    index_cost: Cost = FREE
    days: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """True when there is nothing to do."""
        return not self.is_new_index and all(step.kinds == (NOTHING,) for step in self.steps)

    @property
    def supersedes(self) -> bool:
        """True when a film is published beside the one before."""
        return any(SUPERSEDE in step.kinds for step in self.steps)

    def lines(self) -> Iterator[str]:
        """Yield the plan in lines."""
        yield from map(str, self.steps)
        if self.is_new_index:
            yield _index_told(self.index_cost)
        if self.is_empty and not self.refusals:
            yield "nothing to do"
        yield from self.days


def _index_told(cost: Cost) -> str:
    return "the course: update index" + ("" if cost == FREE else f" ({cost})")


def planned(
    course: CoursePackage, target: Target, sent: Sent, refused: tuple[Refusal, ...] = ()
) -> Doing:
    """Return what is to be done so that a target holds the packages of a course.

    Nothing is changed; ``refused`` are lessons that have no package.
    """
    packages = course.all()
    steps = tuple(_step(one, target, sent) for one in packages)
    broke = tuple(refusal for one in packages for refusal in broken(one, target.rules))
    text = _index_after(course, target, sent, steps)
    is_new_index = bool(packages) and not (
        digest(text) == sent.index and target.has_index(text, sent)
    )
    known = {*course.packages, *(lesson for phase in course.phases for lesson in phase.lessons)}
    left = sorted(name for name in sent.lessons if name.partition(".")[0] not in known)
    notes = [f"{name} is published, and the course has it no more" for name in left]
    notes += [line for one in packages for line in advice(one)]
    index_cost, days = FREE, tuple[str, ...]()
    if target.meter is not None:
        index_cost = target.meter.index_cost(course, sent, steps) if is_new_index else FREE
        days = target.meter.days(steps, index_cost, sent)
    return Doing(steps, is_new_index, (*refused, *broke), tuple(notes), index_cost, days)


def _step(package: Package, target: Target, sent: Sent) -> Step:
    kinds, record = _kinds(package, target, sent), sent.lessons.get(package.name)
    cost = FREE if target.meter is None else target.meter.cost(package, kinds, record)
    return Step(package, kinds, cost)


def _index_after(course: CoursePackage, target: Target, sent: Sent, steps: tuple[Step, ...]) -> str:
    """Return the index of a target once steps are done there."""
    lessons = {name: one for name, one in sent.lessons.items() if one.remote}
    for step in steps:
        one, remote = step.package, target.remote(step.package)
        if remote or {CREATE, SUPERSEDE} & set(step.kinds):
            lessons[one.name] = lessons.get(one.name, Record("", {})).arrived(remote, one.revision)
    return target.index(course, lessons)


def _kinds(package: Package, target: Target, sent: Sent) -> tuple[str, ...]:
    record = sent.lessons.get(package.name)
    if record is None or not record.remote:
        return (CREATE,)
    wanted = target.parts(package)
    changed = {part for part in wanted if record.parts.get(part) != wanted[part]}
    gone = target.gone(package, sent)
    if FILM in gone - changed:
        return (CREATE,)
    kinds = [UPDATES[part] for part in UPDATES if part in changed | gone]
    if FILM in changed:
        kinds = [REPLACE, *kinds] if target.replaces else [SUPERSEDE]
    return tuple(kinds) or (NOTHING,)


def done(
    doing: Doing,
    course: CoursePackage,
    target: Target,
    state: State,
    *,
    supersede: bool = False,
    told: Callable[[str], None] = lambda line: None,
) -> None:
    """Do what was planned, and write each step into the state when it is done.

    ``told`` is called with each step that was done.

    Raises
    ------
    NotPublished
        When anything of it is refused, or superseding is asked for without ``supersede``: before
        anything is sent. When a file is not any more the one that was planned with: then all
        before it is sent, and in the state.
    Later
        When the place takes no more today; what it took is in the state.
    """
    refusals = [*doing.refusals]
    if not supersede:
        refusals += map(_superseding, (s.package for s in doing.steps if SUPERSEDE in s.kinds))
    if refusals:
        raise NotPublished(tuple(refusals))
    ledger, later = Ledger(state, target.name), list[Later]()
    for step in doing.steps:
        if step.kinds == (NOTHING,):
            continue
        _check_files(step.package)
        try:
            target.send(step.package, step.kinds, ledger)
        except Later as waits:
            later.append(waits)
            continue
        told(str(step))
    if doing.is_new_index:
        text = _index_after(course, target, ledger.sent, ())
        try:
            target.send_index(text, ledger)
        except Later as waits:
            later.append(waits)
        else:
            ledger.write(replace(ledger.sent, index=digest(text)))
            told(_index_told(doing.index_cost))
    if later:
        raise later[0]


def _superseding(package: Package) -> Refusal:
    what = f"the film of {package.name} is another one, and this place cannot replace it"
    return Refusal(str(package.origin.file), what, "--supersede publishes it beside the old one")


def _check_files(package: Package) -> None:
    changed = [one.path for one in package.assets if file_digest(one.path) != one.sha256]
    if changed:
        what, fix = "it is not the file that passed the gate", "build it again"
        raise NotPublished(tuple(Refusal(str(path), what, fix) for path in changed))
