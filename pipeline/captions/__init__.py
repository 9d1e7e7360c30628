"""Captions, chapters and transcript of a lesson, made from its narration alone."""

from pipeline.captions.caption import Caption
from pipeline.captions.formats import chapters_txt, to_srt, to_vtt, transcript_md
from pipeline.captions.layout import captions

__all__ = [
    "Caption",
    "captions",
    "chapters_txt",
    "to_srt",
    "to_vtt",
    "transcript_md",
]
