"""What steps cost at YouTube, and on which days they are done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from pipeline.publish.package import CoursePackage, Package
from pipeline.publish.parts import CAPTIONS, FORMER, METADATA, STATUS, THUMBNAIL
from pipeline.publish.sent import Record, Sent
from pipeline.publish.steps import CREATE, FREE, NOTHING, SUPERSEDE, UPDATES, Cost, Step
from pipeline.publish.targets.youtube_costs import cost_of, days_of, left_of_day
from pipeline.publish.targets.youtube_playlists import playlists_cost
from pipeline.publish.targets.youtube_texts import begun, youtube_parts


def place_of(package: Package, kinds: Sequence[str]) -> Cost:
    """Return what the place of a film in its playlist costs after a step."""
    if package.phase is None or not {CREATE, SUPERSEDE} & set(kinds):
        return FREE
    edits = ["playlistItems.insert"] + ["playlistItems.delete"] * (SUPERSEDE in kinds)
    return cost_of(*edits)


class YouTubeMeter:
    """How YouTube counts; ``now`` says what time it is."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now

    def cost(self, package: Package, kinds: Sequence[str], record: Record | None) -> Cost:
        """Return what a step costs, without lists that are looked through."""
        tracks = [one.language for one in package.of("captions")]
        ids = record.ids if record is not None else {}
        if NOTHING in kinds:
            return FREE
        methods: list[str] = []
        if {CREATE, SUPERSEDE} & set(kinds):
            methods += ["videos.insert"]
            left = set(youtube_parts(package)) - set(begun(package))
            kinds, ids = [*kinds, *(UPDATES[part] for part in left)], {}
        if UPDATES[METADATA] in kinds:
            methods += ["videos.update"]
        if UPDATES[CAPTIONS] in kinds:
            is_there = [f"captions {language}" in ids for language in tracks]
            methods += ["captions.update" if one else "captions.insert" for one in is_there]
        if UPDATES[THUMBNAIL] in kinds:
            methods += ["thumbnails.set"]
        if UPDATES[STATUS] in kinds:
            methods += ["videos.update"]
        if UPDATES[FORMER] in kinds or SUPERSEDE in kinds:
            methods += ["videos.update", "videos.list"]
        if SUPERSEDE in kinds:
            methods += ["videos.list"]
        return cost_of(*methods)

    def index_cost(self, course: CoursePackage, sent: Sent, steps: Sequence[Step]) -> Cost:
        """Return what the playlists cost."""
        return playlists_cost(course, sent, steps)

    def days(self, steps: Sequence[Step], index: Cost, sent: Sent) -> tuple[str, ...]:
        """Return the days on which steps are done, one a line."""
        placed = [(one, one.cost.plus(place_of(one.package, one.kinds))) for one in steps]
        films = sum(cost.units - step.cost.units for step, cost in placed)
        rest = Cost(units=max(index.units - films, 0))
        moment = self._now()
        return tuple(days_of(placed, rest, left_of_day(sent, moment), moment))
