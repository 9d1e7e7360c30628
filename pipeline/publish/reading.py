"""Packages from the delivered folders: only what a build would make now, byte for byte."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PIL import Image

from pipeline import outputs
from pipeline.cast import cast
from pipeline.deliver import lesson_made_from
from pipeline.plan import Plan
from pipeline.prepare import planned, ready
from pipeline.progress import Stage, quiet
from pipeline.publish.description import description, mark
from pipeline.publish.origins import origin_of
from pipeline.publish.package import ROLES, Asset, NotPublished, Origin, Package, Refusal
from pipeline.publish.plain import NotPlain, plain
from pipeline.shoot import identity
from pipeline.store import Store
from pipeline.unchanged import digest_of
from pipeline.voices import VoiceFailed
from scenes import end_card
from scenes.look import Look
from script.errors import ScriptErrors
from script.files import original_of
from script.schema import Course, Lesson


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where finished lessons are.

    ``looks`` give, for a lesson, the look that platforms get and then those of its renditions,
    each with the words that ask ``render.py build`` for it. ``store`` keeps what is spoken;
    ``output`` is the folder of all lessons' files.
    """

    looks: tuple[tuple[Callable[[Lesson], Look], str], ...]
    store: Store
    output: Path


@dataclass(frozen=True, slots=True)
class _Texts:
    """What a package says, plain, and where it is written."""

    title: str
    objective: str
    chapters: tuple[tuple[float, str], ...]
    recap: tuple[str, ...]
    recap_title: str
    origin: Origin


class _NotBuilt(NotPublished):
    """A lesson of which nothing is there in a look."""


def read_package(path: Path, course: Course, shelf: Shelf) -> Package:
    """Return the package of a lesson, or of a translation, of a course.

    Raises
    ------
    NotPublished
        When it has mistakes, is not built, is built from another version of the lesson, or a file
        is not the one that passed the gate.
    """
    (look, words), *renditions = shelf.looks
    plan, assets = _standing(path, look, words, shelf)
    for smaller, words in renditions:
        with suppress(_NotBuilt):
            films = _standing(path, smaller, words, shelf)[1]
            assets += [one for one in films if one.role == "film"]
    lesson = plan.ready.lesson
    texts = _texts(plan)
    film = next(one for one in assets if one.role == "film")
    is_short = lesson.id in [one.id for one in course.shorts]
    site, appears = course.publish.site, course.publish.schedule.get(lesson.id)
    return Package(
        name=lesson.name,
        lesson=lesson.id,
        number=lesson.number,
        title=texts.title,
        objective=texts.objective,
        description=description(
            texts.objective,
            () if is_short else texts.chapters,
            texts.recap,
            texts.recap_title,
            f"{course.title}: {site}" if site else "",
            mark(lesson.name, film.sha256[:8]),
        ),
        tags=course.publish.tags,
        language=lesson.language,
        phase=_phase(lesson.id, course),
        seconds=plan.seconds,
        chapters=texts.chapters,
        assets=tuple(assets),
        quiz=plan.ready.quiz,
        recap=texts.recap,
        is_short=is_short,
        category=course.publish.category,
        licence=course.publish.licence,
        visibility="private" if appears else course.publish.visibility,
        appears=appears,
        since=_since(lesson.id, course),
        origin=texts.origin,
    )


def _since(lesson: str, course: Course) -> date | None:
    listed = (*course.listed, *course.shorts)
    return next((one.since for one in listed if one.id == lesson), None)


def _phase(lesson: str, course: Course) -> str | None:
    holding = (p.title for p in course.phases if lesson in [one.id for one in p.lessons])
    return next(holding, None)


