from __future__ import annotations

from scenes.formula.actions import Dim, Erase, Show, Transform, Write
from scenes.formula.marking import (
    Frame,
    Highlight,
    NameTerms,
    Strike,
    Unframe,
    Unhighlight,
    Unname,
)
from scenes.formula.model import Line, Name, Params, Term
from script.typed import Text
from tests.scenes.sample import Sample


def term(math: str, id: str = "", color: str = "ink", name: str = "", side: str = "under") -> Term:
    return Term(Text(math), id, color, Text(name), side)  # type: ignore[arg-type]


UPDATE = Params(
    (
        Line(
            "rule",
            (
                term("theta", "new", "path", "new weights"),
                term("arrow.l"),
                term("theta", "old", "path", "old weights"),
                term("-", "minus"),
                term("eta", "rate", "step", "rate"),
                term("nabla L(theta)", "slope", "gradient", "slope"),
            ),
            (Name(("rate", "slope"), Text("the step"), "step"),),
        ),
        Line(
            "numbers",
            (
                term("(4, 3)", "new", "path"),
                term("arrow.l"),
                term("(5, 5)", "old", "path"),
                term("-", "minus"),
                term("0.1 dot", "rate", "step"),
                term("(10, 20)", "slope", "gradient"),
            ),
        ),
        Line(
            "family",
            (
                term("theta", "new", "path"),
                term("arrow.l"),
                term("theta", "old", "path"),
                term("-", "minus"),
                term("eta dot", "rate", "step", "rate"),
                term("d", "slope", "gradient", "built from gradients", "over"),
            ),
            replaces="rule",
        ),
    ),
    Text("One line trains them all"),
)

SQUARES = Params(
    (
        Line(
            "squares",
            (
                term("5 L", "loss", "loss"),
                term("="),
                term("(x - 2 y)^2"),
                term("+ (x - y)^2"),
                term("+ x^2"),
                term("+ (x + y)^2"),
                term("+ (x + 2 y)^2"),
            ),
        ),
        Line(
            "long",
            (
                term("5 L", "loss", "loss"),
                term("="),
                *(term(f"{plus} x^2", "xx", "x") for plus in ("", "+", "+", "+", "+")),
                term("- 4 x y", "four"),
                term("+ 4 y^2", "yy", "y"),
                term("- 2 x y", "two"),
                term("+ y^2", "yy", "y"),
                term("+ 2 x y", "two"),
                term("+ y^2", "yy", "y"),
                term("+ 4 x y", "four"),
                term("+ 4 y^2", "yy", "y"),
            ),
        ),
        Line(
            "short",
            (
                term("L", "loss", "loss"),
                term("="),
                term("x^2", "xx", "x"),
                term("+ 2 y^2", "yy", "y"),
            ),
        ),
    )
)

LOSS = Params(
    (
        Line(
            "law",
            (
                term("L_t", "loss", "loss"),
                term("="),
                term("25", "a"),
                term("(1 - 2 eta)^(2 t)", "fx", "x"),
                term("+ 50", "b"),
                term("(1 - 4 eta)^(2 t)", "fy", "y"),
            ),
        ),
        *(
            Line(
                name,
                (
                    term("L_t", "loss", "loss"),
                    term("="),
                    term("25", "a"),
                    term(f"dot {x}^(2 t)", "fx", "x", "slow" if name == "good" else ""),
                    term("+ 50", "b"),
                    term(f"dot {y}^(2 t)", "fy", "y", "fast" if name == "good" else ""),
                ),
                replaces="law",
            )
            for name, x, y in (("good", "0.8", "0.6"), ("spit", "(-0.2)", "(-1.4)"))
        ),
        Line("swap", (term("b", "b"), term("+"), term("a", "a"), term("= a + b", "sum"))),
        Line(
            "swapped",
            (term("a", "a"), term("+"), term("b", "b"), term("= a + b", "sum")),
            replaces="swap",
        ),
    ),
    Text("One equation, three rates"),
)

SAMPLES = (
    Sample(
        "formula",
        UPDATE,
        "full",
        {},
        (
            ("write", Write("rule", "slope")),
            ("name", NameTerms("rule")),
            ("highlight", Highlight("rule", ("rate", "slope"))),
            ("transform", Transform("rule", "numbers")),
            ("box", Frame("numbers", ("new",))),
            ("dim", Dim("numbers", ("old", "minus"))),
            ("unhighlight", Unhighlight()),
            ("transform", Transform("rule", "family")),
            ("unname", Unname("family")),
            ("show", Show("numbers")),
            ("unbox", Unframe("numbers")),
            ("erase", Erase("numbers")),
        ),
    ),
    Sample(
        "formula",
        SQUARES,
        "full",
        {},
        (
            ("show", Show("squares")),
            ("transform", Transform("squares", "long")),
            ("dim", Dim("squares")),
            ("strike", Strike("long", ("four", "two"))),
            ("transform", Transform("long", "short")),
            ("box", Frame("short")),
        ),
    ),
    Sample(
        "formula",
        SQUARES,
        "right-narrow",
        {},
        (
            ("show", Show("long")),
            ("strike", Strike("long", ("four", "two"))),
            ("highlight", Highlight("long", ("xx",))),
            ("transform", Transform("long", "short")),
        ),
    ),
    Sample(
        "formula",
        LOSS,
        "right",
        {},
        (
            ("write", Write("law")),
            ("transform", Transform("law", "good")),
            ("name", NameTerms("good", ("fx",))),
            ("transform", Transform("good", "spit")),
            ("show", Show("swap", ("b", "a"))),
            ("show", Show("swap")),
            ("transform", Transform("swap", "swapped")),
        ),
    ),
)
