"""Writes a translation's file: every text of the lesson, and what is translated of it so far."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator
from collections.abc import Sequence as Row

from script.errors import ScriptErrors, closest
from script.nodes import Map, Node, Scalar, Sequence, compose
from script.say import Entry as Lexeme
from script.say.languages import language
from script.schema import Lesson
from script.translation.file import IN, WAS, Entry, Translation, same
from script.translation.texts import Asked

_WIDTH = 92
_LIKE = 0.6
"""How much alike a text must be to one that is gone, to take its translation over."""
_HEAD = """\
{file} in {name}. After each {tag}: stands what is written or said instead
of the {source}: above it. Numbers in {{braces}} stay as they are; a [mark] stands before the word
with which something happens in the picture. Where there is a {was}:, the text was another when
it was translated: look at the translation, then remove the {was}:."""


def written(lesson: Lesson, asked: Row[Asked], tag: str, translation: Translation | None) -> str:
    """Return the text of a lesson's translation file.

    Parameters
    ----------
    lesson
        The lesson in its own language.
    asked
        The texts with words that it shows, in order.
    tag
        The language it is translated into.
    translation
        What is translated already; what the lesson has outrun is kept beside the new text, and
        what it has no more stands in a comment at the end.
    """
    writer = _Writer(lesson.language, tag)
    head = _HEAD.format(
        file=lesson.path.name,
        name=language(tag).name,
        tag=tag,
        source=lesson.language,
        was=WAS,
    )
    lines = [f"# {line}" for line in head.split("\n")]
    lines += [f"translates: {lesson.id}", f"language: {tag}"]
    if translation is not None and translation.voice is not None:
        voice = translation.voice
        settings = f"{{{voice.name}: {_flow(voice.settings)}}}"
        has_settings = isinstance(voice.settings, Map) and voice.settings.items
        lines.append(f"voice: {settings if has_settings else voice.name}")
    if translation is not None and translation.lexicon:
        lines.append("lexicon:")
        for shown, lexeme in translation.lexicon.items():
            lines += writer.said(shown, lexeme)
    entries = list(_texts(asked, translation))
    gone = _gone(translation, [entry for _, entry, _ in entries], lesson)
    lines += ["", "texts:"]
    for said, entry, was in entries:
        lines += writer.entry(said, entry, was, "- ", 0)
    lines += ["", "beats:"]
    beats = {} if translation is None else translation.beats
    for scene in lesson.scenes:
        for beat in scene.beats:
            name = f"{scene.id}/{beat.id}"
            known = beats.get(name)
            lines.append(f"  {name}:")
            lines += writer.entry(beat.say, known, _outrun(known, beat.say), "", 4)
    if gone:
        lines += ["", "# No longer in the lesson:"]
        for entry in gone:
            text = "" if entry.text is None else entry.text.text
            lines += [f"# {lesson.language}: {_one_line(entry.original.text)}"]
            lines += [f"# {tag}: {_one_line(text)}"]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _texts(
    asked: Iterable[Asked], translation: Translation | None
) -> Iterator[tuple[str, Entry | None, str | None]]:
    """Yield each text once, with its entry and what that was made from where it is another."""
    known = () if translation is None else translation.texts
    wanted: dict[tuple[str | None, str], tuple[str, Entry | None]] = {}
    for one in asked:
        said = _one_line(one.text.text)
        entry = translation.of(said, one.scene) if translation else None
        wanted.setdefault((entry.scene if entry else None, said), (said, entry))
    taken = {entry.place for _, entry in wanted.values() if entry is not None}
    free = {_one_line(entry.original.text): entry for entry in known if entry.place not in taken}
    for said, entry in wanted.values():
        near = closest(said, free, _LIKE) if entry is None else None
        found = free.pop(near) if near else entry
        yield said, found, _outrun(found, said)


def _gone(translation: Translation | None, kept: Row[Entry | None], lesson: Lesson) -> list[Entry]:
    if translation is None:
        return []
    places = {entry.place for entry in kept if entry is not None}
    names = {f"{scene.id}/{beat.id}" for scene in lesson.scenes for beat in scene.beats}
    texts = [entry for entry in translation.texts if entry.place not in places]
    return [*texts, *(entry for name, entry in translation.beats.items() if name not in names)]


def _outrun(entry: Entry | None, said: str) -> str | None:
    """Return what an entry was made from, where that is not what is said now."""
    if entry is None:
        return None
    if entry.was is not None:
        return entry.was.text
    is_empty = entry.text is None
    return None if is_empty or same(entry.original.text, said) else entry.original.text


class _Writer:
    """Writes entries as YAML."""

    def __init__(self, source: str, tag: str) -> None:
        self._source, self._tag = source, tag

    def entry(
        self, said: str, entry: Entry | None, was: str | None, dash: str, indent: int
    ) -> list[str]:
        """Return the lines of one entry; the first begins with ``dash``."""
        inner = indent + len(dash)
        lines = self.text(self._source, said, inner)
        if was is not None:
            lines += self.text(WAS, was, inner)
        if entry is not None and entry.scene is not None:
            lines += self.text(IN, entry.scene, inner)
        text = "" if entry is None or entry.text is None else entry.text.text
        lines += self.text(self._tag, text, inner) if text else [" " * inner + f"{self._tag}:"]
        lines[0] = " " * indent + dash + lines[0][inner:]
        return lines

    def said(self, shown: str, entry: Lexeme) -> list[str]:
        """Return the lines of an entry of the lexicon."""
        if not entry.arpabet:
            return self.text(_key(shown), entry.say, 2)
        sounds = [("say", entry.say), ("arpabet", entry.arpabet)]
        return [f"  {_key(shown)}:", *(line for k, v in sounds for line in self.text(k, v, 4))]

    def text(self, key: str, text: str, indent: int) -> list[str]:
        """Return a key and its text: in one line, or folded where it is long."""
        said, margin = _one_line(text), " " * indent
        line = f"{margin}{key}: {_scalar(said)}"
        if len(line) <= _WIDTH:
            return [line]
        folded = textwrap.wrap(
            said, _WIDTH - indent - 2, break_long_words=False, break_on_hyphens=False
        )
        return [f"{margin}{key}: >-", *(f"{margin}  {part}" for part in folded)]


def _scalar(text: str) -> str:
    """Return a text as YAML: plain where that reads back as itself, else in quotes."""
    try:
        node = compose(f"k: {text}", "")
    except ScriptErrors:
        return json.dumps(text, ensure_ascii=False)
    plain = node.get("k") if isinstance(node, Map) else None
    if isinstance(plain, Scalar) and plain.text == text and not plain.empty and not plain.quoted:
        return text
    return json.dumps(text, ensure_ascii=False)


def _flow(node: Node) -> str:
    """Return a node as YAML in one line."""
    match node:
        case Map():
            return f"{{{', '.join(f'{key.text}: {_flow(value)}' for key, value in node.items)}}}"
        case Sequence():
            return f"[{', '.join(map(_flow, node.items))}]"
        case _:
            return json.dumps(node.text, ensure_ascii=False) if node.quoted else node.text


def _key(text: str) -> str:
    quoted = json.dumps(text, ensure_ascii=False)
    return text if text.isalpha() else quoted


def _one_line(text: str) -> str:
    return " ".join(text.split())
