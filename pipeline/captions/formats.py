"""Captions as text: SRT and WebVTT."""

from __future__ import annotations

import html
from collections.abc import Iterable
from datetime import timedelta

import srt
import webvtt

from pipeline.captions.caption import Caption


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


def _timestamp(ms: int) -> str:
    hours, rest = divmod(ms, 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    return f"{hours:02d}:{minutes:02d}:{rest // 1000:02d}.{rest % 1000:03d}"


def _delta(ms: int) -> timedelta:
    return timedelta(milliseconds=ms)
