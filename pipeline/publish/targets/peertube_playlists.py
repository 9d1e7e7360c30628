"""A playlist at PeerTube for each phase, its films in the order of the course."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pipeline.publish.api import GO_ON, Unanswered
from pipeline.publish.package import CoursePackage
from pipeline.publish.sent import Playlist, Record, Sent
from pipeline.publish.state import Ledger
from pipeline.publish.targets.peertube_server import PeerTubeServer
from pipeline.publish.targets.peertube_texts import PRIVACIES
from pipeline.publish.targets.target import PlaceFailed

Elements = Sequence[tuple[int, str]]
"""Numbers and films of a playlist, in order."""


def playlists_index(course: CoursePackage, lessons: Mapping[str, Record]) -> str:
    """Return the playlists of a course as JSON: of each the lessons that are there."""
    phases = [
        {
            "title": phase.title,
            "lessons": [one for one in phase.lessons if one in lessons],
        }
        for phase in course.phases
    ]
    told = {
        "visibility": course.publish.visibility,
        "playlists": [p for p in phases if p["lessons"]],
    }
    return json.dumps(told, indent=1, ensure_ascii=False)


class Playlists:
    """The playlists of a channel, as an index wants them."""

    def __init__(self, server: PeerTubeServer, text: str) -> None:
        self._server = server
        told: Mapping[str, Any] = json.loads(text)
        self._privacy = PRIVACIES[told["visibility"]]
        self._wanted = {str(one["title"]): list[str](one["lessons"]) for one in told["playlists"]}

    def are_there(self, sent: Sent) -> bool:
        """Tell whether each of them is there, with its films first and in order."""
        for title, films in self._films(sent).items():
            known = sent.playlists.get(title)
            there = None if known is None else self._server.playlist(int(known.remote))
            if there is None or next_step(there, films, _ours(sent)) is not None:
                return False
        return True

    def _films(self, sent: Sent) -> dict[str, list[str]]:
        return {
            title: [sent.lessons[one].remote for one in lessons if one in sent.lessons]
            for title, lessons in self._wanted.items()
        }

    def make(self, channel: int, ledger: Ledger) -> None:
        """Make those that are not there and set the films of each; the ledger is told of it."""
        for title, films in self._films(ledger.sent).items():
            number = self._number(title, films, channel, ledger)
            self._arrange(number, films, ledger.sent)
            kept = {**ledger.sent.playlists, title: Playlist(str(number), tuple(films))}
            ledger.write(replace(ledger.sent, playlists=kept))

    def _number(self, title: str, films: Sequence[str], channel: int, ledger: Ledger) -> int:
        """Return the number of a playlist: its own, of one that was renamed, or of a new one."""
        known = dict(ledger.sent.playlists)
        if title in known and self._server.playlist(int(known[title].remote)) is not None:
            self._server.rename_playlist(int(known[title].remote), title, self._privacy)
            return int(known[title].remote)
        for other, one in known.items():
            if other not in self._wanted and set(one.films) & set(films):
                self._server.rename_playlist(int(one.remote), title, self._privacy)
                del known[other]
                kept = {**known, title: Playlist(one.remote, one.films)}
                ledger.write(replace(ledger.sent, playlists=kept))
                return int(one.remote)
        patience = self._server.api.patience()
        while True:  # whose answer was lost is there now
            if (number := self._server.playlists().get(title)) is not None:
                return number
            try:
                return self._server.make_playlist(title, channel, self._privacy)
            except Unanswered as lost:
                patience.failed(lost)

    def _arrange(self, number: int, films: Sequence[str], sent: Sent) -> None:
        patience, steps = self._server.api.patience(), 0
        while True:  # what is there is asked after each step: an answer may have been lost
            there = self._server.playlist(number) or []
            step = next_step(there, films, _ours(sent))
            if step is None:
                return
            steps += 1
            if steps > 4 * (len(there) + len(films)):
                what = f"{self._server.api.root}: a playlist does not take the order of the course"
                raise PlaceFailed(f"{what} - {GO_ON}")
            kind, one, two = step
            try:
                if kind == "remove":
                    self._server.remove(number, one)
                elif kind == "add":
                    self._server.add(number, films[one])
                else:
                    self._server.move(number, one, two)
                patience.moved()
            except Unanswered as lost:
                patience.failed(lost)


def next_step(
    there: Elements, films: Sequence[str], ours: Collection[str]
) -> tuple[str, int, int] | None:
    """Return what brings a playlist nearer to its films, first and in order; None when it is so.

    ``("remove", element, 0)``, ``("add", position in films, 0)`` or ``("move", start, after)``.
    Films of others that somebody put there stay, behind; deleted ones, ``ours`` that belong
    elsewhere, and second ones go.
    """
    seen = set[str]()
    for element, film in there:
        if not film or film in seen or (film in ours and film not in films):
            return "remove", element, 0
        seen.add(film)
    for at, film in enumerate(films):
        if film not in seen:
            return "add", at, 0
    order = [film for _, film in there]
    for at, film in enumerate(films):
        if order[at] != film:
            return "move", order.index(film) + 1, at
    return None


def _ours(sent: Sent) -> set[str]:
    return {one for r in sent.lessons.values() for one in (r.remote, *r.former) if one}
