"""Settings of all tests: random draws are the same in every run, and no draw is timed."""

from hypothesis import settings

settings.register_profile(
    "downhill", max_examples=30, deadline=None, derandomize=True, database=None
)
settings.load_profile("downhill")
