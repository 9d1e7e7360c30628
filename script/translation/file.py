"""A translation as it stands in its file: pairs of what the lesson says and what is said instead.

::

    translates: ten-steps
    language: es
    texts:
    - en: The bend has a formula
      es: La curva tiene una fórmula
    beats:
      hook/watch:
        en: Here is a walker on a bowl.
        es: Aquí hay un caminante en un tazón.

Texts are found by what they translate, wherever they stand in the lesson, and what is spoken by its
beat. Each entry holds the text it was made from, so an entry that the lesson has outrun is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from script.errors import Findings, did_you_mean
from script.files import nodes_of
from script.lexicon import read_lexicon
from script.named import attempt, child, pairs
from script.nodes import Map, Node, Place, Scalar, Sequence
from script.say import Lexicon
from script.say.languages import language, tags
from script.schema import VoiceSpec
from script.voice import read_voice

WAS = "was"
"""The key of the text that an outrun entry was made from."""
IN = "in"
"""The key of the scene an entry is meant for alone."""


@dataclass(frozen=True, slots=True)
class TranslationForm:
    """A translation file."""

    translates: Scalar
    language: Scalar
    voice: Node | None = None
    lexicon: Map | None = None
    texts: Node | None = None
    beats: Node | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A text and its translation; ``text`` is None where it has none yet.

    ``was`` is what it was made from while its translator has not looked at the new text;
    ``scene`` is where it is meant, None everywhere.
    """

    original: Scalar
    text: Scalar | None
    place: Place
    was: Scalar | None = None
    scene: str | None = None


@dataclass(frozen=True, slots=True)
class Translation:
    """The texts of one lesson in one language.

    ``lesson`` is the id of the lesson, ``source`` the language it is written in. ``texts`` are in
    the order of the file, ``beats`` by ``scene/beat``.
    """

    lesson: Scalar
    language: str
    source: str
    path: Path
    voice: VoiceSpec | None
    lexicon: Lexicon
    texts: tuple[Entry, ...]
    beats: Mapping[str, Entry]

    @property
    def place(self) -> Place:
        """Where the file begins."""
        return Place(str(self.path), 1, 1)

    @property
    def left(self) -> int:
        """How many entries have no translation, or one of another text."""
        entries = (*self.texts, *self.beats.values())
        return sum(1 for entry in entries if entry.text is None or entry.was is not None)

    def of(self, original: str, scene: str | None) -> Entry | None:
        """Return the entry of a text: the one meant for its scene, else for everywhere."""
        found = [entry for entry in self.texts if same(entry.original.text, original)]
        by_scene = {entry.scene: entry for entry in reversed(found)}
        return by_scene.get(scene) or by_scene.get(None)


def same(one: str, other: str) -> bool:
    """Tell whether two texts are the same words, however they are broken into lines."""
    return one.split() == other.split()


def load_translation(path: Path, source: str, tag: str) -> Translation:
    """Return the translation in a file.

    Parameters
    ----------
    path
        The file.
    source
        The language of the lesson.
    tag
        The language that the name of the file says.

    Raises
    ------
    ScriptErrors
        With every mistake in the file; what the lesson makes of it is told later.
    NoSuchLanguage
        When nothing here can speak the language.
    """
    language(tag)
    node = nodes_of(path)
    reader = _Reader(source, tag)
    form = attempt(node, TranslationForm, reader.findings)
    texts = tuple(reader.texts(child(node, "texts")))
    beats = dict(reader.beats(child(node, "beats")))
    lexicon = read_lexicon(child(node, "lexicon"), reader.findings)
    voice = read_voice(child(node, "voice"), reader.findings)
    if form is not None and form.language.text != tag:
        hint = f"write {tag}, or rename the file"
        message = f"the name of the file says {tag}"
        if form.language.text not in tags():
            hint = did_you_mean(form.language.text, tags())
        reader.findings.add(form.language.place, message, hint)
    reader.findings.check()
    assert form is not None
    return Translation(form.translates, tag, source, path, voice, lexicon, texts, beats)


class _Reader:
    """Reads entries, noting mistakes."""

    def __init__(self, source: str, tag: str) -> None:
        self._keys = (source, tag)
        self.findings = Findings()

    def texts(self, node: Node | None) -> Iterator[Entry]:
        seen: dict[tuple[str | None, str], Place] = {}
        for item in self._listed(node):
            entry = self._entry(item, (WAS, IN))
            if entry is None:
                continue
            key = entry.scene, " ".join(entry.original.text.split())
            if key in seen:
                message = f"line {seen[key].line} translates this text already"
                self.findings.add(entry.original.place, message, f"or say in which scene: {IN}:")
            seen.setdefault(key, entry.original.place)
            yield entry

    def beats(self, node: Node | None) -> Iterator[tuple[str, Entry]]:
        if node is not None and not isinstance(node, Map) and not _is_empty(node):
            self.findings.add(node.place, "expected scene/beat: with its texts under it")
        for name, item in pairs(node):
            entry = self._entry(item, (WAS,), name.place)
            if entry is not None:
                yield name.text, entry

    def _listed(self, node: Node | None) -> tuple[Node, ...]:
        if isinstance(node, Sequence):
            return node.items
        if node is not None and not _is_empty(node):
            message = f"expected a list: each a - with {self._keys[0]}: and {self._keys[1]}:"
            self.findings.add(node.place, message)
        return ()

    def _entry(self, node: Node, more: tuple[str, ...], place: Place | None = None) -> Entry | None:
        """Read one pair of texts; ``more`` are the keys it may have besides."""
        before = len(self.findings)
        given: dict[str, Scalar] = {}
        if not isinstance(node, Map):
            wanted = " and ".join(f"{key}:" for key in self._keys)
            self.findings.add(node.place, f"expected {wanted} under it")
        for key, value in pairs(node):
            if key.text not in (*self._keys, *more):
                hint = did_you_mean(key.text, (*self._keys, *more))
                self.findings.add(key.place, f"unknown key {key.text}", hint)
            elif not isinstance(value, Scalar):
                self.findings.add(value.place, "expected a text", "put it in quotes")
            else:
                given[key.text] = value
        source, tag = self._keys
        if len(self.findings) == before and source not in given:
            self.findings.add(node.place, f"{source}: is missing, the text that is translated")
        if len(self.findings) > before:
            return None
        text, scene = given.get(tag), given.get(IN)
        return Entry(
            original=given[source],
            text=None if text is None or not text.text.strip() else text,
            place=place or node.place,
            was=given.get(WAS),
            scene=None if scene is None else scene.text,
        )


def _is_empty(node: Node) -> bool:
    return isinstance(node, Scalar) and node.empty
