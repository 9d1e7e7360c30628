"""A course's folder and a channel to publish it to, with a clock that nobody waits for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from google.oauth2.credentials import Credentials

from pipeline.publish.package import CoursePackage
from pipeline.publish.planning import Doing, done, planned
from pipeline.publish.sent import Sent
from pipeline.publish.state import State, alone
from pipeline.publish.targets.youtube import YouTube
from pipeline.publish.targets.youtube_calls import Clock
from pipeline.publish.targets.youtube_wire import Wire
from tests.pipeline.youtube_channel import Channel
from tests.pipeline.youtube_server import TOKEN, Server, youtube_server

PIECE = 8
BEGIN = datetime(2026, 11, 27, 20, tzinfo=UTC)


class Studio:
    """What publishes to a server: a new target each time, as each command has one."""

    def __init__(self, root: Path, server: Server, wire: Wire) -> None:
        self.root, self.server, self.wire = root, server, wire
        self.course = root / "course"
        self.course.mkdir(parents=True)
        self.moment = BEGIN
        self.waited: list[float] = []

    @property
    def channel(self) -> Channel:
        return self.server.channel

    @property
    def sent(self) -> Sent:
        return State(self.course).of("youtube")

    def target(self) -> YouTube:
        return YouTube(
            credentials,
            wire=lambda login: self.wire,
            clock=Clock(lambda: self.moment, self._sleep),
            sessions=self.root / "sessions",
        )

    def _sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.moment += timedelta(seconds=seconds)

    def plan(self, course: CoursePackage) -> Doing:
        return planned(course, self.target(), self.sent)

    def publish(self, course: CoursePackage, *, supersede: bool = False) -> list[str]:
        told: list[str] = []
        target = self.target()
        with alone(self.course) as state:
            doing = planned(course, target, state.of(target.name))
            done(doing, course, target, state, supersede=supersede, told=told.append)
        return told

    def calls(self) -> list[str]:
        """Return what was called since this was asked last, without lists."""
        made = [one for one in self.channel.calls if not one.endswith((".list", "ask"))]
        self.channel.calls.clear()
        return made


def credentials() -> Credentials:
    return Credentials(TOKEN)


@contextmanager
def studios() -> Iterator[tuple[Server, Wire]]:
    """Give a server and what speaks to it; a wire takes long to make, and is made once."""
    with youtube_server() as server:
        wire = Wire(credentials(), server.root, PIECE)
        yield server, wire
        wire.close()
