"""What runs of a source is remembered, and nothing wrong is ever remembered."""

import json

import pytest

from pipeline import running as memory
from pipeline.running import keep, recall, running

SOURCE = b"import gdmath.run\n\n\ndef f(x):\n    return x + 1\n"


@pytest.fixture(autouse=True)
def forgetful(monkeypatch):
    """Begin and end each test knowing nothing."""
    monkeypatch.setattr(memory, "_known", {})
    monkeypatch.setattr(memory, "_used", {})
    recall.cache_clear()


def restart(monkeypatch):
    monkeypatch.setattr(memory, "_known", {})
    monkeypatch.setattr(memory, "_used", {})
    recall.cache_clear()


def never(source):
    raise AssertionError("parsed again")


def test_what_was_kept_is_not_parsed_again(tmp_path, monkeypatch):
    before = running(SOURCE)
    assert before.imports == ("gdmath.run",)
    keep(tmp_path / "store" / "code.json")
    restart(monkeypatch)
    recall(tmp_path / "store" / "code.json")
    monkeypatch.setattr(memory, "_parsed", never)
    assert running(SOURCE) == before
    with pytest.raises(AssertionError, match="parsed again"):
        running(SOURCE + b"x = 1\n")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text[:-9],
        lambda text: "",
        lambda text: "[]",
        lambda text: text.replace("gdmath.run", "gdmath.ran"),
        lambda text: json.dumps(json.loads(text) | {"maker": "another Python"}),
    ],
    ids=["cut", "empty", "a list", "flipped", "another maker"],
)
def test_a_damaged_memory_is_as_good_as_none(tmp_path, monkeypatch, spoil):
    file = tmp_path / "code.json"
    before = running(SOURCE)
    keep(file)
    file.write_text(spoil(file.read_text()))
    restart(monkeypatch)
    recall(file)
    assert memory._known == {}
    assert running(SOURCE) == before


def test_only_news_is_written(tmp_path):
    file = tmp_path / "code.json"
    running(SOURCE)
    keep(file)
    file.unlink()
    keep(file)
    assert not file.exists()
    running(b"x = 2\n")
    keep(file)
    assert len(json.loads(file.read_text())["known"]) == 2


def test_a_memory_that_cannot_be_written_is_no_loss(tmp_path):
    (tmp_path / "file").write_text("")
    running(SOURCE)
    keep(tmp_path / "file" / "code.json")
