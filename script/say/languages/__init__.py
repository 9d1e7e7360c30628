"""The languages of lessons: one module each; the folder is the registry.

A language is a module of this folder whose ``LANGUAGE`` is a ``Language``; its file is named by its
tag, in small letters and with ``_`` for the hyphen.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from script.errors import DownhillError, did_you_mean
from script.say.language import Language

ENGLISH = "en"


class NoSuchLanguage(DownhillError):
    """A language that nothing here can speak."""

    exit_code = 2


@cache
def tags() -> tuple[str, ...]:
    """Return the tags of all languages, sorted."""
    modules = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return tuple(_load(name).tag for name in modules)


def language(tag: str) -> Language:
    """Return the language of a tag.

    Raises
    ------
    NoSuchLanguage
        When there is none.
    """
    if tag not in tags():
        raise NoSuchLanguage(f"no language is called {tag} - {did_you_mean(tag, tags())}")
    return _load(tag.lower().replace("-", "_"))


def _load(name: str) -> Language:
    found: Language = importlib.import_module(f"{__name__}.{name}").LANGUAGE
    return found
