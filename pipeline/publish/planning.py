"""What is to be done so that a place holds a course as it is now: planned first, then done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from pipeline.key import digest
from pipeline.publish.package import CoursePackage, NotPublished, Package, Refusal
from pipeline.publish.parts import CAPTIONS, FILES, FILM, METADATA, THUMBNAIL, parts
from pipeline.publish.rules import advice, broken
from pipeline.publish.state import Record, Sent, State
from pipeline.publish.targets import Target
from pipeline.unchanged import digest_of as file_digest

CREATE, REPLACE, SUPERSEDE, NOTHING = "create", "replace film", "supersede", "nothing"
UPDATES = {
    METADATA: "update metadata",
    CAPTIONS: "update captions",
    THUMBNAIL: "update thumbnail",
    FILES: "update files",
}
"""What is done about a part that changed, in the order in which it is told."""


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done about one lesson: one or more of the words above."""

    package: Package
    kinds: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.package.name}: {', '.join(self.kinds)}"


@dataclass(frozen=True, slots=True)
class Doing:
    """A plan: a step for each lesson that was asked for, and whether the index changes.

    ``refusals`` keep all of it from being done; ``notes`` do not.
    """

    steps: tuple[Step, ...]
    is_new_index: bool
    refusals: tuple[Refusal, ...]
    notes: tuple[str, ...]

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
            yield "the course: update index"
        if self.is_empty and not self.refusals:
            yield "nothing to do"


def planned(
    course: CoursePackage, target: Target, sent: Sent, refused: tuple[Refusal, ...] = ()
) -> Doing:
    """Return what is to be done so that a target holds the packages of a course.

    Nothing is changed; ``refused`` are lessons that have no package.
    """
    packages = course.all()
    steps = tuple(Step(one, _kinds(one, target, sent.lessons.get(one.name))) for one in packages)
    broke = tuple(refusal for one in packages for refusal in broken(one, target.rules))
    text = _index_after(course, target, sent, packages)
    stands = digest(text) == sent.index and target.has_index(text)
    known = {*course.packages, *(lesson for phase in course.phases for lesson in phase.lessons)}
    left = sorted(name for name in sent.lessons if name.partition(".")[0] not in known)
    notes = [f"{name} is published, and the course has it no more" for name in left]
    notes += [line for one in packages for line in advice(one)]
    return Doing(steps, bool(packages) and not stands, (*refused, *broke), tuple(notes))


def _index_after(
    course: CoursePackage, target: Target, sent: Sent, packages: tuple[Package, ...]
) -> str:
    """Return the index of a target once packages are there beside what it holds."""
    remotes = {name: record.remote for name, record in sent.lessons.items()}
    return target.index(course, remotes | {one.name: target.remote(one) for one in packages})


def _kinds(package: Package, target: Target, record: Record | None) -> tuple[str, ...]:
    if record is None:
        return (CREATE,)
    wanted = parts(package)
    changed = {part for part in wanted if record.parts.get(part) != wanted[part]}
    gone = target.gone(package, record.remote)
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
    """
    refusals = [*doing.refusals]
    if not supersede:
        refusals += map(_superseding, (s.package for s in doing.steps if SUPERSEDE in s.kinds))
    if refusals:
        raise NotPublished(tuple(refusals))
    sent = state.of(target.name)
    for step in doing.steps:
        if step.kinds == (NOTHING,):
            continue
        _check_files(step.package)
        before = sent.lessons.get(step.package.name)
        target.send(step.package, before.remote if before else None)
        revisions = before.revisions if before else ()
        if revisions[-1:] != (step.package.revision,):
            revisions = (*revisions, step.package.revision)
        record = Record(target.remote(step.package), parts(step.package), revisions)
        sent = replace(sent, lessons={**sent.lessons, step.package.name: record})
        state.write(target.name, sent)
        told(str(step))
    if doing.is_new_index:
        text = _index_after(course, target, sent, ())
        target.send_index(text)
        state.write(target.name, replace(sent, index=digest(text)))
        told("the course: update index")


def _superseding(package: Package) -> Refusal:
    what = f"the film of {package.name} is another one, and this place cannot replace it"
    return Refusal(str(package.origin.file), what, "--supersede publishes it beside the old one")


def _check_files(package: Package) -> None:
    changed = [one.path for one in package.assets if file_digest(one.path) != one.sha256]
    if changed:
        what, fix = "it is not the file that passed the gate", "build it again"
        raise NotPublished(tuple(Refusal(str(path), what, fix) for path in changed))
