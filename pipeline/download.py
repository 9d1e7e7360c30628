"""What the film for downloading has beside picture and sound: captions and chapters of its own.

Uploads go without: chapters make a data track, and platforms take captions from their own file.
Captions are written as the bytes of 3GPP timed text (TS 26.245: a length, then UTF-8) rather
than through ffmpeg's encoder, which reads its text as ASS and takes ``{x | x > 0}`` for a command.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from av.container import OutputContainer
from av.subtitles.stream import SubtitleStream

from pipeline.captions import Caption

MS = Fraction(1, 1000)
_STYLE = b"""[Script Info]
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, \
Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, \
Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Arial,16,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,0

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""
"""What the captions' sample description is made of: white, at the foot of the frame."""


@dataclass(frozen=True, slots=True)
class Download:
    """The file to write, its captions, and start (seconds) and title of its chapters.

    ``language`` is the ISO 639-2 code that sound and captions are tagged with.
    """

    path: Path
    captions: tuple[Caption, ...]
    chapters: tuple[tuple[float, str], ...]
    language: str = "eng"


def add_chapters(container: OutputContainer, wanted: Download, total_ms: int) -> None:
    """Give a film that is not yet begun its chapters; the last one ends with it."""
    starts = [round(start * 1000) for start, _ in wanted.chapters]
    ends = [*starts[1:], total_ms]
    container.set_chapters(
        [
            {
                "id": number,
                "start": start,
                "end": end,
                "time_base": MS,
                "metadata": {"title": title},
            }
            for number, (start, end, (_, title)) in enumerate(
                zip(starts, ends, wanted.chapters, strict=True)
            )
        ]
    )


def add_captions(container: OutputContainer, wanted: Download) -> SubtitleStream:
    """Give a film that is not yet begun a track of captions, and return it."""
    stream: SubtitleStream = container.add_stream("mov_text")
    stream.codec_context.subtitle_header = _STYLE
    stream.time_base = MS
    stream.metadata["language"] = wanted.language
    return stream


def write_captions(
    container: OutputContainer, stream: SubtitleStream, captions: Sequence[Caption], total_ms: int
) -> None:
    """Write the samples of a track of captions: one for each, and one for each gap.

    They come before picture and sound, so that the muxer adds no empty ones of its own.
    """
    for start, stop, text in samples(captions, total_ms):
        coded = text.encode()
        packet = av.Packet(len(coded).to_bytes(2) + coded)
        packet.stream = stream
        packet.time_base = MS
        packet.pts = packet.dts = start
        packet.duration = stop - start
        packet.is_keyframe = True
        container.mux_one(packet)


def samples(captions: Sequence[Caption], total_ms: int) -> Iterator[tuple[int, int, str]]:
    """Yield start, stop and text of all samples from 0 to the end, without a gap."""
    clock = 0
    for caption in captions:
        if clock < caption.start_ms:
            yield clock, caption.start_ms, ""
        yield caption.start_ms, caption.stop_ms, caption.text
        clock = caption.stop_ms
    if clock < total_ms:
        yield clock, total_ms, ""
