"""What an alignment answers."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.take import Source, WordTime
from script.errors import DownhillError


class AlignFailed(DownhillError):
    """The sound does not say the text."""


@dataclass(frozen=True, slots=True)
class Aligned:
    """The times of a text's words in a sound.

    ``source`` says how they were found and ``confidence`` (0 to 1) how far to trust them.
    """

    words: tuple[WordTime, ...]
    source: Source
    confidence: float
