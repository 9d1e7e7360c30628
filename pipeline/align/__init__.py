"""When the words of a text sound, found from the sound: ``align``; and whether it says them."""

from pipeline.align.aligned import Aligned, AlignFailed
from pipeline.align.aligning import align, identity, transcribe

__all__ = ["AlignFailed", "Aligned", "align", "identity", "transcribe"]
