"""Narration: text with numbers, marks and pauses, in a shown and a spoken form."""

from script.say.line import Line, Unit, parse
from script.say.markup import marks
from script.say.template import fill

__all__ = ["Line", "Unit", "fill", "marks", "parse"]
