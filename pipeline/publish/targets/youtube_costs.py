"""What YouTube lets do on a day: films by their number, all else in units.

Its day is one in Pacific time. The figures are those of Google's quota calculator, autumn 2026.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pipeline.publish.sent import Sent
from pipeline.publish.steps import Cost, Step

A_DAY = Cost(uploads=100, units=10_000)
LOOKING = Cost(units=100)
"""Is kept for lists that are looked through, which are in no plan."""
COSTS: Mapping[str, Cost] = {
    "videos.insert": Cost(uploads=1),
    "videos.update": Cost(units=50),
    "videos.list": Cost(units=1),
    "captions.insert": Cost(units=400),
    "captions.update": Cost(units=450),
    "captions.list": Cost(units=50),
    "thumbnails.set": Cost(units=50),
    "playlists.insert": Cost(units=50),
    "playlists.update": Cost(units=50),
    "playlists.list": Cost(units=1),
    "playlistItems.insert": Cost(units=50),
    "playlistItems.update": Cost(units=50),
    "playlistItems.delete": Cost(units=50),
    "playlistItems.list": Cost(units=1),
    "channels.list": Cost(units=1),
}
"""Every method that is used, and what a call of it costs, refused or not."""


def cost_of(*methods: str) -> Cost:
    """Return what calls cost together."""
    total = Cost()
    for method in methods:
        total = total.plus(COSTS[method])
    return total


def _pacific() -> tzinfo:
    """Return the time zone; where a system knows none, its winter time: the day ends no sooner."""
    try:
        return ZoneInfo("America/Los_Angeles")
    except ZoneInfoNotFoundError:
        return timezone(timedelta(hours=-8), "Pacific time")


def day_of(moment: datetime) -> str:
    """Return YouTube's day of a moment, in ISO 8601."""
    return moment.astimezone(_pacific()).date().isoformat()


def end_of_day(moment: datetime) -> datetime:
    """Return when YouTube's day ends, in UTC."""
    zone = _pacific()
    following = moment.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(following, time(), zone).astimezone(UTC)


def left_of_day(sent: Sent, moment: datetime) -> Cost:
    """Return what may still be done on the day of a moment."""
    spent = sent.spent
    if spent.day != day_of(moment):
        return A_DAY
    return Cost(max(A_DAY.uploads - spent.uploads, 0), max(A_DAY.units - spent.units, 0))


def days_of(
    steps: Sequence[tuple[Step, Cost]], index: Cost, left: Cost, moment: datetime
) -> Iterator[str]:
    """Yield the days on which steps are done, one a line.

    Each step comes with what it costs when the lesson's place in its playlist is counted in;
    ``index`` is what the playlists cost apart from that. A step is done on the first day on which
    there is enough for all of it.
    """
    waiting, rest = [(step, cost) for step, cost in steps if cost != Cost()], index
    if not waiting and rest == Cost():
        return
    while waiting or rest != Cost():
        used, names, later = Cost(), list[str](), list[tuple[Step, Cost]]()
        if rest.plus(LOOKING).fits(left):
            used, rest = rest, Cost()
        for step, cost in waiting:
            if used.plus(cost).plus(LOOKING).fits(left):
                used = used.plus(cost)
                names.append(step.package.name)
            else:
                later.append((step, cost))
        told = ", ".join(names) or "playlists"
        yield f"{day_of(moment)}, of {left} left: {used}: {told}"
        waiting, left, moment = later, A_DAY, end_of_day(moment)
