"""What goes to YouTube with a call, and how it says no."""

from __future__ import annotations

from dataclasses import dataclass


class Refused(Exception):
    """An answer that says no; ``wait_s`` are the seconds after which it may be asked again."""

    def __init__(self, status: int, reason: str, message: str, wait_s: float | None) -> None:
        super().__init__(f"{status} {reason}: {message}" if reason else f"{status}: {message}")
        self.status, self.reason, self.wait_s = status, reason, wait_s


@dataclass(frozen=True, slots=True)
class Media:
    """Bytes that go with a call, and their media type."""

    data: bytes
    kind: str
