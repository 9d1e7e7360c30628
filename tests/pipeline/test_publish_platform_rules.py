"""What PeerTube and Vimeo do not take is refused before anything is sent, with place and fix."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.publish.package import Package
from pipeline.publish.rules import Rule, broken
from pipeline.publish.targets.peertube_texts import RULES as PEERTUBE
from pipeline.publish.targets.vimeo_texts import RULES as VIMEO
from tests.pipeline.small_packages import package

Edit = Callable[[Package], Package]


def _without_tracks(made: Package) -> Package:
    return replace(made, assets=tuple(one for one in made.assets if one.role != "track"))


BROKEN: dict[str, tuple[tuple[Rule, ...], Edit, str]] = {
    "peertube: a title of two characters": (
        PEERTUBE,
        lambda made: replace(made, title="Ab"),
        "small.yaml:1:3: PeerTube takes titles of 3 characters or more - say what",
    ),
    "peertube: chapters in one second": (
        PEERTUBE,
        lambda made: replace(made, chapters=((0.0, "One"), (0.5, "Two"))),
        "small.yaml:4:3: two chapters begin in the same second, 0 s - join it",
    ),
    "peertube: a chapter without a title": (
        PEERTUBE,
        lambda made: replace(made, chapters=((0.0, ""),)),
        "small.yaml:3:3: PeerTube takes titles of chapters of 1 to 100 characters - shorten",
    ),
    "peertube: no track": (PEERTUBE, _without_tracks, "there are no captions - render.py build"),
    "peertube: a long description": (
        PEERTUBE,
        lambda made: replace(made, description="é" * 2_501),
        "5,002",
    ),
    "vimeo: a chapter of 51 characters": (
        VIMEO,
        lambda made: replace(made, chapters=((0.0, "x" * 51),)),
        "small.yaml:3:3: Vimeo takes titles of chapters of 1 to 50 characters - shorten",
    ),
    "vimeo: no track": (VIMEO, _without_tracks, "there are no captions - render.py build"),
    "vimeo: a title with a bracket": (
        VIMEO,
        lambda made: replace(made, title="a < b"),
        "small.yaml:1:3: no platform takes < in the title",
    ),
}


@pytest.mark.parametrize(("rules", "edit", "said"), BROKEN.values(), ids=BROKEN)
def test_what_breaks_a_rule_is_refused(
    tmp_path: Path, rules: tuple[Rule, ...], edit: Edit, said: str
) -> None:
    assert broken(package(tmp_path), rules) == ()
    (refusal,) = broken(edit(package(tmp_path)), rules)
    assert said in str(refusal)
