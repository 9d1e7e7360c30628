"""Settings of all tests: draws that repeat, none timed; campaigns small unless asked for.

``pytest --campaign`` runs every campaign at its full size; ``--seed N`` draws other cases.
"""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import settings

settings.register_profile(
    "downhill", max_examples=30, deadline=None, derandomize=True, database=None
)
settings.load_profile("downhill")


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("campaigns")
    group.addoption("--campaign", action="store_true", help="run campaigns at their full size")
    group.addoption(
        "--seed", type=int, default=4, help="what the cases of campaigns are drawn from"
    )


def pytest_report_header(config: pytest.Config) -> str:
    size = "full" if config.getoption("campaign") else "small (--campaign: full)"
    return f"campaigns: {size}, --seed {config.getoption('seed')}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if config.getoption("campaign") and "campaign_size" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.timeout(0))


@pytest.fixture
def campaign_size(request: pytest.FixtureRequest) -> Callable[[int, int], int]:
    """How many cases of a campaign are run: given the size of the small draw and the full one."""
    is_full = request.config.getoption("campaign")
    return lambda small, full: full if is_full else small


@pytest.fixture
def draw(request: pytest.FixtureRequest) -> np.random.RandomState:
    """What a test draws its cases from; the seed is printed with a failure."""
    seed = request.config.getoption("seed")
    print(f"--seed {seed}")
    return np.random.RandomState(seed)
