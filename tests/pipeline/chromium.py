"""Chromium of this machine without a window, driven by Playwright, and a folder it looks at."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Frame, Page, expect, sync_playwright

from pipeline.publish.site.serve import HOST, server

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
_PATIENCE_MS = 120_000


@contextmanager
def launched() -> Iterator[Browser]:
    """Give a browser; an event loop runs in this thread until the block ends."""
    expect.set_options(timeout=_PATIENCE_MS)
    line = ["--disable-gpu", "--autoplay-policy=no-user-gesture-required"]
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=CHROMIUM, args=line) as browser,
    ):
        yield browser


@contextmanager
def looked_at(browser: Browser, address: str, **options: Any) -> Iterator[Page]:
    """Give an empty page of a viewer who is new; ``options`` are those of a Playwright context.

    In it and in all windows it opens nothing may go wrong, and nothing may be asked for that is not
    under ``address``.

    Raises
    ------
    AssertionError
        When the block ends: what the console told as an error, such as a file that does not come,
        what no script caught, and each address that is elsewhere.
    """
    errors: list[str] = []
    asked: list[str] = []

    def note(told: ConsoleMessage) -> None:
        if told.type in {"error", "assert"}:
            errors.append(f"{told.text} {told.location['url']}")

    with browser.new_context(**options) as context:
        context.set_default_timeout(_PATIENCE_MS)
        context.on("console", note)
        context.on("weberror", lambda thrown: errors.append(str(thrown.error)))
        context.on("request", lambda request: asked.append(request.url))
        yield context.new_page()
    allowed = (address, "about:", "data:")
    errors += [f"from elsewhere: {url}" for url in asked if not url.startswith(allowed)]
    assert not errors, errors


def until(page: Page | Frame, what: str) -> None:
    """Wait until an expression of a page, or of a frame in it, is true.

    ``page.wait_for_function`` cannot where scripts are off or a policy forbids their ``eval``.
    """
    end = time.monotonic() + _PATIENCE_MS / 1000
    while not page.evaluate(f"Boolean({what})"):
        assert time.monotonic() < end, f"never: {what}"
        page.wait_for_timeout(20)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Give the address under which the files of a folder are served to this machine."""
    with server(folder) as serving:
        thread = threading.Thread(target=serving.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield f"http://{HOST}:{serving.server_address[1]}/"
        finally:
            serving.shutdown()
            thread.join()
