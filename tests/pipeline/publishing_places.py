"""A course's folder and a platform to publish it at; also as a program, that can be killed.

python -m tests.pipeline.publishing_places FOLDER ADDRESS
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.publish.api import Limits
from pipeline.publish.login import Vimeo
from pipeline.publish.package import CoursePackage, Package
from pipeline.publish.planning import Doing, done, planned
from pipeline.publish.sessions import Sessions
from pipeline.publish.state import State, alone
from pipeline.publish.targets import Target
from pipeline.publish.targets.bucket import Bucket
from pipeline.publish.targets.peertube import Channel
from pipeline.publish.targets.vimeo import Account
from pipeline.publish.tokens import Secret
from tests.pipeline.small_packages import course_of, package

PIECE = 4_000
TOKEN = "token-of-tests"


class KnownKey:
    """What opens the servers of tests."""

    def token(self) -> Secret:
        return Secret(TOKEN)

    def renew(self) -> Secret:
        return Secret(TOKEN)


class Place:
    """A course's folder, and a channel (``peertube://HOST/CHANNEL``), a bucket, or Vimeo.

    ``slept`` are the seconds that were waited, without waiting; ``meanwhile`` is called each time.
    """

    def __init__(self, root: Path, address: str) -> None:
        self.root = root
        self.course = root / "course"
        self.course.mkdir(parents=True, exist_ok=True)
        self.slept: list[float] = []
        self.meanwhile: Callable[[], None] = lambda: None
        self.target = self.at(address)

    def at(self, address: str) -> Target:
        """Return a target of the servers of tests."""
        if address.startswith("s3:"):
            return Bucket(address)
        settings: dict[str, Any] = {
            "sessions": Sessions("test", self.root / "sessions"),
            "limits": Limits(tries=5),
            "sleep": self._sleep,
            "piece": PIECE,
        }
        if address.startswith("peertube:"):
            return Channel(address, KnownKey(), **settings)
        return Account(Vimeo(address), KnownKey(), **settings)

    def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.meanwhile()

    def plan(self, course: CoursePackage) -> Doing:
        return planned(course, self.target, State(self.course).of(self.target.name))

    def publish(self, course: CoursePackage) -> list[str]:
        told: list[str] = []
        with alone(self.course) as state:
            doing = planned(course, self.target, state.of(self.target.name))
            done(doing, course, self.target, state, told=told.append)
        return told


def made(folder: Path, name: str = "small", size: int = 9_500) -> Package:
    """Return a package with a film of several pieces."""
    package(folder, name)
    film = folder / name / f"{name}.mp4"
    film.write_bytes(np.random.RandomState(len(name)).bytes(size))
    return package(folder, name)


if __name__ == "__main__":
    place = Place(Path(sys.argv[1]), sys.argv[2])
    place.publish(course_of(package(place.root)))
