from __future__ import annotations

from scenes.statements import Item, Params, Reveal, Say, Strike
from script.typed import Text
from tests.scenes.sample import Sample

SAMPLES = (
    Sample(
        "statements",
        Params(
            title=Text("What the bend is not"),
            items=(
                Item(
                    wrong=Text("The path bends because the walker steers."),
                    right=Text("Each coordinate is multiplied by its own number. That is all."),
                ),
                Item(
                    wrong=Text("A smooth path is a fast path, and a zig-zag is always a bad sign."),
                    right=Text("The best rate, $eta = 1/3$, zig-zags and needs five steps."),
                ),
                Item(
                    wrong=Text("It reaches zero."),
                    right=Text("It halves and halves: after ten steps 0.4 % is left."),
                ),
            ),
        ),
        "full",
        {},
        (
            ("state", Say(0)),
            ("strike", Strike(0)),
            ("state", Say(1)),
            ("strike", Strike(1)),
            ("state", Say(2)),
            ("strike", Strike(2)),
        ),
    ),
    Sample(
        "statements",
        Params(
            items=(
                Item(right=Text("$x$ is multiplied by 0.8, $y$ by 0.6.")),
                Item(right=Text("Two half-lives make the bend.")),
            ),
        ),
        "right-narrow",
        {},
        (("reveal", Reveal(0)), ("reveal", Reveal(1))),
    ),
)
