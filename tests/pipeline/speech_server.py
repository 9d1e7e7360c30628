"""A server on 127.0.0.1 that speaks OpenAI's ``POST /v1/audio/speech`` with eSpeak NG's voice.

What it answers first can be told: ``Answer``s in order, then speech.
"""

from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from pipeline.voices.espeak import Espeak
from tests.pipeline.beeps import encoded


@dataclass(frozen=True)
class Answer:
    """An answer that is no speech: ``silence_s`` late, its last ``cut`` bytes not sent."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    silence_s: float = 0.0
    cut: int = 0


@dataclass
class Server:
    """What it is asked, and what it answers before it speaks."""

    url: str = ""
    answers: list[Answer] = field(default_factory=list)
    asked: list[dict] = field(default_factory=list)
    headers: list[dict] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)


@contextmanager
def serving(*answers: Answer):
    """Run a server that first gives ``answers``; give what it hears."""
    server = Server(answers=list(answers))
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with lock:
                server.asked.append(request)
                server.headers.append(dict(self.headers))
                server.paths.append(self.path)
                given = server.answers.pop(0) if server.answers else None
            if given is None:
                said = Espeak(rate=130).speak(request["input"])
                given = Answer(200, encoded(said.pcm, rate=said.rate))
            time.sleep(given.silence_s)
            self.send_response(given.status)
            for name, value in given.headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(given.body)))
            self.end_headers()
            self.wfile.write(given.body[: len(given.body) - given.cut])
            self.close_connection = self.close_connection or bool(given.cut)

        def log_message(self, *arguments):
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    thread = threading.Thread(target=http.serve_forever, args=(0.02,))
    thread.start()
    server.url = f"http://127.0.0.1:{http.server_port}/v1"
    try:
        yield server
    finally:
        http.shutdown()
        thread.join()
        http.server_close()
