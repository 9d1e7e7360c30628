"""Uploads that were begun: where their next piece goes.

Whoever has the address of an upload can write to it, without logging in: so it is a secret, kept as
tokens are, in the folder of this user's state and not in the course's repository. On another
machine an upload is begun anew.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import platformdirs

from pipeline.publish.tokens import Secret, forget_token, keep_token, kept_token

_DIGITS = 31


class Sessions:
    """The uploads to one target; ``folder`` is another place than that of this user's state."""

    def __init__(self, target: str, folder: Path | None = None) -> None:
        self._target = target
        self._folder = folder or platformdirs.user_state_path("downhill") / "uploads"

    def keep(self, film: str, address: Secret) -> None:
        """Keep the address of the upload of a film (its SHA-256); raises ``TokenRefused``."""
        keep_token(self._name(film), address, self._folder)

    def kept(self, film: str) -> Secret | None:
        """Return the address of the upload of a film; None where none was begun here."""
        return kept_token(self._name(film), self._folder)

    def forget(self, film: str) -> None:
        """Forget an upload that ended, or that is not there any more."""
        forget_token(self._name(film), self._folder)

    def _name(self, film: str) -> str:
        told = hashlib.sha256(f"{self._target} {film}".encode()).hexdigest()
        return f"u{told[:_DIGITS]}"
