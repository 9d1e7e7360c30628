from __future__ import annotations

from scenes.arithmetic.actions import Dim, Erase, Highlight, Replace, Show, Unhighlight, Write
from scenes.arithmetic.model import Line, Params, Term
from script.typed import Text
from tests.scenes.sample import Sample


def term(math: str, color: str = "ink", name: str = "") -> Term:
    return Term(Text(math), color, Text(name))  # type: ignore[arg-type]


FIRST_STEP = Params(
    (
        Line("loss", (term("f(x, y)", "loss"), term("= x^2"), term("+ 2 y^2"))),
        Line("slope", (term("nabla f", "gradient"), term("= (2 x, 4 y)"))),
        Line(
            "numbers",
            (term("nabla f", "gradient"), term("= (2 dot 5, 4 dot 5)")),
            replaces="slope",
        ),
        Line("gap"),
        Line(
            "step",
            (term("(5, 5)", name="here"), term("- 0.1 dot"), term("(10, 20)", "gradient", "slope")),
        ),
        Line("sum", (term("= (5, 5)"), term("- (1, 2)", "step", "step"))),
        Line("result", (term("= (4, 3)", "path"),)),
    ),
    Text("The first step by hand"),
)

HALVES = Params(
    (
        Line("half", (term("(0.8)^h", "x"), term("= 1 / 2"))),
        Line("solved", (term("h", "x"), term("= (ln 0.5) / (ln 0.8)"), term("= 3.11", "path"))),
    ),
    align="left",
)

SAMPLES = (
    Sample(
        "arithmetic",
        FIRST_STEP,
        "right",
        {},
        (
            ("show", Show("loss")),
            ("write", Write("slope")),
            ("write", Write("step", to=1)),
            ("replace", Replace("slope", "numbers")),
            ("write", Write("step")),
            ("highlight", Highlight("step", 2)),
            ("highlight", Highlight("numbers")),
            ("dim", Dim("loss")),
            ("unhighlight", Unhighlight("numbers")),
            ("write", Write("sum")),
            ("write", Write("result")),
            ("show", Show("loss")),
            ("unhighlight", Unhighlight()),
            ("erase", Erase("numbers")),
        ),
    ),
    Sample(
        "arithmetic",
        HALVES,
        "right-narrow-top",
        {},
        (
            ("write", Write("half")),
            ("write", Write("solved")),
            ("highlight", Highlight("solved", -1)),
        ),
        upright="right-narrow",
    ),
)
