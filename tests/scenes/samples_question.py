from __future__ import annotations

from scenes.question import Answer, Ask, Params, Think
from script.typed import Text
from tests.scenes.sample import Sample

ALL = (("ask", Ask()), ("think", Think()), ("answer", Answer()))

SAMPLES = (
    Sample(
        "question",
        Params(
            question=Text("At $eta = 0.1$ from $(5, 5)$: how many steps until $x < 1$?"),
            hint=Text("Every step multiplies $x$ by 0.8."),
            answer=Text("8 steps"),
            working=(
                Text("$x_7 = 5 dot 0.8^7 = 1.0486$, not yet"),
                Text("$x_8 = 5 dot 0.8^8 = 0.8389$, below 1"),
            ),
        ),
        "full",
        {},
        ALL,
    ),
    Sample(
        "question",
        Params(question=Text("What is the wall of $x^2 + 5 y^2$?"), answer=Text("$0.2$")),
        "right",
        {},
        ALL,
    ),
)
