"""What time it is: for what platforms count by the day, and films that are to appear at a time.

Nothing that is built knows the time; this is the only module that asks for it.
"""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """Return the present moment, in UTC."""
    return datetime.now(UTC)
