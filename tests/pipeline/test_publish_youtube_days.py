"""A day at YouTube ends: what was sent stays, and the next day goes on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfoNotFoundError

import pytest

from pipeline.publish.sent import Sent, Spent
from pipeline.publish.steps import Cost
from pipeline.publish.targets import Later, youtube_costs
from pipeline.publish.targets.youtube_costs import A_DAY, day_of, end_of_day, left_of_day
from tests.pipeline.small_channels import Studio, holds
from tests.pipeline.small_packages import course_of, edited_file, package


def test_a_day_that_is_over_ends_it_and_the_next_goes_on(studio: Studio, tmp_path: Path) -> None:
    """10,000 units are enough for 19 lessons; two more are left for the day after."""
    course = course_of(*(package(tmp_path / "made", f"l{n:02}") for n in range(21)))
    days = list(studio.plan(course).lines())[-2:]
    assert days == [
        "2026-11-27, of 100 uploads, 10,000 units left: 19 uploads, 9,550 units: "
        + ", ".join(f"l{n:02}" for n in range(19)),
        "2026-11-28, of 100 uploads, 10,000 units left: 2 uploads, 1,000 units: l19, l20",
    ]
    with pytest.raises(Later, match="publish again after 2026-11-28 08:00 UTC") as told:
        studio.publish(course)
    assert told.value.exit_code == 5
    assert len(studio.channel.videos) == 19
    ((playlist, _),) = studio.channel.playlists.items()
    assert len(studio.channel.shown(playlist)) == 19
    studio.moment = studio.moment.replace(day=28, hour=8)
    studio.channel.new_day()
    studio.publish(course)
    holds(studio, course)


def test_a_day_that_others_used_up_is_told_by_the_server(studio: Studio, tmp_path: Path) -> None:
    made = [package(tmp_path / "made", name) for name in ("one", "two")]
    studio.channel.units = 700
    with pytest.raises(Later, match=r"it takes no more today \(quotaExceeded\)"):
        studio.publish(course_of(*made))
    assert studio.sent.spent.units == 10_000
    assert len(studio.channel.videos) == 2  # the second one has its film, and waits for captions
    with pytest.raises(Later, match="publish again after"):
        studio.publish(course_of(*made))
    studio.moment = studio.moment.replace(day=28, hour=9)
    studio.channel.new_day()
    studio.publish(course_of(*made))
    holds(studio, course_of(*made))


def test_no_film_is_sent_when_the_day_has_no_more_uploads(studio: Studio, tmp_path: Path) -> None:
    one, two = package(tmp_path / "made", "one"), package(tmp_path / "made", "two")
    studio.publish(course_of(one, two))
    studio.channel.uploads = 0
    another, titled = edited_file(one, "film", "another film"), replace(two, title="Another")
    with pytest.raises(Later):
        studio.publish(course_of(another, titled), supersede=True)
    assert (studio.sent.spent.uploads, len(studio.channel.videos)) == (100, 2)
    assert str(studio.plan(course_of(another, titled)).steps[1]) == "two: nothing"


@pytest.mark.parametrize(
    ("moment", "day", "end"),
    [
        ("2026-11-27T07:59:59", "2026-11-26", "2026-11-27T08:00:00"),
        ("2026-11-27T08:00:00", "2026-11-27", "2026-11-28T08:00:00"),
        ("2026-07-01T07:00:00", "2026-07-01", "2026-07-02T07:00:00"),
        ("2026-03-08T12:00:00", "2026-03-08", "2026-03-09T07:00:00"),
        ("2026-11-01T12:00:00", "2026-11-01", "2026-11-02T08:00:00"),
    ],
)
def test_a_day_ends_at_midnight_in_california(moment: str, day: str, end: str) -> None:
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert day_of(at) == day
    assert end_of_day(at) == datetime.fromisoformat(end).replace(tzinfo=UTC)


def test_without_time_zones_a_day_ends_no_sooner(monkeypatch: pytest.MonkeyPatch) -> None:
    known = end_of_day(datetime(2026, 7, 1, 12, tzinfo=UTC))

    def none(name: str) -> Any:
        raise ZoneInfoNotFoundError(name)

    monkeypatch.setattr(youtube_costs, "ZoneInfo", none)
    assert end_of_day(datetime(2026, 7, 1, 12, tzinfo=UTC)) - known == timedelta(hours=1)


def test_what_was_spent_counts_on_its_day_only() -> None:
    at = datetime(2026, 11, 27, 20, tzinfo=UTC)
    sent = Sent(spent=Spent("2026-11-27", 3, 9_990))
    assert left_of_day(sent, at) == Cost(97, 10)
    assert left_of_day(sent, at + timedelta(days=1)) == A_DAY
