"""A playlist for each phase of a course, its films in the course's order.

What is in a playlist is asked of YouTube before it is changed, and only what differs is changed: a
film that somebody put there by hand stays.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.publish.api import Unanswered
from pipeline.publish.package import CoursePackage
from pipeline.publish.sent import Playlist, Record, Sent
from pipeline.publish.state import Ledger
from pipeline.publish.steps import CREATE, SUPERSEDE, Cost, Step
from pipeline.publish.targets.target import PlaceFailed
from pipeline.publish.targets.youtube_calls import Calls, batched
from pipeline.publish.targets.youtube_costs import cost_of
from pipeline.publish.targets.youtube_order import Edit, Entry, moves, next_edit


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase as its playlist shows it; ``lessons`` are names of films that are there."""

    title: str
    goal: str
    lessons: tuple[str, ...]
    language: str
    visibility: str

    def body(self) -> dict[str, Any]:
        """Return what YouTube is told of the playlist."""
        return {
            "snippet": {
                "title": self.title,
                "description": self.goal,
                "defaultLanguage": self.language,
            },
            "status": {"privacyStatus": self.visibility},
        }


def phases_text(course: CoursePackage, lessons: Mapping[str, Record]) -> str:
    """Return the playlists of a course as text: another one whenever any of them changes."""
    return json.dumps(
        [
            {
                "title": phase.title,
                "goal": phase.goal,
                "films": [[name, lessons[name].remote] for name in phase.lessons],
                "language": phase.language,
                "visibility": phase.visibility,
            }
            for phase in _phases(course, lessons)
        ],
        ensure_ascii=False,
    )


def _phases(course: CoursePackage, lessons: Mapping[str, Record]) -> Iterator[Phase]:
    for phase in course.phases:
        there = tuple(name for name in phase.lessons if name in lessons)
        if there:
            yield Phase(phase.title, phase.goal, there, course.language, course.publish.visibility)


def phases_of(text: str) -> tuple[Phase, ...]:
    """Return the playlists that a text tells of."""
    return tuple(
        Phase(
            one["title"],
            one["goal"],
            tuple(name for name, _ in one["films"]),
            one["language"],
            one["visibility"],
        )
        for one in json.loads(text)
    )


def playlists_cost(course: CoursePackage, sent: Sent, steps: Sequence[Step]) -> Cost:
    """Return what the playlists cost once some steps are done."""
    lessons = {name: record for name, record in sent.lessons.items() if record.remote}
    for step in steps:
        if {CREATE, SUPERSEDE} & set(step.kinds):
            before = lessons.get(step.package.name, Record("", {}))
            lessons[step.package.name] = before.arrived(f"new {step.package.name}", "")
    phases = tuple(_phases(course, lessons))
    sought = replace(sent, lessons=lessons)
    total, left = Cost(), dict(sent.playlists)
    for phase in phases:
        wanted, unwanted = _films(phase, phases, sought)
        title = _title_so_far(phase, phases, sought)
        there = left.pop(title).films if title is not None else ()
        if title != phase.title:
            total = total.plus(cost_of("playlists.update" if title else "playlists.insert"))
        edits = sum(film not in there for film in wanted) + moves(there, wanted)
        for _ in range(edits + sum(film in unwanted for film in there)):
            total = total.plus(cost_of("playlistItems.insert"))
    for one in left.values():
        for _ in range(len(_elsewhere(one, phases, sought))):
            total = total.plus(cost_of("playlistItems.delete"))
    return total


def stand(text: str, sent: Sent) -> bool:
    """Tell whether the playlists are, as far as the state knows, what a text tells."""
    return all(
        phase.title in sent.playlists
        and sent.playlists[phase.title].films
        == tuple(sent.lessons[name].remote for name in phase.lessons if name in sent.lessons)
        for phase in phases_of(text)
    )


def _films(phase: Phase, phases: Sequence[Phase], sent: Sent) -> tuple[tuple[str, ...], set[str]]:
    """Return the films of a phase, and those of the course that do not belong to it."""
    wanted = tuple(sent.lessons[name].remote for name in phase.lessons)
    listed = {sent.lessons[name].remote for other in phases for name in other.lessons}
    now = {record.remote for record in sent.lessons.values()}
    placed = {film for one in sent.playlists.values() for film in one.films}
    old = {film for record in sent.lessons.values() for film in record.former}
    return wanted, (listed | old | (placed - now)) - set(wanted)


def _elsewhere(playlist: Playlist, phases: Sequence[Phase], sent: Sent) -> set[str]:
    """Return the films of the playlist of no phase that other playlists have now."""
    return {film for phase in phases for film in _films(phase, phases, sent)[0]} & {*playlist.films}


def _title_so_far(phase: Phase, phases: Sequence[Phase], sent: Sent) -> str | None:
    """Return what the playlist of a phase is called so far: the one with most of its films."""
    if phase.title in sent.playlists:
        return phase.title
    records = [sent.lessons[name] for name in phase.lessons]
    films = {film for one in records for film in (one.remote, *one.former)}
    shared = {
        title: len(films & {*one.films})
        for title, one in sorted(sent.playlists.items())
        if title not in {other.title for other in phases}
    }
    best = max(shared, key=lambda title: shared[title], default=None)
    return best if best is not None and shared[best] else None


