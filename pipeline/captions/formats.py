"""Captions, chapters and transcript as text: SRT, WebVTT, YouTube's chapter list, Markdown."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from datetime import timedelta

import srt
import webvtt

from pipeline.captions.caption import Caption
from script.say import Line

_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|$~])")


def to_srt(captions: Iterable[Caption]) -> str:
    """Return the captions as SRT. The format has no escapes; text stands as it is."""
    return str(
        srt.compose(
            srt.Subtitle(i, _delta(caption.start_ms), _delta(caption.stop_ms), caption.text)
            for i, caption in enumerate(captions, 1)
        )
    )


def to_vtt(captions: Iterable[Caption]) -> str:
    """Return the captions as WebVTT, with ``&``, ``<`` and ``>`` escaped."""
    track = webvtt.WebVTT()
    for caption in captions:
        start, stop = _timestamp(caption.start_ms), _timestamp(caption.stop_ms)
        text = html.escape(caption.text, quote=False)
        track.captions.append(webvtt.Caption(start, stop, text))
    return f"{track.content}\n"


def chapters_txt(chapters: Iterable[tuple[float, str]]) -> str:
    """Return the list of chapters for YouTube's description: ``0:00 Title``, one a line.

    ``chapters`` gives start (seconds) and title of each.
    """
    return "".join(f"{_minutes(int(start))} {title}\n" for start, title in chapters)


def transcript_md(title: str, scenes: Iterable[tuple[str, float, Sequence[Line]]]) -> str:
    """Return what is said as Markdown: a heading for each scene, a paragraph for each beat.

    ``scenes`` gives each scene's title, its start (seconds) and its beats' lines.
    """
    parts = [f"# {_plain(title)}"]
    for heading, start, lines in scenes:
        parts.append(f"## {_minutes(int(start))} {_plain(heading)}")
        parts.extend(_plain(line.shown) for line in lines)
    return "\n\n".join(parts) + "\n"


def _plain(text: str) -> str:
    """Escape what Markdown would read as markup."""
    return _MARKDOWN.sub(r"\\\1", text)


def _minutes(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{left:02d}" if hours else f"{minutes}:{left:02d}"


def _timestamp(ms: int) -> str:
    hours, rest = divmod(ms, 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    return f"{hours:02d}:{minutes:02d}:{rest // 1000:02d}.{rest % 1000:03d}"


def _delta(ms: int) -> timedelta:
    return timedelta(milliseconds=ms)
