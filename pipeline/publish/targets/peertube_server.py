"""What a PeerTube server (6 or later) is asked, by its REST API: one method for each question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from pipeline.publish.api import Answer, Api, Unanswered
from pipeline.publish.targets.target import PlaceFailed

UPLOAD = "/api/v1/videos/upload-resumable"
_PAGE = 100
_FORM_NULL = "null"
"""What a field of a form says to take away what was there."""


class PeerTubeServer:
    """The questions; each is asked again until it is answered, but for the sending of films."""

    def __init__(self, api: Api) -> None:
        self.api = api

    def channel(self, name: str) -> int:
        """Return the number of one's channel.

        Raises
        ------
        PlaceFailed
            When one has no such channel; it names those that one has.
        """
        me = self._get("/api/v1/users/me")
        mine = {str(one["name"]): int(one["id"]) for one in me["videoChannels"]}
        if name not in mine:
            fix = f"use {' or '.join(sorted(mine)) or 'a channel that you made there'}"
            raise PlaceFailed(f"{self.api.root}: there is no channel {name} of yours - {fix}")
        return mine[name]

    def account(self) -> str:
        """Return the name of one's account."""
        return str(self._get("/api/v1/users/me")["account"]["name"])

    def films(self, channel: str) -> Iterator[str]:
        """Yield the names (UUID) of all films in one's channel, whoever may see them."""
        for one in self._pages("/api/v1/users/me/videos?sort=-createdAt"):
            if one["channel"]["name"] == channel:
                yield str(one["uuid"])

    def film(self, uuid: str) -> Mapping[str, Any] | None:
        """Return what is told of a film; None where there is none."""
        answer = self.api.ask("GET", f"/api/v1/videos/{uuid}", (200, 404))
        return None if answer.status == 404 else answer.json()

    def source(self, uuid: str) -> str:
        """Return the name of the file that a film was made of; empty where nobody knows."""
        answer = self.api.ask("GET", f"/api/v1/videos/{uuid}/source", (200, 404))
        if answer.status == 404:
            return ""
        told = answer.json()
        return str(told.get("inputFilename") or told.get("filename") or "")

    def captions(self, uuid: str) -> set[str]:
        """Return the languages that a film has captions in."""
        told = self._get(f"/api/v1/videos/{uuid}/captions")["data"]
        return {str(one["language"]["id"]) for one in told}

    def begin(self, way: str, told: Mapping[str, Any], size: int) -> str:
        """Open the sending of a film and return where its pieces go, on this server.

        Only the number of the upload is taken from the answer: what is between may have changed
        the server's own name and scheme in it, and a token goes to one server alone.
        """
        headers = {"X-Upload-Content-Length": str(size), "X-Upload-Content-Type": "video/mp4"}
        patience = self.api.patience()
        while True:
            try:
                answer = self.api.once("POST", way, told=told, headers=headers)
                upload = parse_qs(urlsplit(answer.headers.get("location", "")).query)
                if answer.status in (200, 201):
                    if "upload_id" not in upload:
                        raise Unanswered("an answer that was cut off")
                    return f"{way}?upload_id={quote(upload['upload_id'][0], safe='')}"
                break
            except Unanswered as lost:  # asked twice it opens two, and one of them goes unused
                patience.failed(lost)
        if answer.status == 403 and way != UPLOAD:
            what = f"{self.api.root}: it lets nobody put a film in the place of another one"
            fix = "have its administrator allow it (video_file.update.enabled)"
            raise PlaceFailed(f"{what} - {fix}, or delete the film there to send it anew")
        raise self.api.refused("POST", way, answer)

    def update(self, uuid: str, told: Mapping[str, str | Sequence[str]]) -> None:
        """Set what is told of a film; an empty text or list takes away what was there."""
        fields: list[tuple[str, str]] = []
        for name, value in told.items():
            if isinstance(value, str) or not value:
                fields.append((name, str(value or _FORM_NULL)))
            else:
                fields += [(f"{name}[{at}]", one) for at, one in enumerate(value)]
        self.api.ask("PUT", f"/api/v1/videos/{uuid}", fields=fields)

    def set_thumbnail(self, uuid: str, picture: Path) -> None:
        """Set the picture of a film, in lists and before it plays."""
        file = (picture.name, picture.read_bytes(), "image/png")
        fields = [("thumbnailfile", file), ("previewfile", file)]
        self.api.ask("PUT", f"/api/v1/videos/{uuid}", fields=fields)

    def set_captions(self, uuid: str, language: str, track: Path) -> None:
        """Set the captions in a language."""
        fields = [("captionfile", (track.name, track.read_bytes(), "text/vtt"))]
        self.api.ask("PUT", f"/api/v1/videos/{uuid}/captions/{language}", fields=fields)

    def set_chapters(self, uuid: str, chapters: Sequence[tuple[int, str]]) -> None:
        """Set all chapters: starts in seconds and titles."""
        told = [{"timecode": start, "title": title} for start, title in chapters]
        self.api.ask("PUT", f"/api/v1/videos/{uuid}/chapters", told={"chapters": told})

    def playlists(self) -> dict[str, int]:
        """Return the numbers of one's playlists by their titles; of equal titles the oldest."""
        pages = self._pages(
            f"/api/v1/accounts/{self.account()}/video-playlists?playlistType=1&sort=-createdAt"
        )
        return {str(one["displayName"]): int(one["id"]) for one in pages}

    def make_playlist(self, title: str, channel: int, privacy: int) -> int:
        """Make a playlist and return its number: asked once, for twice it would make two.

        Raises
        ------
        Unanswered
            When it may have been made or not.
        """
        told = {"displayName": title, "videoChannelId": str(channel), "privacy": str(privacy)}
        made = self._once("/api/v1/video-playlists", fields=list(told.items())).json()
        return int(made["videoPlaylist"]["id"])

    def rename_playlist(self, playlist: int, title: str, privacy: int) -> None:
        """Set the title of a playlist, and who sees it."""
        fields = [("displayName", title), ("privacy", str(privacy))]
        self.api.ask("PUT", f"/api/v1/video-playlists/{playlist}", fields=fields)

    def playlist(self, playlist: int) -> list[tuple[int, str]] | None:
        """Return numbers and films (empty: deleted) of a playlist in order; None if it is gone."""
        way = f"/api/v1/video-playlists/{playlist}"
        if self.api.ask("GET", way, (200, 404)).status == 404:
            return None
        return [
            (int(one["id"]), str((one.get("video") or {}).get("uuid", "")))
            for one in self._pages(f"{way}/videos?")
        ]

    def add(self, playlist: int, uuid: str) -> None:
        """Put a film at the end of a playlist: asked once; raises as ``make_playlist`` does."""
        number = int((self.film(uuid) or {}).get("id", 0))
        self._once(f"/api/v1/video-playlists/{playlist}/videos", told={"videoId": number})

    def remove(self, playlist: int, element: int) -> None:
        """Take an element out of a playlist."""
        way = f"/api/v1/video-playlists/{playlist}/videos/{element}"
        self.api.ask("DELETE", way, (200, 204, 404))

    def move(self, playlist: int, start: int, after: int) -> None:
        """Put the element at a position (from 1) after another one (0: first): asked once."""
        told = {"startPosition": start, "insertAfterPosition": after, "reorderLength": 1}
        self._once(f"/api/v1/video-playlists/{playlist}/videos/reorder", told=told)

    def _once(self, way: str, **given: Any) -> Answer:
        answer = self.api.once("POST", way, **given)
        if answer.status not in (200, 204):
            raise self.api.refused("POST", way, answer)
        return answer

    def _get(self, way: str) -> Any:
        return self.api.ask("GET", way).json()

    def _pages(self, way: str) -> Iterator[Mapping[str, Any]]:
        start, total = 0, 1
        while start < total:
            joint = "" if way.endswith("?") else "&"
            told = self._get(f"{way}{joint}start={start}&count={_PAGE}")
            total = int(told["total"])
            yield from told["data"]
            if not told["data"]:
                return
            start += len(told["data"])
