"""Calls of YouTube's API with patience, each counted before it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from time import sleep
from typing import TYPE_CHECKING, Any, TypeVar

from pipeline.publish.api import Patience, Unanswered
from pipeline.publish.clock import now
from pipeline.publish.sent import Spent
from pipeline.publish.state import Ledger
from pipeline.publish.steps import Cost
from pipeline.publish.targets.target import Later, PlaceFailed
from pipeline.publish.targets.youtube_answers import Media, Refused
from pipeline.publish.targets.youtube_costs import (
    A_DAY,
    COSTS,
    LOOKING,
    day_of,
    end_of_day,
    left_of_day,
)

if TYPE_CHECKING:
    from pipeline.publish.targets.youtube_wire import Wire

_SPENT = {"quotaExceeded", "dailyLimitExceeded", "uploadLimitExceeded"}
"""Reasons that mean: not today."""
_HASTE = {"rateLimitExceeded", "userRateLimitExceeded"}
_AT_ONCE = 50
"""Entries of a page of a list."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Clock:
    """What time it is, and how one waits; tests have one of their own."""

    now: Callable[[], datetime] = now
    sleep: Callable[[float], None] = sleep


class Calls:
    """The API of one account; what is spent is in the ledger before anything is asked."""

    def __init__(self, wire: Wire, clock: Clock) -> None:
        self.wire, self.clock = wire, clock

    def patience(self) -> Patience:
        """Return what waits between tries of one thing."""
        return Patience("youtube", sleep=self.clock.sleep)

    def call(
        self, ledger: Ledger | None, method: str, media: Media | None = None, **given: Any
    ) -> dict[str, Any]:
        """Call a method that may be called twice with the same end.

        ``ledger`` is None where only a plan is made: lists, for a few units, are not counted then.

        Raises
        ------
        Refused
            When YouTube says no, and waiting does not change that.
        PlaceFailed
            When it is away for longer than one waits.
        Later
            When the day's units are used up.
        """
        return self.patiently(ledger, method, lambda: self.wire.call(method, media, given))

    def call_once(self, ledger: Ledger, method: str, **given: Any) -> dict[str, Any] | None:
        """Call a method that must not be called twice; None when it may have been done or not."""
        try:
            return self.patiently(ledger, method, lambda: self._once(method, given))
        except _InDoubt:
            return None

    def call_if_there(
        self, ledger: Ledger, method: str, media: Media | None = None, **given: Any
    ) -> dict[str, Any] | None:
        """Call a method about something that may not be there any more; None when it is not."""
        try:
            return self.call(ledger, method, media, **given)
        except Refused as refused:
            if refused.status != 404:
                raise
            return None

    def pages(self, ledger: Ledger | None, method: str, **given: Any) -> Iterator[dict[str, Any]]:
        """Yield the entries of a list, page by page."""
        page: str | None = None
        while True:
            asked = {**given, "maxResults": _AT_ONCE, **({"pageToken": page} if page else {})}
            answer = self.call(ledger, method, **asked)
            yield from answer.get("items", ())
            page = answer.get("nextPageToken")
            if not page:
                return

    def patiently(self, ledger: Ledger | None, method: str, ask: Callable[[], T]) -> T:
        """Do what asks with a method, again while the server is away or in haste."""
        patience = self.patience()
        while True:
            self._spend(ledger, method)
            try:
                return ask()
            except Unanswered as lost:
                patience.failed(lost)
            except Refused as refused:
                self._not_today(ledger, method, refused)
                patience.failed(passing(refused))

    @contextmanager
    def taken(self, what: str) -> Iterator[None]:
        """Turn what YouTube refuses of something into an error that says so."""
        try:
            yield
        except Refused as refused:
            raise PlaceFailed(f"youtube: {what} is refused ({refused})") from refused

    def need(self, ledger: Ledger, cost: Cost) -> None:
        """Raise ``Later`` when there is not enough left today for all of a step."""
        if not cost.plus(LOOKING).fits(left_of_day(ledger.sent, self.clock.now())):
            raise self._later(f"{cost} are more than is left of today's")

    def _once(self, method: str, given: Mapping[str, Any]) -> dict[str, Any]:
        try:
            return self.wire.call(method, None, given)
        except Unanswered as lost:
            raise _InDoubt from lost
        except Refused as refused:
            if refused.status >= 500:
                raise _InDoubt from refused
            raise

    def _spend(self, ledger: Ledger | None, method: str) -> None:
        if ledger is None:
            return
        moment, sent, cost = self.clock.now(), ledger.sent, COSTS[method]
        if not cost.fits(left_of_day(sent, moment)):
            raise self._later(f"today's {A_DAY} are used up")
        today = day_of(moment)
        spent = sent.spent if sent.spent.day == today else Spent(today)
        more = Spent(today, spent.uploads + cost.uploads, spent.units + cost.units)
        ledger.write(replace(sent, spent=more))

    def _not_today(self, ledger: Ledger | None, method: str, refused: Refused) -> None:
        """Raise ``Later`` when YouTube says that all is used up, and note that it is."""
        if refused.reason not in _SPENT:
            return
        if ledger is not None:
            spent = ledger.sent.spent
            uploads = A_DAY.uploads if COSTS[method].uploads else spent.uploads
            units = spent.units if COSTS[method].uploads else A_DAY.units
            full = Spent(day_of(self.clock.now()), uploads, units)
            ledger.write(replace(ledger.sent, spent=full))
        raise self._later(f"it takes no more today ({refused.reason})")

    def _later(self, why: str) -> Later:
        end = end_of_day(self.clock.now())
        on = f"publish again after {end:%Y-%m-%d %H:%M} UTC, it goes on there"
        return Later(f"youtube: {why}; what was sent stays - {on}")


class _InDoubt(Exception):
    """It may have been done or not."""


def batched(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield as many ids at once as a list takes."""
    for at in range(0, len(ids), _AT_ONCE):
        yield ids[at : at + _AT_ONCE]


def passing(refused: Refused) -> Unanswered:
    """Return an answer that may be another one a little later; raise one that will not."""
    in_haste = refused.status == 429 or refused.reason in _HASTE
    if in_haste or refused.status >= 500:
        return Unanswered(str(refused), refused.wait_s)
    raise refused
