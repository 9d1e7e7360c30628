"""The description of a film as platforms take it: plain text, ready to paste."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.captions.transcript import chapters_txt

_MARK = re.compile(r"^lesson: (\S+) rev ([0-9a-f]{8})\s*$", re.MULTILINE)


def description(
    objective: str,
    chapters: Sequence[tuple[float, str]],
    recap: Sequence[str],
    recap_title: str,
    link: str,
    mark: str,
) -> str:
    """Return the description of a film.

    Parameters
    ----------
    objective
        What one can do after the lesson; comes first, since platforms show the beginning.
    chapters
        Starts in seconds and titles; none leave their block out.
    recap
        The sentences to keep, under ``recap_title``; none leave both out.
    link
        A line that leads to the course's page; may be empty.
    mark
        What tells this film from any other (``mark``); the last line.
    """
    kept = "\n".join([f"{recap_title}:", *(f"• {one}" for one in recap)]) if recap else ""
    blocks = [objective, chapters_txt(chapters).rstrip("\n"), kept, link, mark]
    return "\n\n".join(block for block in blocks if block)


def mark(name: str, revision: str) -> str:
    """Return the line by which a film is known again where it was sent."""
    return f"lesson: {name} rev {revision}"


def marked(text: str | None) -> tuple[str, str] | None:
    """Return the lesson and the revision that the last ``mark`` of a description names, if any."""
    found = _MARK.findall(text or "")
    return found[-1] if found else None
