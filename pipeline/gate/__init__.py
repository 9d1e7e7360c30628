"""The gate: every promise a finished lesson makes, checked on the files themselves.

A rule is a small function whose name is the rule's; it yields what breaks it. Each kind of file
has a table of rules and a function that returns the problems of one file.
"""

from pipeline.gate.captions import CAPTION_RULES, caption_problems
from pipeline.gate.chapters import CHAPTER_RULES, chapter_problems
from pipeline.gate.download import DOWNLOAD_RULES, download_problems
from pipeline.gate.film import FILM_RULES, Expected, film_problems
from pipeline.gate.problem import Problem
from pipeline.gate.timing import timing_problems
from pipeline.gate.transcript import TRANSCRIPT_RULES, transcript_problems

__all__ = [
    "CAPTION_RULES",
    "CHAPTER_RULES",
    "DOWNLOAD_RULES",
    "FILM_RULES",
    "TRANSCRIPT_RULES",
    "Expected",
    "Problem",
    "caption_problems",
    "chapter_problems",
    "download_problems",
    "film_problems",
    "timing_problems",
    "transcript_problems",
]
