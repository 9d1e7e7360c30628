"""A real browser without a window, that looks at one page of this machine."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
LINE = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--mute-audio",
]


@contextmanager
def looking_at(url: str, profile: Path, *options: str) -> Iterator[None]:
    """Let Chromium look at a page while the block runs; ``profile`` is a folder of its own."""
    line = [str(CHROMIUM), *LINE, f"--user-data-dir={profile}", *options, url]
    browser = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        browser.kill()
        browser.wait()
