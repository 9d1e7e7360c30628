"""``publish --to youtube`` as it is typed, and what its exit codes mean."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline import cli
from pipeline.commands import publishing
from pipeline.publish.package import CoursePackage
from pipeline.publish.state import State
from tests.pipeline.small_channels import Studio
from tests.pipeline.small_packages import course_of, edited_file, package
from tests.pipeline.youtube_server import Fault


@pytest.fixture
def commanded(studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Studio:
    """A studio whose course is published by the command line."""
    one = package(tmp_path / "made")
    courses = [course_of(one)]
    monkeypatch.setattr(publishing, "lessons_asked", lambda *given: (studio.course, ()))
    monkeypatch.setattr(publishing, "target_at", lambda *given: studio.target())
    monkeypatch.setattr(publishing, "package_course", lambda *given: (courses[0], ()))
    studio.courses = courses
    return studio


def test_from_the_command_line(
    commanded: Studio, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["publish", "all", "--to", "youtube"]
    assert cli.main(words) == 0
    assert "small: create (1 upload, 450 units)" in capsys.readouterr().out
    assert not (commanded.course / "publish-state.json").exists()
    assert cli.main([*words, "--yes"]) == 0
    assert cli.main([*words, "--yes"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "nothing to do"
    (course,) = commanded.courses
    commanded.courses[0] = _with_film(course, "another film")
    assert cli.main([*words, "--yes"]) == 2
    assert "--supersede publishes it beside the old one" in capsys.readouterr().err
    commanded.channel.units = 0
    assert cli.main([*words, "--yes", "--supersede"]) == 5
    told = capsys.readouterr().err
    assert "publish again after 2026-11-28 08:00 UTC" in told
    commanded.moment += timedelta(days=1)
    commanded.channel.new_day()
    commanded.server.faults["piece"] = [Fault("ok"), Fault("lost")]
    commanded.channel.arrived = lambda body, data: {"id": "nowhere"}  # type: ignore[method-assign]
    assert cli.main([*words, "--yes", "--supersede"]) == 4
    assert "look in YouTube Studio" in capsys.readouterr().err
    assert State(commanded.course).of("youtube").lessons["small"].upload is not None


def _with_film(course: CoursePackage, text: str) -> CoursePackage:
    made = edited_file(course.packages["small"], "film", text)
    return replace(course, packages={"small": made})
