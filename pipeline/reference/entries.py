"""Dataclasses as entries of a reference: what their docstrings and annotations say."""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import scenes
from scenes.look import Meaning
from script.nodes import Place
from script.parameters import parameters
from script.wording import parts_of, wording, written

_NAMED: Mapping[Any, str] = {Meaning: "a [meaning](../visual-language.md#colour-is-meaning)"}


@dataclass(frozen=True, slots=True)
class Field:
    """A key that may be written: what for, in what form, and what is taken where it is not.

    ``default`` is None for a key that must be there, and empty where nothing stands for it.
    """

    key: str
    form: str
    default: str | None
    says: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A mapping a writer may write: its name, what it does, and its keys."""

    name: str
    says: str
    fields: tuple[Field, ...]

    @property
    def summary(self) -> str:
        """The first sentence."""
        return _first_sentence(self.says)


@dataclass(frozen=True, slots=True)
class KindEntry:
    """A scene kind: its params, its actions by name, and the mappings that stand inside these."""

    name: str
    says: str
    params: Entry
    actions: tuple[Entry, ...]
    parts: tuple[Entry, ...]

    @property
    def summary(self) -> str:
        """The first sentence of what the kind draws."""
        return _first_sentence(self.says)


def kind_entry(name: str) -> KindEntry:
    """Return the entry of a scene kind; KeyError when there is none of that name."""
    kind, params = scenes.kind(name), scenes.params(name)
    module = importlib.import_module(f"scenes.{name}")
    actions = tuple(entry(action, named) for named, action in kind.actions.items())
    inside = dict.fromkeys(_inside([params, *kind.actions.values()]))
    parts = sorted((entry(part, part.__name__) for part in inside), key=lambda part: part.name)
    says = _prose(inspect.getdoc(module) or "")
    return KindEntry(name, says, entry(params, "with"), actions, tuple(parts))


def entry(made: Callable[..., Any], name: str) -> Entry:
    """Return the entry of a dataclass."""
    text = inspect.getdoc(made) or ""
    about = _attributes(text)
    signature = inspect.signature(made)
    known = {key: one for key, one in parameters(made).items() if one.hint is not Place}
    fields = tuple(
        Field(
            key,
            wording(one.hint, _NAMED),
            None if one.required else written(signature.parameters[one.name].default),
            about.get(one.name) or about.get(key, ""),
        )
        for key, one in known.items()
    )
    return Entry(name, _prose(text), fields)


def _inside(waiting: list[Any]) -> Iterator[type[Any]]:
    """Yield the dataclasses that fields of some dataclasses are made of, at any depth."""
    seen = set(waiting)
    while waiting:
        for one in parameters(waiting.pop(0)).values():
            for part in parts_of(one.hint):
                if part is not Place and part not in seen:
                    seen.add(part)
                    waiting.append(part)
                    yield part


_SECTION = re.compile(r"^(\w[\w ]*)\n-{3,}$", re.MULTILINE)


def _prose(text: str) -> str:
    """Return a docstring up to its first section, as Markdown."""
    return _markdown(_SECTION.split(text)[0]).strip()


def _attributes(text: str) -> Mapping[str, str]:
    """Return what the section Attributes of a docstring says of each."""
    _, *sections = _SECTION.split(text)
    section = dict(zip(sections[::2], sections[1::2], strict=True)).get("Attributes", "")
    items = re.split(r"^(\w+(?:, \w+)*)(?: *:.*)?\n", section.strip() + "\n", flags=re.MULTILINE)
    return {
        name: " ".join(_markdown(about).split())
        for names, about in zip(items[1::2], items[2::2], strict=True)
        for name in names.split(", ")
    }


def _markdown(text: str) -> str:
    return text.replace("``", "`")


def _first_sentence(text: str) -> str:
    return " ".join(re.split(r"(?<=[.!?])\s", text, maxsplit=1)[0].split())
