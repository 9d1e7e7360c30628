"""A channel as YouTube keeps it: what each method does to it, and what it refuses."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tests.pipeline.youtube_schema import Wrong

CHANNEL, UPLOADS = "UC-of-ours", "UU-of-ours"
UNITS = {
    "captions.insert": 400,
    "captions.update": 450,
    "captions.list": 50,
    "videos.list": 1,
    "channels.list": 1,
    "playlists.list": 1,
    "playlistItems.list": 1,
    "videos.insert": 0,
}
"""What a call costs; all others 50."""
Told = dict[str, Any]


class Channel:
    """Videos, captions, thumbnails and playlists of one account, and what is left of its day."""

    def __init__(self) -> None:
        self.videos: dict[str, Told] = {}
        self.films: dict[str, str] = {}
        self.captions: dict[str, Told] = {}
        self.thumbnails: dict[str, str] = {}
        self.playlists: dict[str, Told] = {}
        self.items: dict[str, list[Told]] = {}
        self.units, self.uploads = 10_000, 100
        self.calls: list[str] = []
        self._made = 0

    def new_day(self) -> None:
        self.units, self.uploads = 10_000, 100

    def pay(self, method: str) -> None:
        """Count a call; ``Wrong`` when the day is over."""
        self.calls.append(method)
        units, films = UNITS.get(method, 50), int(method == "videos.insert")
        if units > self.units or films > self.uploads:
            raise Wrong(403, "quotaExceeded", "the quota of the day is used up")
        self.units -= units
        self.uploads -= films

    def do(self, method: str, query: Mapping[str, str], body: Told | None, media: bytes) -> Any:
        """Do what a method does."""
        resource, _, verb = method.partition(".")
        todo: Callable[..., Any] = getattr(self, f"_{resource.lower()}_{verb}")
        return todo(query, body or {}, media)

    def name(self, kind: str) -> str:
        self._made += 1
        return f"{kind}{self._made:04d}"

    def shown(self, playlist: str) -> list[str]:
        """Return the films of a playlist, in order."""
        return [one["snippet"]["resourceId"]["videoId"] for one in self.items[playlist]]

    def text_of(self, video: str, language: str) -> str:
        """Return the digest of a film's captions."""
        (found,) = [
            one["sha256"]
            for one in self.captions.values()
            if (one["snippet"]["videoId"], one["snippet"]["language"]) == (video, language)
        ]
        return str(found)

    def arrived(self, body: Told, data: bytes) -> Told:
        """Take a film that is whole."""
        video = self.name("vid")
        status = {"privacyStatus": "public", **body.get("status", {}), "uploadStatus": "uploaded"}
        self.videos[video] = {"id": video, "snippet": dict(body["snippet"]), "status": status}
        self.films[video] = hashlib.sha256(data).hexdigest()
        return self.videos[video]

    def check_video(self, body: Told) -> None:
        """Raise ``Wrong`` for texts that are too long, or a status that does not hold together."""
        if (snippet := body.get("snippet")) is not None:
            if not 1 <= len(snippet.get("title", "")) <= 100 or "categoryId" not in snippet:
                raise Wrong(400, "invalidVideoMetadata", "title or category is missing")
            text = snippet.get("description", "")
            if len(text.encode()) > 5000 or set(text + snippet["title"]) & set("<>"):
                raise Wrong(400, "invalidDescription", "the description is not taken")
        if (status := body.get("status")) is not None:
            is_private = status.get("privacyStatus") == "private"
            if "publishAt" in status and not is_private:
                raise Wrong(400, "invalidPublishAt", "what is scheduled is private")

    def _videos_list(self, query: Mapping[str, str], body: Told, media: bytes) -> Told:
        wanted = query["id"].split(",")
        if len(wanted) > 50:
            raise Wrong(400, "invalidParameter", "more than 50 ids")
        return {"items": [self.videos[one] for one in wanted if one in self.videos]}

    def _videos_update(self, query: Mapping[str, str], body: Told, media: bytes) -> Told:
        video = self._there(self.videos, body["id"], "videoNotFound")
        self.check_video(body)
        for part in query["part"].split(","):
            kept = {"uploadStatus": "uploaded"} if part == "status" else {}
            video[part] = {**body[part], **kept}  # what is not sent is gone
        return video

    def _captions_list(self, query: Mapping[str, str], body: Told, media: bytes) -> Told:
        self._there(self.videos, query["videoId"], "videoNotFound")
        mine = (x for x in self.captions.values() if x["snippet"]["videoId"] == query["videoId"])
        return {"items": [{"id": one["id"], "snippet": one["snippet"]} for one in mine]}

    def _captions_insert(self, query: Mapping[str, str], body: Told, media: bytes) -> Told:
        snippet = body["snippet"]
        self._there(self.videos, snippet["videoId"], "videoNotFound")
        keys = ("videoId", "language", "name")
        for one in self.captions.values():
            if all(one["snippet"][key] == snippet[key] for key in keys):
                raise Wrong(409, "captionExists", "there are such captions")
        name = self.name("cap")
        self.captions[name] = {"id": name, "snippet": dict(snippet)}
        return self._written(name, media)

    def _captions_update(self, query: Mapping[str, str], body: Told, media: bytes) -> Told:
        self._there(self.captions, body["id"], "captionNotFound")
        return self._written(body["id"], media)

    def _written(self, caption: str, media: bytes) -> Told:
        if not media:
            raise Wrong(400, "invalidMetadata", "no captions")
        self.captions[caption]["sha256"] = hashlib.sha256(media).hexdigest()
        return {"id": caption, "snippet": self.captions[caption]["snippet"]}

    def _thumbnails_set(self, query: Mapping[str, str], body: Told, media: bytes) -> Told:
        self._there(self.videos, query["videoId"], "videoNotFound")
        if len(media) > 2_000_000 or not media:
            raise Wrong(400, "invalidImage", "no picture of 2 MB")
        self.thumbnails[query["videoId"]] = hashlib.sha256(media).hexdigest()
        return {"items": []}

    def _channels_list(self, query: Mapping[str, str], body: Told, media: bytes) -> Told:
        related = {"relatedPlaylists": {"uploads": UPLOADS}}
        return {"items": [{"id": CHANNEL, "contentDetails": related}]}

    def _playlists_list(self, query: Mapping[str, str], body: Told, media: bytes) -> Told:
        if query.get("mine") == "true":
            return self._page(list(self.playlists.values()), query)
        wanted = query["id"].split(",")
        return {"items": [self.playlists[one] for one in wanted if one in self.playlists]}

    def _playlists_insert(self, query: Mapping[str, str], body: Told, media: bytes) -> Told:
        name = self.name("PL")
        self.playlists[name] = {"status": {"privacyStatus": "public"}, **body, "id": name}
        self.items[name] = []
        return self.playlists[name]

    def _playlists_update(self, query: Mapping[str, str], body: Told, media: bytes) -> Told:
        there = self._there(self.playlists, body["id"], "playlistNotFound")
        there.update(body)
        return there

    def _playlistitems_list(self, query: Mapping[str, str], body: Told, media: bytes) -> Told:
        if query["playlistId"] == UPLOADS:
            entries = [
                {"id": f"up-{one}", "snippet": {"resourceId": {"videoId": one}}}
                for one in reversed(self.videos)
            ]
            if not entries:
                raise Wrong(404, "playlistNotFound", "a channel without films has no such list")
            return self._page(entries, query)
        return self._page(self._there(self.items, query["playlistId"], "playlistNotFound"), query)

    def _playlistitems_insert(self, query: Mapping[str, str], body: Told, media: bytes) -> Told:
        snippet = body["snippet"]
        self._there(self.videos, snippet["resourceId"]["videoId"], "videoNotFound")
        items = self._there(self.items, snippet["playlistId"], "playlistNotFound")
        made = {"id": self.name("item"), "snippet": dict(snippet)}
        self._place(items, made, snippet.get("position", len(items)))
        return made

    def _playlistitems_update(self, query: Mapping[str, str], body: Told, media: bytes) -> Told:
        items = self._there(self.items, body["snippet"]["playlistId"], "playlistNotFound")
        found = [one for one in items if one["id"] == body["id"]]
        if not found:
            raise Wrong(404, "playlistItemNotFound", "no such entry")
        if found[0]["snippet"]["resourceId"] != body["snippet"]["resourceId"]:
            raise Wrong(400, "invalidResource", "an entry keeps its film")
        items.remove(found[0])
        self._place(items, found[0], body["snippet"]["position"])
        return found[0]

    def _playlistitems_delete(self, query: Mapping[str, str], body: Told, media: bytes) -> None:
        for items in self.items.values():
            for one in items:
                if one["id"] == query["id"]:
                    items.remove(one)
                    return
        raise Wrong(404, "playlistItemNotFound", "no such entry")

    def _place(self, items: list[Told], made: Told, at: int) -> None:
        if not 0 <= at <= len(items):
            raise Wrong(400, "invalidPlaylistItemPosition", f"{at} of {len(items)}")
        items.insert(at, made)

    def _page(self, entries: Sequence[Told], query: Mapping[str, str]) -> Told:
        size, start = int(query.get("maxResults", "5")), int(query.get("pageToken", "0"))
        page: Told = {"items": list(entries[start : start + size])}
        if start + size < len(entries):
            page["nextPageToken"] = str(start + size)
        return page

    def _there(self, among: Mapping[str, Any], name: str, reason: str) -> Any:
        if name not in among:
            raise Wrong(404, reason, f"there is no {name}")
        return among[name]
