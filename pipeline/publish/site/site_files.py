"""The files of a site beside its pages: each is called after its content, so none ever changes.

A page that names a file means these very bytes, and browsers and caches may keep them for ever.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.publish.package import Asset

FOLDER = "files"
"""Where they are, from the pages."""
_DIGITS = 12
"""How much of a hash stands in a name: files of one course do not meet by chance."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a file of the site is a copy of; ``data`` where it is made for the site."""

    sha256: str
    path: Path | None = None
    data: bytes = b""

    @classmethod
    def made(cls, data: bytes) -> Source:
        """Return what is made for the site."""
        return cls(hashlib.sha256(data).hexdigest(), data=data)


@dataclass(frozen=True, slots=True)
class SiteFiles:
    """The files that pages have named so far, by their paths from the pages."""

    named: dict[str, Source] = field(default_factory=dict)

    def asset(self, asset: Asset, stem: str, ending: str) -> str:
        """Take a finished file; return its path."""
        return self._put(Source(asset.sha256, asset.path), stem, ending)

    def made(self, data: bytes, stem: str, ending: str) -> str:
        """Take what was made for the site; return its path."""
        return self._put(Source.made(data), stem, ending)

    def all(self) -> Mapping[str, Source]:
        """Return all files by their paths, sorted."""
        return dict(sorted(self.named.items()))

    def _put(self, source: Source, stem: str, ending: str) -> str:
        name = f"{FOLDER}/{stem}.{source.sha256[:_DIGITS]}{ending}"
        self.named[name] = source
        return name
