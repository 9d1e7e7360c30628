"""What Vimeo is asked, by version 3.4 of its API: one method for each question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from pipeline.publish.api import GO_ON, Answer, Api, Unanswered
from pipeline.publish.targets.target import PlaceFailed

ACCEPT = {"Accept": "application/vnd.vimeo.*+json;version=3.4"}
FIELDS = "uri,description,upload.status,upload.upload_link"
COMPLETE = "complete"
GONE = (200, 204, 404)
_PAGE, _PASSES = 100, 10


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a film: the name of its file, whether it shows, is whole, and is sent where."""

    filename: str
    is_shown: bool
    is_whole: bool
    link: str


class VimeoServer:
    """The questions; what may be asked twice is asked again until it is answered."""

    def __init__(self, api: Api) -> None:
        self.api = api

    def films(self) -> Iterator[Mapping[str, Any]]:
        """Yield what is told of each film of the account: ``FIELDS``."""
        return self._pages(f"/me/videos?fields={FIELDS}")

    def film(self, uri: str) -> Mapping[str, Any] | None:
        """Return what is told of a film; None where there is none."""
        answer = self._ask("GET", f"{uri}?fields={FIELDS}", (200, 404))
        return None if answer.status == 404 else answer.json()

    def begin(self, told: Mapping[str, Any], size: int) -> Mapping[str, Any]:
        """Make a film that has no bytes yet, and return what is told of it: asked once.

        Raises
        ------
        Unanswered
            When it may have been made or not.
        """
        upload = {"approach": "tus", "size": str(size)}
        made = self._once("POST", f"/me/videos?fields={FIELDS}", {**told, "upload": upload})
        if "uri" not in made:
            raise Unanswered("an answer without a film")
        return made

    def versions(self, uri: str) -> list[Version]:
        """Return the versions of a film."""
        fields = "filename,active,upload.status,upload.upload_link"
        return [_version(one) for one in self._pages(f"{uri}/versions?fields={fields}")]

    def begin_version(self, uri: str, name: str, size: int) -> str:
        """Return where another version of a film is sent; it shows when all of it is there."""
        upload = {"approach": "tus", "size": str(size), "status": "in_progress"}
        told = {"file_name": name, "upload": upload}
        made = self._made(f"{uri}/versions?fields=upload", told)
        return str(made["upload"]["upload_link"])

    def update(self, uri: str, told: Mapping[str, Any]) -> None:
        """Set what is told of a film."""
        self._ask("PATCH", uri, told=told)

    def set_tags(self, uri: str, tags: Sequence[str]) -> None:
        """Set all tags of a film."""
        there = {str(one["name"]): str(one["tag"]) for one in self._pages(f"{uri}/tags?")}
        for name, tag in there.items():
            if name not in tags:
                self._ask("DELETE", f"{uri}/tags/{quote(tag, safe='')}", GONE)
        if new := [{"name": one} for one in tags if one not in there]:
            self._ask("PUT", f"{uri}/tags", told=new)

    def set_chapters(self, uri: str, chapters: Sequence[tuple[int, str]]) -> None:
        """Set all chapters: starts in seconds and titles.

        What is there is asked whenever an answer was lost: asked twice there would be two of one.
        """
        patience = self.api.patience()
        for _ in range(_PASSES):
            left, extra = list(chapters), []
            for one in self._pages(f"{uri}/chapters?"):
                held = (int(one["timecode"]), str(one["title"]))
                if held in left:
                    left.remove(held)
                else:
                    extra.append(str(one["uri"]))
            if not left and not extra:
                return
            try:
                for gone in extra:
                    self._ask("DELETE", gone, GONE)
                for start, title in left:
                    self._once("POST", f"{uri}/chapters", {"timecode": start, "title": title})
            except Unanswered as lost:
                patience.failed(lost)
        raise PlaceFailed(f"{self.api.root}: it does not keep the chapters of {uri} - {GO_ON}")

    def tracks(self, uri: str) -> set[str]:
        """Return the languages of the captions of a film that show."""
        found = self._pages(f"{uri}/texttracks?")
        return {str(one["language"]) for one in found if one.get("active")}

    def set_track(self, uri: str, language: str, track: Path) -> None:
        """Set the captions in a language: all others in it go, or show no more, when these do."""
        told = {"type": "captions", "language": language, "name": language}
        made = self._made(f"{uri}/texttracks", told)
        self._put(str(made["link"]), track, "text/vtt")
        self._ask("PATCH", str(made["uri"]), told={"active": True})
        for one in list(self._pages(f"{uri}/texttracks?")):
            if one["language"] == language and one["uri"] != made["uri"]:
                before = str(one["uri"])
                if self._ask("DELETE", before, (*GONE, 403)).status == 403:  # no scope for it
                    self._ask("PATCH", before, told={"active": False})

    def set_picture(self, uri: str, picture: Path) -> None:
        """Set the thumbnail of a film."""
        made = self._made(f"{uri}/pictures", {})
        self._put(str(made["link"]), picture, "image/png")
        self._ask("PATCH", str(made["uri"]), told={"active": True})

    def showcase(self, title: str) -> str:
        """Return the URI of a showcase, the oldest of this title; make it if there is none."""
        patience = self.api.patience()
        while True:  # whose answer was lost is there now
            found = self._pages("/me/albums?fields=uri,name&sort=date&direction=asc")
            if there := [str(one["uri"]) for one in found if one["name"] == title]:
                return there[0]
            try:
                return str(self._once("POST", "/me/albums", {"name": title})["uri"])
            except Unanswered as lost:
                patience.failed(lost)

    def update_showcase(self, uri: str, told: Mapping[str, Any]) -> None:
        """Set the title of a showcase, who sees it, and how it is sorted."""
        self._ask("PATCH", uri, told=told)

    def shown(self, showcase: str) -> list[str] | None:
        """Return the films of a showcase, in order; None where it is gone."""
        if self._ask("GET", f"{showcase}?fields=uri", (200, 404)).status == 404:
            return None
        return [str(one["uri"]) for one in self._pages(f"{showcase}/videos?fields=uri&sort=manual")]

    def set_shown(self, showcase: str, films: Sequence[str]) -> None:
        """Set all films of a showcase, in order."""
        self._ask("PUT", f"{showcase}/videos", (200, 201, 204), told={"videos": ",".join(films)})

    def file_api(self, link: str) -> tuple[Api, str]:
        """Return the server of an address that was given for a file, and the way there.

        Who has it may write to it, so the account's token does not go with it.
        """
        parts = urlsplit(link)
        way = parts.path + (f"?{parts.query}" if parts.query else "")
        return self.api.beside(f"{parts.scheme}://{parts.netloc}"), way

    def _put(self, link: str, file: Path, kind: str) -> None:
        api, way = self.file_api(link)
        headers = {"Content-Type": kind}
        api.ask("PUT", way, (200, 201, 204), body=file.read_bytes(), headers=headers)

    def _made(self, way: str, told: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return what was made; asked twice there are two, of which the other one does not show."""
        patience = self.api.patience()
        while True:
            try:
                return self._once("POST", way, told)
            except Unanswered as lost:
                patience.failed(lost)

    def _once(self, method: str, way: str, told: Mapping[str, Any]) -> Mapping[str, Any]:
        answer = self.api.once(method, way, told=told, headers=ACCEPT)
        if answer.status not in (200, 201):
            raise self.api.refused(method, way, answer)
        made: Mapping[str, Any] = answer.json()
        return made

    def _ask(
        self, method: str, way: str, fine: Sequence[int] = (200, 201, 204), **given: Any
    ) -> Answer:
        return self.api.ask(method, way, fine, headers=ACCEPT, **given)

    def _pages(self, way: str) -> Iterator[Mapping[str, Any]]:
        page, joint = 1, "" if way.endswith("?") else "&"
        while True:
            told = self._ask("GET", f"{way}{joint}per_page={_PAGE}&page={page}").json()
            yield from told["data"]
            if page * _PAGE >= int(told["total"]) or not told["data"]:
                return
            page += 1


def _version(told: Mapping[str, Any]) -> Version:
    upload = told.get("upload") or {}
    return Version(
        str(told.get("filename") or ""),
        bool(told.get("active")),
        upload.get("status") == COMPLETE,
        str(upload.get("upload_link") or ""),
    )
