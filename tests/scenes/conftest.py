"""Samples of scene kinds are drawn in both themes and both aspects; crossed only in campaigns."""

import pytest

from tests.scenes.sample import CROSSED, samples


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("campaign"):
        return
    crossed = {name for name, sample in samples().items() if sample.look in CROSSED}
    gone = [item for item in items if _sample(item) in crossed]
    if gone:
        config.hook.pytest_deselected(items=gone)
        items[:] = [item for item in items if _sample(item) not in crossed]


def _sample(item: pytest.Item) -> object:
    return item.callspec.params.get("name") if hasattr(item, "callspec") else None