def _standing(
    path: Path, look: Callable[[Lesson], Look], words: str, shelf: Shelf
) -> tuple[Plan, list[Asset]]:
    """Return the plan of a lesson in a look, and its files if they are what it would make."""
    try:
        resolved = ready(path, look)
        chosen = look(resolved.lesson)
        folder, build = shelf.output / path.stem / chosen.name, _to_build(resolved.lesson, words)
        if not outputs.listed(folder, path.stem):  # asked before anything is spoken
            raise _NotBuilt((Refusal(str(folder), "it is not built", build),))
        plan = planned(resolved, chosen, cast(resolved), shelf.store)
    except ScriptErrors as errors:
        refused = (Refusal(str(e.place), e.message, e.hint or "mend it") for e in errors.findings)
        raise NotPublished(tuple(refused)) from errors
    except VoiceFailed as failed:
        what = f"whether it stands as built cannot be told: {failed}"
        refusal = Refusal(str(path), what, "publish where its voice works")
        raise NotPublished((refusal,)) from failed
    return plan, list(_assets(plan, folder, build))


def _to_build(lesson: Lesson, words: str) -> str:
    """Return the command that builds a lesson in a look."""
    named = ["render.py build", original_of(lesson.path).stem]
    language = ["--language", lesson.language] if lesson.original else []
    return " ".join([*named, *language, *([words] if words else [])])


def _assets(plan: Plan, folder: Path, build: str) -> Iterator[Asset]:
    """Yield the files of a delivery that stands as the plan would make it."""
    stem = plan.ready.lesson.path.stem
    files = outputs.listed(folder, stem)
    keys = {beat.name: identity(beat.shot).key for beat in plan.beats}
    if outputs.made_from(folder, stem) != lesson_made_from(plan, keys):
        what = "it was built from another version of the lesson"
        raise NotPublished((Refusal(str(folder), what, build),))
    by_role = {file.name.removeprefix(stem): file for file in files}
    wrong = []
    for ending, role in ROLES.items():
        file = by_role.get(ending)
        if file is None:
            continue
        if (there := digest_of(file)) != files[file]:
            what = "it is not there" if there is None else "it is not the file that passed the gate"
            wrong.append(Refusal(str(file), what, build))
            continue
        yield Asset(role, file, files[file], plan.ready.lesson.language, _size(role, file, plan))
    if wrong:
        raise NotPublished(tuple(wrong))


def _size(role: str, file: Path, plan: Plan) -> tuple[int, int] | None:
    if role == "thumbnail":
        with Image.open(file) as picture:
            return picture.size
    return (plan.look.width, plan.look.height) if role in ("film", "download") else None


def _texts(plan: Plan) -> _Texts:
    """Return what is told of a lesson, as plain text.

    Raises
    ------
    NotPublished
        For formulas that plain text cannot show.
    """
    lesson = plan.ready.lesson
    cards = [
        (scene.spec.title, panel.params.recap)
        for scene in plan.ready.scenes
        for panel in scene.panels
        if isinstance(panel.params, end_card.Params)
    ]
    recap_title, recap = cards[-1] if cards else ("", ())
    chapters = plan.chapters()
    wanted = {"title": lesson.title, "objective": lesson.objective}
    wanted |= {f"chapter {at}": title for at, (_, title) in enumerate(chapters, 1)}
    wanted |= {f"recap {at}": str(text) for at, text in enumerate(recap, 1)}
    origin, shown, refused = origin_of(lesson, wanted), dict[str, str](), []
    for what, text in wanted.items():
        try:
            shown[what] = plain(" ".join(text.split()))
        except NotPlain as formula:
            told = f"plain text cannot show ${formula}$"
            refused.append(Refusal(origin.at(what), told, "say it in words, or with x² and η"))
    if refused:
        raise NotPublished(tuple(refused))
    return _Texts(
        shown["title"],
        shown["objective"],
        tuple((start, shown[f"chapter {at}"]) for at, (start, _) in enumerate(chapters, 1)),
        tuple(shown[f"recap {at}"] for at, _ in enumerate(recap, 1)),
        recap_title,
        origin,
    )


def read_packages(
    paths: Sequence[Path], course: Course, shelf: Shelf, stage: Stage = quiet
) -> tuple[tuple[Package, ...], tuple[Refusal, ...]]:
    """Return the packages of lessons, and why those that are missing are refused."""
    packages: list[Package] = []
    refusals: list[Refusal] = []
    with stage("lessons", len(paths)) as done:
        for path in paths:
            try:
                packages.append(read_package(path, course, shelf))
            except NotPublished as refused:
                refusals += refused.refusals
            done(path.stem)
    return tuple(packages), tuple(refusals)
