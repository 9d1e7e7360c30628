from __future__ import annotations

from scenes.cards.actions import Deal, Dim, Flip, Highlight, Show, Strike, Unhighlight
from scenes.cards.choosing import Answer, Choose, Connect, Think
from scenes.cards.model import Card, Link, Params
from script.typed import Text
from tests.scenes.sample import Sample


def card(title: str, text: str = "", **more: str) -> Card:
    given = {name: Text(value) for name, value in more.items() if name not in ("id", "color")}
    plain = {name: value for name, value in more.items() if name in ("id", "color")}
    return Card(Text(title), Text(text), **plain, **given)  # type: ignore[arg-type]


BOTTLENECKS = Params(
    (
        card("Unfair steepness", "One direction is steep, one is flat.", id="unfair",
             color="gradient", back="Momentum"),
        card("Uneven scales", "Each weight has its own unit.", id="scales", color="x",
             back="Adam"),
        card("A noisy slope", "Every batch votes differently.", id="noise", color="step",
             back="A smaller rate, or a larger batch"),
        card("A costly slope", "One pass over all data is too slow.", id="cost", color="path",
             back="Mini-batches"),
    ),
    title=Text("Find what is slowing you"),
    label=Text("this one"),
)  # fmt: skip

QUIZ = Params(
    (card("0.05"), card("0.2"), card("0.4"), card("2")),
    title=Text("Where is the wall of $x^2 + 5 y^2$?"),
    answer=Text("0.2"),
)

FIXES = Params(
    (
        card("Jumps above its start", id="symptom", color="warning"),
        card("Run it again at a third of the rate", id="test", color="step"),
        card("Divide the rate by ten, then warm up", id="fix", color="y"),
    ),
    title=Text("From symptom to fix"),
    columns=3,
    links=(Link("symptom", "test"), Link("test", "fix")),
)

WRONG = Params(
    (
        card("A smaller rate is safer.", correction="It costs steps, and can freeze.", id="safe",
             color="warning"),
        card("Flat means done.", correction="Flat can be dead, stuck or slow.", id="flat",
             color="warning"),
    )
)  # fmt: skip

SAMPLES = (
    Sample(
        "cards",
        BOTTLENECKS,
        "full",
        {},
        (
            ("deal", Deal(("unfair",))),
            ("deal", Deal()),
            ("highlight", Highlight("noise")),
            ("dim", Dim(("cost",))),
            ("flip", Flip(("unfair", "noise"))),
            ("unhighlight", Unhighlight()),
            ("show", Show()),
            ("choose", Choose("scales")),
            ("choose", Choose("unfair")),
            ("flip", Flip()),
        ),
    ),
    Sample(
        "cards",
        QUIZ,
        "full",
        {},
        (
            ("deal", Deal()),
            ("think", Think()),
            ("strike", Strike("D")),
            ("answer", Answer()),
        ),
    ),
    Sample(
        "cards",
        FIXES,
        "full",
        {},
        (
            ("deal", Deal(("symptom", "test"))),
            ("connect", Connect(("test",))),
            ("deal", Deal(("fix",))),
            ("connect", Connect()),
        ),
    ),
    Sample(
        "cards",
        WRONG,
        "right-narrow",
        {},
        (
            ("deal", Deal()),
            ("strike", Strike("safe")),
            ("strike", Strike("flat")),
        ),
    ),
)
