"""Captions, chapters and transcript of a lesson, made from its narration alone."""

from pipeline.captions.caption import Caption
from pipeline.captions.formats import to_srt, to_vtt
from pipeline.captions.layout import captions
from pipeline.captions.transcript import (
    BeatText,
    SceneText,
    Transcript,
    chapters_txt,
    to_html,
    to_markdown,
)

__all__ = [
    "BeatText",
    "Caption",
    "SceneText",
    "Transcript",
    "captions",
    "chapters_txt",
    "to_html",
    "to_markdown",
    "to_srt",
    "to_vtt",
]
