from __future__ import annotations

import pytest

from tests.bench.bench_speech import differences


@pytest.mark.parametrize(
    ("said", "heard", "wrong", "lost"),
    [
        ("the path bends", "the path bends", 0, []),
        ("the path bends", "", 3, ["the", "path", "bends"]),
        ("", "of the", 2, []),
        ("the path bends", "the bath bends", 1, ["path"]),
        ("the path bends", "the path that bends", 1, []),
        ("the path bends", "path bends", 1, ["the"]),
        ("look at it and look again", "look and luck again", 3, ["at", "it", "look"]),
    ],
)
def test_words_are_lost_changed_or_too_many(said, heard, wrong, lost):
    assert differences(said.split(), heard.split()) == (wrong, lost)
    assert differences(heard.split(), said.split())[0] == wrong
