"""A real browser that a test drives: pages, keys, and all that it complains about.

Chromium's own protocol over two pipes: there is no port that anything else could call.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.pipeline.chromium import CHROMIUM, LINE

_SHIM = (
    "import os, sys; r, w = map(int, sys.argv[1:3]); os.dup2(r, 103); os.dup2(w, 104); "
    "os.dup2(103, 3); os.dup2(104, 4); os.execv(sys.argv[3], sys.argv[3:])"
)
"""Chromium reads from descriptor 3 and writes to 4."""
_KEYS: Mapping[str, tuple[str, int, str]] = {
    "Tab": ("Tab", 9, ""),
    "Enter": ("Enter", 13, "\r"),
    "Space": (" ", 32, " "),
    "ArrowDown": ("ArrowDown", 40, ""),
}
_SHIFT = 8


class Page:
    """A page that is looked at; ``errors`` is what went wrong in it, ``asked`` what it loaded."""

    def __init__(self, to: int, back: int) -> None:
        self._to, self._back = to, back
        self._left = b""
        self._count = 0
        self._events: list[dict[str, Any]] = []
        self._session: dict[str, str] = {}
        self.errors: list[str] = []
        self.asked: list[str] = []
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        found = self.send("Target.attachToTarget", targetId=target, flatten=True)
        self._session = {"sessionId": found["sessionId"]}
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.send(f"{domain}.enable")

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        """Call a method of the protocol; return what it answers."""
        self._count += 1
        told = {"id": self._count, "method": method, "params": params, **self._session}
        os.write(self._to, json.dumps(told).encode() + b"\0")
        while True:
            answer = self._next(60)
            if answer.get("id") == self._count:
                assert "error" not in answer, (method, answer["error"])
                result: dict[str, Any] = answer["result"]
                return result

    def go(self, url: str) -> None:
        """Open an address, and wait until all of the page is there."""
        self._events.clear()
        self.send("Page.navigate", url=url)
        self._until("Page.loadEventFired")

    def run(self, script: str) -> Any:
        """Return the value of an expression, or of its promise."""
        result = self.send(
            "Runtime.evaluate",
            expression=script,
            awaitPromise=True,
            returnByValue=True,
            userGesture=True,
        )
        assert "exceptionDetails" not in result, result["exceptionDetails"]
        return result["result"].get("value")

    def wait(self, script: str, seconds: float = 60.0) -> None:
        """Wait until an expression is true."""
        end = time.monotonic() + seconds
        while not self.run(f"Boolean({script})"):
            assert time.monotonic() < end, f"never: {script}; {self.errors}"
            time.sleep(0.02)

    def press(self, key: str, *, shift: bool = False) -> None:
        """Press a key and let go of it."""
        name, code, text = _KEYS[key]
        told = {"key": name, "code": key, "windowsVirtualKeyCode": code}
        told["modifiers"] = _SHIFT if shift else 0
        down = {"type": "keyDown" if text else "rawKeyDown", "text": text}
        self.send("Input.dispatchKeyEvent", **told, **down)
        self.send("Input.dispatchKeyEvent", **told, type="keyUp")

    def tab_to(self, path: str) -> int:
        """Press Tab until an element of a CSS path has the focus; return how often."""
        for count in range(1, 200):
            self.press("Tab")
            if self.run(f"document.activeElement?.matches({path!r}) ?? false"):
                return count
        raise AssertionError(f"Tab never comes to {path}")

    def _until(self, method: str) -> None:
        while not any(event["method"] == method for event in self._events):
            self._next(60)

    def _next(self, seconds: float) -> dict[str, Any]:
        while b"\0" not in self._left:
            ready, _, _ = select.select([self._back], [], [], seconds)
            assert ready, f"the browser says nothing for {seconds} s"
            data = os.read(self._back, 1 << 20)
            assert data, "the browser is gone"
            self._left += data
        text, _, self._left = self._left.partition(b"\0")
        told: dict[str, Any] = json.loads(text)
        if "method" in told:
            self._events.append(told)
            self._note(told["method"], told["params"])
        return told

    def _note(self, method: str, params: Mapping[str, Any]) -> None:
        if method == "Runtime.exceptionThrown":
            self.errors.append(str(params["exceptionDetails"]))
        elif method == "Log.entryAdded" and params["entry"]["level"] == "error":
            self.errors.append(f"{params['entry']['text']} {params['entry'].get('url', '')}")
        elif method == "Runtime.consoleAPICalled" and params["type"] in ("error", "assert"):
            self.errors.append(str(params["args"]))
        elif method == "Network.requestWillBeSent":
            self.asked.append(params["request"]["url"])


@contextmanager
def driven(profile: Path, *options: str) -> Iterator[Page]:
    """Give an empty page of a browser; ``profile`` is a folder of its own."""
    (theirs, to), (back, mine) = os.pipe(), os.pipe()
    line = [str(CHROMIUM), *LINE, f"--user-data-dir={profile}", *options]
    shim = [sys.executable, "-c", _SHIM, str(theirs), str(mine)]
    browser = subprocess.Popen(
        [*shim, *line, "--remote-debugging-pipe", "about:blank"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=(theirs, mine),
    )
    os.close(theirs)
    os.close(mine)
    try:
        yield Page(to, back)
    finally:
        os.close(to)
        os.close(back)
        browser.kill()
        browser.wait()
