from __future__ import annotations

from scenes.crowd.actions import Deal, Light
from scenes.crowd.model import Group, Params, Part
from script.typed import Text
from tests.scenes.sample import Sample

TRAININGS = Params(
    (
        Group("high", Text("too high"), 60, (Part("seen", 60, Text("60 of 60"), "warning"),)),
        Group(
            "low",
            Text("too low"),
            120,
            (
                Part("crawl", 38, Text("38 crawl"), "step"),
                Part("healthy", 76, Text("76 look fine"), "y"),
            ),
        ),
    ),
    title=Text("Can you tell?"),
)

SAMPLES = (
    Sample(
        "crowd",
        TRAININGS,
        "full",
        {},
        (
            ("deal", Deal(("low",))),
            ("light", Light("crawl")),
            ("deal", Deal()),
            ("light", Light("healthy")),
            ("light", Light("seen")),
        ),
    ),
)
