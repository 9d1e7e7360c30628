from __future__ import annotations

from scenes.title_card import Objective, Params, Reveal
from script.typed import Text
from tests.scenes.sample import Sample

BOTH = (("reveal", Reveal()), ("objective", Objective()))

SAMPLES = (
    Sample(
        "title_card",
        Params(
            title=Text("Take ten steps and watch the path bend toward zero"),
            objective=Text("Take ten steps by hand on $x^2 + 2 y^2$ and explain the bend."),
            number=6,
            course=Text("Understand Gradient Descent"),
        ),
        "full",
        {},
        BOTH,
    ),
    Sample(
        "title_card",
        Params(title=Text("What is a gradient?"), objective=Text("Say it in plain English.")),
        "left",
        {},
        BOTH,
    ),
)
