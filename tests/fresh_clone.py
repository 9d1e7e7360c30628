"""A folder with setup.sh in it, and a few tools as all of PATH."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parent.parent


def fresh_clone(folder: Path, *tools: str) -> Path:
    """Return a folder with setup.sh, and a ``bin`` of some of this system's tools."""
    shutil.copy(ROOT / "setup.sh", folder)
    (folder / "bin").mkdir()
    for one in ("sh", "dirname", "cmp", *tools):
        (folder / "bin" / one).symlink_to(str(shutil.which(one)))
    return folder


def tool(clone: Path, name: str, body: str) -> None:
    """Write a program of one's own into it."""
    path = clone / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)


def set_up(clone: Path, **environment: str) -> tuple[int, str]:
    """Run setup.sh from another folder; return its exit code and what it said."""
    done = subprocess.run(
        [clone / "setup.sh"],
        cwd=clone.parent,
        env={"PATH": str(clone / "bin"), **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr
