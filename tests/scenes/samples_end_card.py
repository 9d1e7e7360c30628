from __future__ import annotations

from scenes.end_card import Next, Params, Recap
from script.typed import Text
from tests.scenes.sample import Sample

SAMPLES = (
    Sample(
        "end_card",
        Params(
            recap=(
                Text("Every step multiplies $x$ by 0.8 and $y$ by 0.6."),
                Text("The steep direction halves every 1.36 steps, the shallow one every 3.11."),
                Text("The path bends, and never lands."),
            ),
            next=Text("Set $eta = 0.6$ and watch the bowl spit you out"),
            course=Text("Understand Gradient Descent"),
        ),
        "full",
        {},
        (("recap", Recap(0)), ("recap", Recap(1)), ("recap", Recap(2)), ("next", Next())),
    ),
)
