"""Where a store keeps what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Folders:
    """The folders of a store."""

    root: Path

    @property
    def objects(self) -> Path:
        """Artifacts, each in ``ab/ab12...``, the key's first two digits before it."""
        return self.root / "objects"

    @property
    def partial(self) -> Path:
        """Artifacts in the making."""
        return self.root / "partial"

    @property
    def locks(self) -> Path:
        """One file a key."""
        return self.root / "locks"

    @property
    def in_use(self) -> Path:
        """The lock that builds share and a sweep holds alone."""
        return self.root / "in-use"

    @property
    def names(self) -> Path:
        """The key last made for a name."""
        return self.root / "names"

    @property
    def needs(self) -> Path:
        """What each lesson was last built from."""
        return self.root / "needs"

    @property
    def code(self) -> Path:
        """What runs of each source file."""
        return self.root / "code.json"

    @property
    def quarantine(self) -> Path:
        """What was damaged."""
        return self.root / "quarantine"

    @property
    def shared(self) -> Path:
        """One empty file for each artifact that a shared store is known to have."""
        return self.root / "shared"

    def object(self, key: str) -> Path:
        """Return the folder of an artifact; ValueError for what is not a key."""
        if not is_key(key):
            raise ValueError(f"not a key: {key!r}")
        return self.objects / key[:2] / key

    def name(self, name: str) -> Path:
        """Return the file that holds the last key of a name."""
        return self.names / quote(name, safe="")

    def mark(self, key: str, url: str) -> Path:
        """Return the file that says an artifact is in the shared store at ``url``."""
        return self.shared / sha256(url.encode()).hexdigest()[:16] / key


def is_key(text: str) -> bool:
    """Tell whether a text can be a key: 64 hexadecimal digits."""
    return re.fullmatch(r"[0-9a-f]{64}", text) is not None
