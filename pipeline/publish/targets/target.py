"""What every place has in common where lessons are published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from pipeline.publish.package import CoursePackage, Package
from pipeline.publish.rules import Rule
from script.errors import DownhillError


class NoSuchTarget(DownhillError):
    """A place that ``--to`` cannot mean."""

    exit_code = 2


class Target(Protocol):
    """A place to publish at.

    All that sends may be done twice: what is there already stays. A publishing that was killed is
    done again from the last step that the state knows.
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

    def remote(self, package: Package) -> str:
        """Return what the place calls a lesson once it is there."""

    def gone(self, package: Package, remote: str) -> frozenset[str]:
        """Return the parts of a lesson that were sent and are not there any more.

        ``remote`` is what the place called the lesson when it was sent.
        """

    def send(self, package: Package, before: str | None) -> None:
        """Send what is not there of a package; ``before`` is what the lesson was called so far."""

    def index(self, course: CoursePackage, remotes: Mapping[str, str]) -> str:
        """Return what tells of the whole course; ``remotes`` are its lessons there, by name."""

    def has_index(self, text: str) -> bool:
        """Tell whether it is there."""

    def send_index(self, text: str) -> None:
        """Put it in the place of the one before, at once."""
