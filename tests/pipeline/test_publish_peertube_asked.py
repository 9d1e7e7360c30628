"""What is asked of a course before anything of it is sent to PeerTube."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.publish.login import LoginRefused
from pipeline.publish.package import NotPublished, Package
from pipeline.publish.planning import planned
from pipeline.publish.sent import Record, Sent
from pipeline.publish.targets.peertube import Channel
from pipeline.publish.targets.target import NoSuchTarget
from tests.pipeline.peertube_server import PeerTube
from tests.pipeline.publishing_places import Place, made
from tests.pipeline.small_packages import course_of


def test_a_first_plan_needs_no_login(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And asks nobody; what was sent cannot be compared without."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "nothing"))
    target, course = Channel("peertube://tube.example/course"), course_of(made(tmp_path))
    assert [str(step) for step in planned(course, target, Sent()).steps] == ["small: create"]
    sent = Sent({"small": Record("a-film", target.parts(course.packages["small"]))})
    with pytest.raises(
        LoginRefused, match=r"nobody is logged in - render.py login peertube://tube"
    ):
        planned(course, target, sent)


@pytest.mark.parametrize("text", ["peertube://host", "peertube://host/", "peertube://host/a/b"])
def test_a_channel_must_be_named(text: str) -> None:
    with pytest.raises(NoSuchTarget, match="it names no channel - write peertube://HOST/CHANNEL"):
        Channel(text)


RULES = {
    "a title of two characters": (
        lambda made: replace(made, title="Ab"),
        "titles of 3 characters or more",
    ),
    "chapters in one second": (
        lambda made: replace(made, chapters=((0.0, "One"), (0.5, "Two"))),
        "in the same second, 0 s",
    ),
    "a chapter without a title": (
        lambda made: replace(made, chapters=((0.0, ""),)),
        "titles of chapters of 1 to 100",
    ),
    "no track": (
        lambda made: replace(made, assets=tuple(a for a in made.assets if a.role != "track")),
        "there are no captions",
    ),
}


@pytest.mark.parametrize(("edit", "said"), RULES.values(), ids=RULES)
def test_what_it_does_not_take_is_refused_before(
    place: Place, server: PeerTube, tmp_path: Path, edit: Callable[[Package], Package], said: str
) -> None:
    with pytest.raises(NotPublished, match=said):
        place.publish(course_of(edit(made(tmp_path))))
    assert server.changes == []
