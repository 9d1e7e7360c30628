"""What every place has in common where lessons are published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from pipeline.publish.package import CoursePackage, Package
from pipeline.publish.rules import Rule
from pipeline.publish.sent import Record, Sent
from pipeline.publish.state import Ledger
from pipeline.publish.steps import Cost, Step
from script.errors import DownhillError


class NoSuchTarget(DownhillError):
    """A place that ``--to`` cannot mean."""

    exit_code = 2


class NotUsable(DownhillError):
    """A place that cannot be used here: a package is missing, or nobody is logged in."""

    exit_code = 2


class PlaceFailed(DownhillError):
    """A server that is away, or refuses; what was sent before stays, and is not sent again."""


class Unknown(DownhillError):
    """Whether a film is there cannot be told: somebody has to look before anything is sent."""

    exit_code = 4


class Later(DownhillError):
    """A place takes no more today; what was sent is in the state, and the rest is sent then."""

    exit_code = 5


class Meter(Protocol):
    """How a place counts what is done there."""

    def cost(self, package: Package, kinds: Sequence[str], record: Record | None) -> Cost:
        """Return what a step costs."""

    def index_cost(self, course: CoursePackage, sent: Sent, steps: Sequence[Step]) -> Cost:
        """Return what the index costs after some steps."""

    def days(self, steps: Sequence[Step], index: Cost, sent: Sent) -> tuple[str, ...]:
        """Return the days on which steps are done, in lines; none where all are done at once."""


class Target(Protocol):
    """A place to publish at.

    All that sends may be done twice: what is there already stays. A publishing that was killed is
    done again from the last change that the ledger knows. Each place raises ``PlaceFailed`` when it
    is away or refuses; one that counts ``Later``, one that may make a second film ``Unknown``.
    """

    @property
    def name(self) -> str:
        """What the state calls it: the same on every machine, and no secret in it."""

    @property
    def rules(self) -> tuple[Rule, ...]:
        """What a package must keep to be taken."""

    @property
    def replaces(self) -> bool:
        """Whether a film can be put in the place of another one; else it is superseded."""

    @property
    def meter(self) -> Meter | None:
        """How it counts what is done; None where as much may be done as one likes."""

    def parts(self, package: Package) -> Mapping[str, str]:
        """Return the digest of each part that it takes of a package."""

    def remote(self, package: Package) -> str:
        """Return what it will call a lesson; empty where it is told only when the film is there."""

    def gone(self, package: Package, sent: Sent) -> frozenset[str]:
        """Return the parts of a lesson that were sent and are not there, or not all there.

        ``sent`` has a record of the lesson.
        """

    def send(self, package: Package, kinds: Sequence[str], ledger: Ledger) -> None:
        """Do a step about a package and keep its record: the parts that are there are in it."""

    def index(self, course: CoursePackage, lessons: Mapping[str, Record]) -> str:
        """Return what tells of the whole course once it has these lessons, by name.

        A lesson whose ``remote`` is empty is there under a name that is not known yet.
        """

    def has_index(self, text: str, sent: Sent) -> bool:
        """Tell whether it is there."""

    def send_index(self, text: str, ledger: Ledger) -> None:
        """Put it in the place of the one before, at once."""
