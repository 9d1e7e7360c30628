"""Reads the lexicon of a course or lesson: ``lexicon: {SGD: stochastic descent}``."""

from __future__ import annotations

from script.errors import Findings
from script.forms import EntryForm
from script.named import attempt, pairs
from script.nodes import Map, Node, Scalar
from script.say import Entry, Lexicon
from script.say.entry import not_phones, phones
from script.say.speech import unspeakable


def read_lexicon(node: Node | None, findings: Findings) -> Lexicon:
    """Return what is said for shown words and symbols, noting what is wrong with any of it."""
    entries = {}
    for shown, given in pairs(node):
        if len(shown.text.split()) != 1:
            findings.add(shown.place, "a lexicon entry is one word or symbol")
        elif entry := _entry(shown.text, given, findings):
            entries[shown.text] = entry
    return entries


def _entry(shown: str, given: Node, findings: Findings) -> Entry | None:
    form = attempt(given, EntryForm, findings) if isinstance(given, Map) else None
    if isinstance(given, Map) and form is None:
        return None
    said = form.say if form else given
    if not isinstance(said, Scalar) or not said.text.strip():
        findings.add(said.place, f"write how {shown} is said")
        return None
    if symbol := unspeakable(said.text):
        findings.add(said.place, f"no voice can say {symbol}", "write words")
        return None
    if form is None or form.arpabet is None:
        return Entry(said.text.strip())
    if len(said.text.split()) > 1:
        findings.add(form.arpabet.place, "arpabet is how a single word sounds")
    for phone in not_phones(form.arpabet.text):
        hint = "write phones such as HH EH S IY AH N"
        findings.add(form.arpabet.place, f"{phone} is no phone of ARPAbet", hint)
    return Entry(said.text.strip(), phones(form.arpabet.text))
