"""Killed at any moment: before and after each request, and at each change of a file."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.publish.package import CoursePackage
from pipeline.publish.targets.youtube_wire import Wire
from tests.pipeline.small_channels import Studio, holds
from tests.pipeline.small_packages import course_of, edited_file, package


class Killed(BaseException):
    """As if the process were gone: nothing that follows is done."""


def _killing(at: int, monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Kill at one of all moments: before and after each request, and at each change of a file."""
    count = 0

    def moment() -> None:
        nonlocal count
        count += 1
        if count == at:
            raise Killed

    for name in ("call", "begin", "ask", "send"):
        real = getattr(Wire, name)

        def between(self: Wire, *given: Any, real: Any = real) -> Any:
            moment()
            answer = real(self, *given)
            moment()
            return answer

        monkeypatch.setattr(Wire, name, between)
    renamed = os.replace

    def rename(*given: Any, **more: Any) -> None:
        moment()
        renamed(*given, **more)

    monkeypatch.setattr(os, "replace", rename)
    return lambda: count


def _killed(
    studio: Studio, monkeypatch: pytest.MonkeyPatch, courses: list[CoursePackage], at: int
) -> bool:
    """Publish courses one after the other, killed at a moment of the last, and go on."""
    studio.server.fresh()
    studio = Studio(studio.root / f"killed-{at}", studio.server, studio.wire)
    *before, last = courses
    for course in before:
        studio.publish(course, supersede=True)
    with monkeypatch.context() as patch:
        begun = _killing(at, patch)
        try:
            studio.publish(last, supersede=True)
        except Killed:
            pass
        else:
            assert begun() < at
            return False
    studio.publish(last, supersede=True)
    holds(studio, last)
    return True


def _moments(
    studio: Studio, monkeypatch: pytest.MonkeyPatch, courses: list[CoursePackage], step: int
) -> int:
    """Return about how many moments there were to be killed at; each ``step``-th was tried."""
    at = 1
    while _killed(studio, monkeypatch, courses, at):
        at += step
    return at


def test_killed_at_any_moment_it_goes_on_to_the_same_end(
    studio: Studio,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    campaign_size: Callable[[int, int], int],
) -> None:
    """All moments with ``--campaign``, every third otherwise."""
    course = course_of(package(tmp_path / "made", visibility="public"))
    assert _moments(studio, monkeypatch, [course], campaign_size(3, 1)) > 40


def test_killed_while_it_supersedes_it_goes_on_to_the_same_end(
    studio: Studio,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    campaign_size: Callable[[int, int], int],
) -> None:
    """All moments with ``--campaign``, every eighth otherwise."""
    first = package(tmp_path / "made", visibility="public")
    second = edited_file(package(tmp_path / "again", visibility="public"), "film", "another")
    text = first.description.replace(first.revision, second.revision)
    courses = [course_of(first), course_of(replace(second, description=text))]
    assert _moments(studio, monkeypatch, courses, campaign_size(8, 1)) > 40
