"""The small lesson, built once for all tests that look at a build; a channel; a browser."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline import files
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


@pytest.fixture(scope="session")
def wired():
    """A server of YouTube's API, and what speaks to it: that takes long to make."""
    from tests.pipeline.small_channels import studios

    with studios() as wired:
        yield wired


@pytest.fixture
def studio(wired, tmp_path, monkeypatch):
    """An empty channel, and a course's folder to publish from; no disk is waited for."""
    from tests.pipeline.small_channels import Studio

    monkeypatch.setattr(files, "flush", lambda path: None)
    wired[0].fresh()
    return Studio(tmp_path / "studio", *wired)


@pytest.fixture(scope="module")
def browser():
    """Chromium, for one file: its event loop is gone before tests that run their own."""
    from tests.pipeline.chromium import CHROMIUM, launched

    if CHROMIUM is None:
        pytest.skip("there is no Chromium on this machine")
    with launched() as browser:
        yield browser


@pytest.fixture
def page(browser, address, request):
    """An empty page; at the end nothing went wrong, and all it asked for was under ``address``."""
    from tests.pipeline.chromium import looked_at

    with looked_at(browser, address, **getattr(request, "param", {})) as page:
        yield page
