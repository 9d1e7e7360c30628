"""Faults of time: nothing to see, nothing that moves, texts far from their words."""

from __future__ import annotations

from tests.pipeline.layout_faults import Planted

FAULTS: dict[str, Planted] = {
    "a map enters long after its lesson began": Planted(
        "empty-frame",
        "06 hook",
        "id: watch",
        (
            ("{kind: descent_2d, with:", "{kind: descent_2d, hidden: true, with:"),
            (
                "- {map.start: {run: good}}",
                "- {map.start: {run: good}}\n    - {enter: map, at: go}",
            ),
        ),
    ),
    "a card comes three seconds after the map is gone": Planted(
        "empty-frame",
        "06 hook",
        "id: promise",
        (
            ("{enter: card, at: title, for: 0.6}", "{enter: card, at: title, after: 3, for: 0.6}"),
            ("{card.reveal: {}, at: title}", "{card.reveal: {}, at: title, after: 3}"),
            ("{card.objective: {}, at: why}", "{card.objective: {}, at: title, after: 5}"),
        ),
    ),
    "a question waits to be asked": Planted(
        "empty-frame",
        "06 your-turn",
        "id: question",
        (("{card.ask: {}, after: 0.9}", "{card.ask: {}, after: 4}"),),
    ),
    "a formula is written late": Planted(
        "empty-frame",
        "09 three-rates",
        "id: set",
        (("{sums.show: {line: law}}", "{sums.show: {line: law}, at: a}"),),
    ),
    "both panels leave and a sentence goes on": Planted(
        "empty-frame",
        "06 multiply",
        "id: why-y",
        (
            ("- {why.write: y-rule, at: a, for: 2}", "- {leave: numbers}\n    - {leave: why}"),
            ("    - {why.write: y-short, at: b, for: 3}\n", ""),
        ),
    ),
    "a pause of thirteen seconds": Planted(
        "frozen-frame",
        "small",
        "id: two",
        (("say: And then another.", "say: And then another. [pause 13]"),),
    ),
    "time to think, without a ring": Planted(
        "frozen-frame",
        "06 your-turn",
        "id: question",
        (
            ("[think] [pause 4]", "[think] [pause 11]"),
            ("    - {card.think: {}, at: think, for: 4}\n", ""),
        ),
    ),
    "the last beat waits in its words": Planted(
        "frozen-frame",
        "06 recap",
        "id: next",
        (("and the bowl spits us out.", "and the bowl spits us out. [pause 14]"),),
    ),
    "nothing points at a long explanation": Planted(
        "frozen-frame",
        "06 curve",
        "id: draw",
        (
            ("us test that.", "us test that. [pause 6]"),
            ("    do:\n    - {sums.highlight: {line: power}}\n", ""),
        ),
    ),
    "a plot stands still while it is talked about": Planted(
        "frozen-frame",
        "08 half-life",
        "id: ask",
        (("Guess. [pause 2]", "Guess. [pause 12]"),),
    ),
    "a myth appears when it has been said": Planted(
        "too-late",
        "06 myths",
        "¦card.state: 0",
        (
            ("{card.state: 0, at: a}", "{card.state: 0, at: fix, after: 1}"),
            ("{card.strike: 0, at: fix}", "{card.strike: 0, at: fix, after: 3}"),
        ),
    ),
    "the last sentence to keep comes in the pause": Planted(
        "too-late",
        "06 recap",
        "¦card.recap: 2",
        (
            ("never lands.\n    do:", "never lands. [pause 3]\n    do:"),
            ("{card.recap: 2, at: c}", "{card.recap: 2, at: c, after: 5}"),
        ),
    ),
    "a label comes seconds after its step": Planted(
        "too-late",
        "06 fastest",
        "¦map.mark: {run: patient",
        (
            ("at: go, after: 2.7, for: 0.3}", "at: go, after: 5, for: 0.3}"),
            ("path is not the prettiest.\n    do", "path is not the prettiest. [pause 2]\n    do"),
        ),
    ),
    "a level is named late": Planted(
        "too-late",
        "08 half-life",
        "¦xs.level",
        (
            ("When is it halfway?", "When is half of it left?"),
            ("text: half}, at: half}", "text: half}, at: half, after: 4.4}"),
        ),
    ),
    "a zone is named late": Planted(
        "too-late",
        "number_line",
        "¦zone: {",
        (
            ("    - {zone: {low: -1, high: 1, text: home}}\n", ""),
            (
                "{show: numbers, at: on}",
                "{show: numbers, at: on}\n"
                "    - {zone: {low: -1, high: 1, text: home}, at: on, after: 2}",
            ),
        ),
    ),
    "a zone is named before anybody speaks of it": Planted(
        "too-early",
        "number_line",
        "¦zone: {",
        (("It jumps over home,", "It stands far outside, [pause 1] and jumps over home,"),),
    ),
    "a level is drawn seconds before its word": Planted(
        "too-early",
        "08 half-life",
        "¦xs.level",
        (
            ("[half] When is it halfway?", "[pause 2] When is half of it left?"),
            ("text: half}, at: half}", "text: half}}"),
        ),
    ),
    "a verdict stands there before its reason": Planted(
        "too-early",
        "07 who",
        "¦xs.mark",
        (
            ("{xs.hide: numbers, at: x}", "{xs.hide: numbers}"),
            (
                'text: "factor {spit.factor[0]:.1f}: shrinks"}, at: x, after: 0.3}',
                'text: "shrinks"}}',
            ),
        ),
    ),
    "an end card shows what is still to come": Planted(
        "too-early",
        "06 recap",
        "¦card.recap: 2",
        (("{card.recap: 2, at: c}", "{card.recap: 2, at: b}"),),
    ),
    "a right answer is given away": Planted(
        "too-early",
        "06 myths",
        "¦card.strike: 2",
        (
            ("it reaches zero. [fix] No.", "it reaches zero. [pause 5] [fix] No."),
            ("{card.strike: 2, at: fix}", "{card.strike: 2, at: a, after: 0.8}"),
        ),
    ),
}
"""Each fault by its name."""
