"""The S3 server of tests as a program of its own, which can be killed: it keeps nothing then."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.pipeline.object_server import ObjectServer, surroundings

_PROGRAM = """
import sys
from moto.moto_server.threaded_moto_server import ThreadedMotoServer
server = ThreadedMotoServer(ip_address="127.0.0.1", port=int(sys.argv[1]), verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
sys.stdin.read()
"""


@dataclass
class ObjectProgram:
    """moto in another process, with one bucket of which every start makes a new one."""

    bucket: str
    port: int = 0
    _process: subprocess.Popen[str] | None = field(default=None, repr=False)
    _client: Any = field(default=None, repr=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start_again(self) -> None:
        """Start it if it was killed, on the port that it had, with an empty bucket."""
        if self._process is not None:
            return
        words = [sys.executable, "-c", _PROGRAM, str(self.port)]
        pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
        self._process = subprocess.Popen(words, stdin=pipe, stdout=pipe, stderr=nowhere, text=True)
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline())
        self._client = ObjectServer(self.url, surroundings(self.url)).client()
        self._client.create_bucket(Bucket=self.bucket)

    def kill(self) -> None:
        """End it as a machine ends that loses its power."""
        if self._process is None:
            return
        self._process.kill()
        self._process.communicate()
        self._process = None

    def names(self) -> set[str]:
        """Return the names of all objects."""
        listed = self._client.list_objects_v2(Bucket=self.bucket)
        return {one["Key"] for one in listed.get("Contents", ())}

    def read(self, name: str) -> bytes:
        """Return the bytes of an object."""
        held = self._client.get_object(Bucket=self.bucket, Key=name)["Body"].read()
        assert isinstance(held, bytes)
        return held

    def clear(self) -> None:
        """Delete every object."""
        for name in self.names():
            self._client.delete_object(Bucket=self.bucket, Key=name)


@contextmanager
def object_program(bucket: str) -> Iterator[ObjectProgram]:
    """Give a running server."""
    program = ObjectProgram(bucket)
    program.start_again()
    try:
        yield program
    finally:
        program.kill()
