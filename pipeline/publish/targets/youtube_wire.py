"""YouTube's Data API, version 3, one request at a time, with Google's client.

The client builds its methods from the discovery document it brings along, so nothing is asked of a
server to begin. What it raises leaves here as ``Refused`` or ``Unanswered``; nothing is tried again
here, neither by the client nor by httplib2: whoever calls knows what may be done twice.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPException
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httplib2
from google.auth.credentials import Credentials
from google.auth.exceptions import GoogleAuthError, TransportError
from google_auth_httplib2 import AuthorizedHttp
from googleapiclient.discovery import build_from_document
from googleapiclient.discovery_cache import get_static_doc
from googleapiclient.errors import HttpError
from googleapiclient.http import MediaFileUpload, MediaIoBaseUpload, build_http

from pipeline.publish.api import Unanswered
from pipeline.publish.targets.target import NotUsable
from pipeline.publish.targets.youtube_answers import Media, Refused

ROOT = "https://youtube.googleapis.com/"
TIMEOUT_S = 60
PIECE = 8 * 1024 * 1024
"""Bytes of a piece of a film: Google takes multiples of 256 KiB."""
_LOOPBACK = re.compile(r"http://127\.0\.0\.1:\d+/")
_GOOGLE = re.compile(r"https://([a-z0-9-]+\.)*googleapis\.com(:443)?/")


class _Film(MediaFileUpload):  # type: ignore[misc]
    """A film whose pieces are bytes in memory: a stream cannot be sent twice from one place."""

    def has_stream(self) -> bool:
        return False


class _Once(httplib2.HTTPSConnectionWithTimeout):  # type: ignore[misc]
    """A connection of which httplib2 does not ask the same again when no answer comes."""

    def getresponse(self) -> Any:
        return _answered(super().getresponse)


class _OnceInTheClear(httplib2.HTTPConnectionWithTimeout):  # type: ignore[misc]
    """The same without TLS: only for this machine."""

    def getresponse(self) -> Any:
        return _answered(super().getresponse)


def _answered(ask: Callable[[], Any]) -> Any:
    try:
        return ask()
    except HTTPException as error:
        raise ConnectionAbortedError(f"no answer ({type(error).__name__})") from error


class Wire:
    """The API for one account.

    ``root`` is another address of it, on this machine only: the account's token is sent there.
    """

    def __init__(self, credentials: Credentials, root: str = ROOT, piece: int = PIECE) -> None:
        if root != ROOT and not _LOOPBACK.fullmatch(root):
            raise ValueError(f"{root} is not http://127.0.0.1:PORT/")
        self._root, self._piece = root, piece
        inner = build_http()
        inner.timeout = TIMEOUT_S
        inner.follow_redirects = False  # the token is for this server only
        self._http = AuthorizedHttp(credentials, http=_Asking(inner))
        told = json.loads(get_static_doc("youtube", "v3"))
        told |= {"rootUrl": root, "baseUrl": root}
        self._service = build_from_document(
            told, http=self._http, client_options={"api_endpoint": root}
        )
        self._resources: dict[str, Any] = {}

    def call(self, method: str, media: Media | None, given: Mapping[str, Any]) -> dict[str, Any]:
        """Call a method such as ``videos.list``; return what it answers.

        Raises
        ------
        Refused, Unanswered
            When it says no, or nothing.
        NotUsable
            When the account is not logged in any more.
        """
        body = {}
        if media is not None:
            data = MediaIoBaseUpload(BytesIO(media.data), mimetype=media.kind, resumable=False)
            body = {"media_body": data}
        with self._told():
            answer = self._method(method)(**given, **body).execute()
        return dict(answer or {})

    def begin(self, film: Path, given: Mapping[str, Any]) -> str:
        """Begin to send a film with ``videos.insert``; return where its pieces go."""
        request = self._insert(film, given)
        headers = {
            **request.headers,
            "X-Upload-Content-Type": request.resumable.mimetype(),
            "X-Upload-Content-Length": str(request.resumable.size()),
            "content-length": str(len(request.body or "")),
        }
        with self._told():
            answer, content = self._http.request(
                request.uri, method=request.method, body=request.body, headers=headers
            )
            if answer.status != 200 or "location" not in answer:
                raise HttpError(answer, content, uri=request.uri)
        return self._own(str(answer["location"]))

    def ask(self, address: str, film: Path) -> int | dict[str, Any]:
        """Return how many bytes of a film are there, or the video when it is whole."""
        size = film.stat().st_size
        headers = {"Content-Range": f"bytes */{size}", "content-length": "0"}
        with self._told():
            answer, content = self._http.request(
                self._own(address), method="PUT", body=b"", headers=headers
            )
            if answer.status == 308:
                kept = re.fullmatch(r"bytes=0-(\d+)", str(answer.get("range", "")))
                return int(kept[1]) + 1 if kept else 0
            if answer.status not in (200, 201):
                raise HttpError(answer, content, uri=address)
            return dict(json.loads(content))

    def send(
        self, address: str, film: Path, at: int, given: Mapping[str, Any]
    ) -> int | dict[str, Any]:
        """Send a piece of a film from a byte on; return as ``ask`` does."""
        request = self._insert(film, given)
        request.resumable_uri = self._own(address)
        request.resumable_progress = at
        with self._told():
            _, video = request.next_chunk()
        return int(request.resumable_progress) if video is None else dict(video)

    def is_last(self, film: Path, at: int) -> bool:
        """Tell whether the piece from a byte on is the last one."""
        return at + self._piece >= film.stat().st_size

    def close(self) -> None:
        """End the connections; the next call makes new ones."""
        self._http.close()

    def _insert(self, film: Path, given: Mapping[str, Any]) -> Any:
        data = _Film(str(film), mimetype="video/mp4", chunksize=self._piece, resumable=True)
        return self._method("videos.insert")(**given, media_body=data)

    def _method(self, name: str) -> Any:
        resource, _, method = name.partition(".")
        if resource not in self._resources:  # its methods are made anew each time it is asked for
            self._resources[resource] = getattr(self._service, resource)()
        return getattr(self._resources[resource], method)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what the client raises into this module's own."""
        try:
            yield
        except HttpError as error:
            raise _refused(error) from error
        except TransportError as error:
            self.close()
            raise Unanswered(str(error)) from error
        except GoogleAuthError as error:
            what = "youtube: the login is not taken any more"
            raise NotUsable(f"{what} - log in again: render.py login youtube") from error
        except (httplib2.HttpLib2Error, HTTPException, OSError) as error:
            self.close()  # what is left of a connection is of no use
            raise Unanswered(str(error) or type(error).__name__) from error

    def _own(self, address: str) -> str:
        """Return the address of an upload; the token goes to no other server than Google's."""
        is_own = address.startswith(self._root) or (
            self._root == ROOT and _GOOGLE.match(address) is not None
        )
        if not is_own or urlsplit(address).username is not None:
            raise Refused(0, "", "the upload would go to another server", None)
        return address


class _Asking:
    """What ``AuthorizedHttp`` asks: httplib2, which asks once."""

    def __init__(self, http: Any) -> None:
        self._http = http

    def request(self, uri: str, method: str = "GET", **given: Any) -> Any:
        given["connection_type"] = _Once if uri.startswith("https:") else _OnceInTheClear
        return self._http.request(uri, method, **given)

    def close(self) -> None:
        self._http.close()


def _refused(error: Any) -> Refused:
    """Return what an answer of Google's says: the first of its reasons."""
    reason, message = "", str(error.resp.reason or "")
    try:
        told = json.loads(error.content)["error"]
        message = str(told.get("message", message))
        reason = str(told["errors"][0]["reason"])
    except (ValueError, LookupError, TypeError, AttributeError):
        pass
    wait = str(error.resp.get("retry-after", ""))
    seconds = float(wait) if re.fullmatch(r"\d{1,5}", wait) else None
    return Refused(int(error.resp.status), reason, message, seconds)
