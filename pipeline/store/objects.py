"""Files at a URL, as fsspec opens it: S3, a mounted folder, SSH, memory."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from types import MappingProxyType
from typing import Any

from script.errors import DownhillError

_RENAMING = {"file", "local", "sftp", "ssh", "smb", "ftp", "hdfs", "webhdfs", "arrow_hdfs"}
"""Protocols that write a file bit by bit under its name, and can rename one."""

_S3 = {"s3", "s3a"}
_SSH = {"sftp", "ssh"}
_AT_ONCE = 8
_RETRIES = 2
"""How often s3fs asks again when a connection breaks, also in the middle of an answer."""


@dataclass(frozen=True)
class Patience:
    """How long a server is waited for: attempts at a request, and seconds without an answer.

    Only S3 is asked again, after pauses that grow: by botocore's rules after a broken connection,
    5xx, or a request to slow down.
    """

    attempts: int
    connecting: float
    silence: float


SHORT = Patience(1, 5, 10)
"""What keeps a dead server from holding a build up for minutes."""
LONG = Patience(4, 10, 60)
"""What somebody waits for who publishes."""


class NoSuchStore(DownhillError):
    """A URL that no installed package can open."""

    exit_code = 2


class Objects:
    """Files at a URL, reached when the first is asked for.

    What goes wrong then is whatever the file system's package raises. ``option`` is the word of
    the command line that the URL came with, ``patience`` how long servers are waited for.

    Raises
    ------
    NoSuchStore
        When the URL's protocol is unknown, or needs a package that is not installed.
    """

    def __init__(self, url: str, option: str = "--store", patience: Patience = SHORT) -> None:
        self.shown = re.sub(r"(://[^/@:]*):[^/@]*@", r"\1@", url)
        """The URL without a password."""
        self._url = url
        self._patience = patience
        self._protocol, _, place = url.partition("://")
        if not place or (place.startswith("/") and self._protocol not in ("file", "local")):
            told = "name a bucket or folder, such as s3://bucket/course"
            raise NoSuchStore(f"{option} {self.shown}: {told}")
        self._serves_many = _class(self._protocol, f"{option} {self.shown}").async_impl
        self._opened: tuple[Any, str] | None = None
        self._opening = Lock()
        self._turn = Lock()

    @property
    def at_once(self) -> int:
        """How many files may be on their way at once."""
        return _AT_ONCE if self._serves_many else 1

    def get(self, name: str, to: Path) -> None:
        """Copy a file here; raises FileNotFoundError when it is not there."""
        with self._files() as (files, root):
            files.get_file(f"{root}/{name}", os.fspath(to))

    def has(self, name: str) -> bool:
        """Tell whether a file is there."""
        with self._files() as (files, root):
            return bool(files.exists(f"{root}/{name}"))

    def size(self, name: str) -> int | None:
        """Return how many bytes of a file are there; None when it is not there."""
        with self._files() as (files, root):
            try:
                return int(files.info(f"{root}/{name}")["size"])
            except FileNotFoundError:
                return None

    def put(self, file: Path, name: str, headers: Mapping[str, str] = MappingProxyType({})) -> None:
        """Copy a file there; it appears whole, in the place of what had the name.

        ``headers`` are what S3 is told of it, such as ``ContentType``; elsewhere files have none.
        """
        with self._files() as (files, root):
            path = f"{root}/{name}"
            if self._protocol not in _RENAMING:
                told = headers if self._protocol in _S3 else {}
                files.put_file(os.fspath(file), path, **told)
                return
            partial = f"{root}/partial/{file.name}.{platform.node()}.{os.getpid()}"
            for folder in (partial, path):
                files.makedirs(folder.rpartition("/")[0], exist_ok=True)
            files.put_file(os.fspath(file), partial)
            files.mv(partial, path)

    @contextmanager
    def _files(self) -> Iterator[tuple[Any, str]]:
        """Give the file system and the path in it; one thread at a time where it must be so."""
        with self._opening:
            if self._opened is None:
                self._opened = self._connected()
        if self._serves_many:
            yield self._opened
            return
        with self._turn:
            yield self._opened

    def _connected(self) -> tuple[Any, str]:
        import fsspec

        options = _options(self._protocol, self._patience)
        files, root = fsspec.core.url_to_fs(self._url, skip_instance_cache=True, **options)
        if self._protocol in _S3:
            files.retries = _RETRIES
        return files, root.rstrip("/")


def _options(protocol: str, patience: Patience) -> dict[str, Any]:
    if protocol in _SSH:
        return {"timeout": patience.silence}
    if protocol not in _S3:
        return {}
    config = {
        "connect_timeout": patience.connecting,
        "read_timeout": patience.silence,
        "retries": {"mode": "standard", "total_max_attempts": patience.attempts},
    }
    return {"use_listings_cache": False, "config_kwargs": config}


def _class(protocol: str, named: str) -> Any:
    import fsspec

    try:
        return fsspec.get_filesystem_class(protocol)
    except (ImportError, ValueError) as error:
        raise NoSuchStore(f"{named}: {error}") from error
