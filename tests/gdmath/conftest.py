from __future__ import annotations

from hypothesis import settings

settings.register_profile("repeatable", max_examples=30, derandomize=True, deadline=None)
settings.load_profile("repeatable")
