"""Lessons in other languages: a file of texts beside the lesson, and the lesson read with them."""

from script.translation.apply import ask_titles, translated
from script.translation.file import Entry, Translation, load_translation
from script.translation.texts import Asked, Texts, has_words
from script.translation.write import written

__all__ = [
    "Asked",
    "Entry",
    "Texts",
    "Translation",
    "ask_titles",
    "has_words",
    "load_translation",
    "translated",
    "written",
]
