"""What is asked of a course before anything of it is sent to PeerTube."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.publish.login import LoginRefused
from pipeline.publish.planning import planned
from pipeline.publish.sent import Record, Sent
from pipeline.publish.targets.peertube import Channel
from pipeline.publish.targets.target import NoSuchTarget
from tests.pipeline.publishing_places import made
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
