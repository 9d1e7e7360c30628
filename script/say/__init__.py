"""Narration: text with numbers, marks and pauses, in a shown and a spoken form."""

from script.say.entry import Entry, Lexicon, pronunciations
from script.say.line import Line, Unit, parse
from script.say.markup import marks
from script.say.template import fill

__all__ = ["Entry", "Lexicon", "Line", "Unit", "fill", "marks", "parse", "pronunciations"]