class Playlists:
    """The playlists of an account."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def are_there(self, sent: Sent) -> bool:
        """Tell whether YouTube has all playlists that the state knows."""
        ids = [one.remote for one in sent.playlists.values()]
        found = set[str]()
        for some in batched(ids):
            there = self._calls.call(None, "playlists.list", part="id", id=",".join(some))
            found |= {str(one["id"]) for one in there.get("items", ())}
        return found >= set(ids)

    def arrange(self, text: str, ledger: Ledger) -> None:
        """Make the playlists what a text tells; each edit is in the ledger."""
        phases = phases_of(text)
        for phase in phases:
            self._named(phase, phases, ledger)
            wanted, unwanted = _films(phase, phases, ledger.sent)
            self._ordered(phase.title, wanted, unwanted, ledger)
        for title in sorted(set(ledger.sent.playlists) - {phase.title for phase in phases}):
            if moved := _elsewhere(ledger.sent.playlists[title], phases, ledger.sent):
                self._ordered(title, (), moved, ledger)

    def _named(self, phase: Phase, phases: Sequence[Phase], ledger: Ledger) -> None:
        """See to it that a phase has a playlist, and that it says what the phase says."""
        so_far = _title_so_far(phase, phases, ledger.sent)
        listed = {**ledger.sent.playlists}
        there = None if so_far is None else self._told(listed.pop(so_far).remote, ledger)
        films = () if so_far is None else ledger.sent.playlists[so_far].films
        if there is None:
            there, films = self._made(phase, ledger), ()
        remote, body = str(there["id"]), phase.body()
        if any(
            there.get(part, {}).get(key, "") != value
            for part, values in body.items()
            for key, value in values.items()
        ):
            self._calls.call(
                ledger, "playlists.update", part="snippet,status", body={"id": remote, **body}
            )
        listed[phase.title] = Playlist(remote, films)
        if listed != ledger.sent.playlists:
            ledger.write(replace(ledger.sent, playlists=listed))

    def _told(self, remote: str, ledger: Ledger) -> dict[str, Any] | None:
        found = self._calls.call(ledger, "playlists.list", part="snippet,status", id=remote)
        return next(iter(found.get("items", ())), None)

    def _made(self, phase: Phase, ledger: Ledger) -> dict[str, Any]:
        """Return a new playlist, or one of that title that nothing is known of: sent, unheard."""
        patience = self._calls.patience()
        while True:
            known = {one.remote for one in ledger.sent.playlists.values()}
            mine = self._calls.pages(ledger, "playlists.list", part="snippet,status", mine=True)
            for one in mine:
                if one["snippet"]["title"] == phase.title and one["id"] not in known:
                    return one
            made = self._calls.call_once(
                ledger, "playlists.insert", part="snippet,status", body=phase.body()
            )
            if made is not None:
                return made
            patience.failed(Unanswered(f"no answer about the playlist “{phase.title}”"))

    def _ordered(
        self, title: str, wanted: Sequence[str], unwanted: set[str], ledger: Ledger
    ) -> None:
        """Bring the films of a playlist into an order, edit by edit."""
        remote = ledger.sent.playlists[title].remote
        there = self._entries(remote, ledger)
        for _ in range(4 * (len(there) + len(wanted)) + 8):
            ours = {*wanted, *unwanted, *ledger.sent.playlists[title].films}
            films = tuple(one.film for one in there if one.film in ours)
            if films != ledger.sent.playlists[title].films:
                lists = {**ledger.sent.playlists, title: Playlist(remote, films)}
                ledger.write(replace(ledger.sent, playlists=lists))
            edit = next_edit(there, wanted, unwanted)
            if edit is None:
                return
            there = self._edited(remote, there, edit, ledger)
        raise PlaceFailed(f"youtube: the playlist “{title}” changes while it is put in order")

    def _entries(self, remote: str, ledger: Ledger) -> list[Entry]:
        found = self._calls.pages(ledger, "playlistItems.list", part="snippet", playlistId=remote)
        return [
            Entry(str(one["id"]), str(one["snippet"]["resourceId"]["videoId"])) for one in found
        ]

    def _edited(
        self, remote: str, there: Sequence[Entry], edit: Edit, ledger: Ledger
    ) -> list[Entry]:
        """Do one edit; return what is in the playlist then."""
        rest = [one for one in there if one.entry != edit.entry]
        place = {
            "playlistId": remote,
            "resourceId": {"kind": "youtube#video", "videoId": edit.film},
            "position": edit.at,
        }
        if edit.kind == "insert":
            made = self._calls.call_once(
                ledger, "playlistItems.insert", part="snippet", body={"snippet": place}
            )
            if made is None:
                self._calls.clock.sleep(1)
                return self._entries(remote, ledger)
            rest.insert(edit.at, Entry(str(made["id"]), edit.film))
        elif edit.kind == "move":
            body = {"id": edit.entry, "snippet": place}
            self._calls.call(ledger, "playlistItems.update", part="snippet", body=body)
            rest.insert(edit.at, Entry(edit.entry, edit.film))
        else:
            self._calls.call_if_there(ledger, "playlistItems.delete", id=edit.entry)
        return rest
