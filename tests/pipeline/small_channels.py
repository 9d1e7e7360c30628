"""A course's folder and a channel to publish it to, with a clock that nobody waits for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from google.oauth2.credentials import Credentials

from pipeline.publish.package import CoursePackage, Package
from pipeline.publish.planning import Doing, done, planned
from pipeline.publish.sent import Sent
from pipeline.publish.state import State, alone
from pipeline.publish.targets.youtube import YouTube
from pipeline.publish.targets.youtube_calls import Clock
from pipeline.publish.targets.youtube_wire import Wire
from tests.pipeline.small_packages import edited_file
from tests.pipeline.youtube_channel import Channel
from tests.pipeline.youtube_server import TOKEN, Server, youtube_server

PIECE = 8
CREATED = ["videos.insert", "piece", "piece", "captions.insert", "thumbnails.set"]
LISTED = ["playlists.insert", "playlistItems.insert"]
"""What is called when a lesson is new, and when its playlist is."""
BEGIN = datetime(2026, 11, 27, 20, tzinfo=UTC)


class Studio:
    """What publishes to a server: a new target each time, as each command has one."""

    def __init__(self, root: Path, server: Server, wire: Wire) -> None:
        self.root, self.server, self.wire = root, server, wire
        self.course = root / "course"
        self.course.mkdir(parents=True)
        self.moment = BEGIN
        self.waited: list[float] = []
        self.courses: list[CoursePackage] = []

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


def superseded(made: Package) -> Package:
    """Return the lesson after an edit of a sentence: film, captions and chapters are others."""
    one = edited_file(edited_file(made, "film", "another film"), "captions", "other words")
    text = made.description.replace(made.revision, one.revision).replace("0:12", "0:14")
    return replace(one, description=text)


def holds(studio: Studio, course: CoursePackage) -> None:
    """Check that a channel has each lesson of a course once, whole, in order; nothing is left."""
    channel = studio.channel
    films = {name: record.remote for name, record in studio.sent.lessons.items()}
    former = [one for record in studio.sent.lessons.values() for one in record.former]
    assert sorted(channel.videos) == sorted([*films.values(), *former])
    for name, one in course.packages.items():
        video = films[name]
        assert channel.films[video] == one.film.sha256
        assert channel.text_of(video, "en") == one.one("captions").sha256
        assert channel.thumbnails[video] == one.one("thumbnail").sha256
        assert channel.videos[video]["status"]["privacyStatus"] == one.visibility
        assert channel.videos[video]["snippet"]["title"] == one.title
    ((playlist, _),) = channel.playlists.items()
    assert channel.shown(playlist) == [films[name] for name in course.phases[0].lessons]
    held = [
        (one["snippet"]["videoId"], one["snippet"]["language"]) for one in channel.captions.values()
    ]
    assert len(held) == len(set(held)) >= len(films)
    assert studio.plan(course).is_empty
    assert list((studio.root / "sessions").iterdir()) == []
