"""The small lesson, built once for all tests that look at a build."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.deliver import Delivery
from pipeline.plan import Plan
from pipeline.store import Store
from tests.pipeline.small_lessons import build, plan_of


@dataclass(frozen=True)
class Built:
    """A lesson built from nothing; tests copy its store before they build into it."""

    plan: Plan
    root: Path
    drawn: set[str]
    delivery: Delivery

    @property
    def store(self) -> Store:
        """The store it was built into."""
        return Store(self.root)


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("built")
    plan = plan_of(folder)
    drawn, delivery = build(plan, Store(folder / "store"), folder / "out")
    return Built(plan, folder / "store", drawn, delivery)
