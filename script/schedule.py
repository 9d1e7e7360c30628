"""When films appear by themselves: ``schedule: {ten-steps: 2027-01-08T09:00:00+01:00}``."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime

from script.errors import Findings, did_you_mean
from script.named import pairs
from script.nodes import Node, Scalar


def read_schedule(
    node: Node | None, lessons: Collection[str], findings: Findings
) -> dict[str, datetime]:
    """Return the moments (UTC) of lessons, noting what is no lesson and what is no moment."""
    schedule = {}
    for name, given in pairs(node):
        if name.text not in lessons:
            hint = did_you_mean(name.text, lessons)
            findings.add(name.place, f"there is no lesson {name.text}", hint)
        elif (moment := _moment(given)) is None:
            what = f"when {name.text} appears is a day, a time and how far it is from UTC"
            findings.add(given.place, what, "write it as 2027-01-08T09:00:00+01:00")
        else:
            schedule[name.text] = moment
    return schedule


def _moment(given: Node) -> datetime | None:
    """Return a moment; None without the distance from UTC: it would be another one elsewhere."""
    try:
        moment = datetime.fromisoformat(given.text if isinstance(given, Scalar) else "")
        return None if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
