"""What is published: the finished files of each lesson, and what a platform is told of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from pipeline.deliver import DOWNLOAD
from script.errors import DownhillError
from script.nodes import Place
from script.order import Category, Licence, PublishSpec, Visibility
from script.quiz import Quiz

ROLES: Mapping[str, str] = {
    DOWNLOAD: "download",
    ".mp4": "film",
    ".srt": "captions",
    ".vtt": "track",
    ".png": "thumbnail",
    ".transcript.md": "transcript",
    ".transcript.html": "transcript page",
    ".chapters.txt": "chapters",
    ".quiz.json": "quiz",
    ".trajectory.csv": "trajectory",
}
"""What a finished file is, by what follows the lesson's name in its own."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One finished file, as the gate passed it.

    ``role`` is one of ``ROLES``, ``sha256`` that of its bytes and of its manifest, ``language`` a
    tag of BCP 47, ``size`` width and height in pixels of a film or picture.
    """

    role: str
    path: Path
    sha256: str
    language: str
    size: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the words of a package are written: what a writer is to mend stands there."""

    file: Path
    places: Mapping[str, Place] = field(default_factory=dict)

    def at(self, what: str) -> str:
        """Return the place of a key, such as ``title``; that of the file where it has none."""
        return str(self.places.get(what, self.file))


@dataclass(frozen=True, slots=True)
class Package:
    """All that is published of one lesson in one language; a short is a lesson, too.

    ``name`` tells it from all others of the course: the lesson's id, with the language of a
    translation. Texts are plain, without markup. ``description`` is ready to paste. ``chapters``
    are starts in seconds of the film and titles. ``since`` is the day on which it was first
    published, where the course says it. Of several films in ``assets`` the first is the
    one that platforms get, the others are renditions of it. A lesson that ``appears``
    at a moment (UTC) is private until then, and public from then on where a place can do that.
    """

    name: str
    lesson: str
    number: int | None
    title: str
    objective: str
    description: str
    tags: tuple[str, ...]
    language: str
    phase: str | None
    seconds: float
    chapters: tuple[tuple[float, str], ...]
    assets: tuple[Asset, ...]
    quiz: Quiz | None
    recap: tuple[str, ...] = ()
    is_short: bool = False
    category: Category = "education"
    licence: Licence = "standard"
    visibility: Visibility = "private"
    since: date | None = None
    appears: datetime | None = None
    origin: Origin = Origin(Path())

    @property
    def film(self) -> Asset:
        """The film that platforms get: picture and sound, nothing else."""
        return self.one("film")

    @property
    def revision(self) -> str:
        """Eight digits that tell this film from any other one of the lesson."""
        return self.film.sha256[:8]

    @property
    def stem(self) -> str:
        """What its files are called by, such as ``06-ten-steps``."""
        return self.film.path.stem

    def of(self, role: str) -> Iterator[Asset]:
        """Yield the files of a role, the main one first."""
        return (asset for asset in self.assets if asset.role == role)

    def one(self, role: str) -> Asset:
        """Return the main file of a role; ``LookupError`` where there is none."""
        for asset in self.of(role):
            return asset
        raise LookupError(f"{self.name} has no {role}")


@dataclass(frozen=True, slots=True)
class PhasePackage:
    """A phase of the course; ``lessons`` are the ids of all of its lessons, in order.

    Not each of them need have a package: what is asked for may be one lesson of a course.
    """

    title: str
    goal: str
    lessons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CoursePackage:
    """A course with the packages of its lessons.

    ``packages`` holds the lessons, in the order of the course, and then its shorts, by id;
    ``translations`` those in other languages, by name. A course without phases has one, without
    a goal.
    """

    title: str
    language: str
    phases: tuple[PhasePackage, ...]
    packages: Mapping[str, Package]
    translations: Mapping[str, Package]
    publish: PublishSpec

    def all(self) -> tuple[Package, ...]:
        """Return every package: lessons, shorts, then translations."""
        return (*self.packages.values(), *self.translations.values())


@dataclass(frozen=True, slots=True, order=True)
class Refusal:
    """Why something is not published: where it stands, what is wrong, and how to mend it."""

    place: str
    what: str
    fix: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what} - {self.fix}"


class NotPublished(DownhillError):
    """What keeps lessons from being published; nothing was sent."""

    exit_code = 2

    def __init__(self, refusals: tuple[Refusal, ...]) -> None:
        super().__init__("\n".join(map(str, refusals)))
        self.refusals = refusals
