"""Servers from npm, that others wrote: on free ports of 127.0.0.1, killed, started again."""

from __future__ import annotations

import filecmp
import shutil
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

SERVERS = Path(__file__).parent.parent / "servers"
_STAMP = SERVERS / "node_modules" / "installed.lock"


def missing() -> str:
    """Return why no such server can be started; nothing where all is there."""
    if shutil.which("node") is None:
        return "Node is not installed"
    if not _STAMP.is_file() or not filecmp.cmp(SERVERS / "package-lock.json", _STAMP, False):
        return "the servers of tests/servers are not installed: ./setup.sh"
    return ""


@dataclass
class NodeServer:
    """A program of ``tests/servers`` that keeps what it gets in a folder."""

    script: str
    folder: Path
    words: tuple[str, ...] = ()
    port: int = 0
    _process: subprocess.Popen[str] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, on the port it had before, and wait until it answers."""
        words = ["node", str(SERVERS / self.script), str(self.folder), str(self.port), *self.words]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(words, stdin=pipe, stdout=pipe, text=True)
        assert self._process.stdout is not None
        said = self._process.stdout.readline()
        assert said.strip().isdigit(), f"{self.script} did not start: {said!r}"
        self.port = int(said)
        try:
            urllib.request.urlopen(self.url, timeout=10).close()
        except urllib.error.HTTPError as answer:
            answer.close()

    def start_again(self) -> None:
        """Start it if it was killed."""
        if self._process is None:
            self.start()

    def kill(self) -> None:
        """End it as a machine ends that loses its power."""
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()
        self._process = None


@contextmanager
def node_server(script: str, folder: Path, *words: str) -> Iterator[NodeServer]:
    """Give a running server; its folder is left to the caller."""
    folder.mkdir(parents=True, exist_ok=True)
    server = NodeServer(script, folder, words)
    server.start()
    try:
        yield server
    finally:
        server.kill()
