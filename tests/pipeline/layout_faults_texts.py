"""Faults of texts: letters no font has, too many words, no room, letters too small to read."""

from __future__ import annotations

from tests.pipeline.layout_faults import Planted, types

LONG = " ".join(["one"] * 26)
LONGER = " ".join(["five"] * 40)

FAULTS: dict[str, Planted] = {
    "a snail in a label": Planted(
        "missing-glyph",
        "descent_2d",
        '"slow 🐌',
        (('"$eta = 0.1$"', '"slow 🐌"'),),
    ),
    "a tick in a hint": Planted(
        "missing-glyph",
        "question",
        "Every step ✅",
        (("Every step multiplies $x$ by 0.8.", "Every step ✅ multiplies $x$ by 0.8."),),
    ),
    "a foreign title over a table": Planted(
        "missing-glyph",
        "table",
        "六 steps",
        (("    title: Six steps", "    title: 六 steps"),),
    ),
    "a picture in a mark with a number": Planted(
        "missing-glyph",
        "07 who",
        '"factor {spit.factor[1]:.1f} 📈',
        (('"factor {spit.factor[1]:.1f}: grows"', '"factor {spit.factor[1]:.1f} 📈"'),),
    ),
    "a letter of another script in a formula": Planted(
        "missing-glyph",
        "06 never-lands",
        '"> 0 \\"ก',
        (('"> 0"', '"> 0 \\"ก\\""'),),
    ),
    "a smile on a card": Planted(
        "missing-glyph",
        "cards",
        "Every batch votes 🙂",
        (("Every batch votes differently.", "Every batch votes 🙂 differently."),),
    ),
    "a remark of a program": Planted(
        "missing-glyph",
        "code",
        "code: ¦|",
        (("      p = start", "      p = start  # 始"),),
    ),
    "two sentences too long": Planted(
        "too-many-words",
        "small",
        f"{LONG},",
        (("{items: [One step., Two steps.]}", f"{{items: [{LONG}, {LONG}]}}"),),
    ),
    "sentences to keep that nobody keeps": Planted(
        "too-many-words",
        "06 recap",
        "¦On a bowl, a step is what",
        (
            (
                "On a bowl, a step is a multiplication, one factor for each direction.\n        -",
                "On a bowl, a step is what it always was, a multiplication, with one factor for "
                "each of its directions.\n        -",
            ),
            (
                "The path bends because the directions have different half-lives.",
                "The path bends because the directions it is made of have different half-lives.",
            ),
            (
                "It gets close fast, and it never lands.",
                "It gets close fast, as fast as one could wish for, and even so it never lands.",
            ),
        ),
    ),
    "a question like a page": Planted(
        "too-many-words",
        "question",
        f"{LONGER} of",
        (
            (
                "At $eta = 0.1$ from $(5, 5)$, how many steps until $x < 1$?",
                f"{LONGER} of them, and how many steps until $x < 1$, do you think?",
            ),
            ("    hint: Every step multiplies $x$ by 0.8.\n", ""),
            ('    - "$x_7 = 5 dot 0.8^7 = {good.x[7][0]:.3f}$, not yet"\n', ""),
        ),
    ),
    "an objective without an end": Planted(
        "too-many-words",
        "title_card",
        f"objective: ¦{LONGER}",
        (("objective: Take ten steps by hand on", f"objective: {LONGER}, by hand, on"),),
    ),
    "two cards full of words at once": Planted(
        "too-many-words",
        "small",
        f"{{items: [¦two {LONG}",
        (
            (
                "  kind: statements\n  with: {items: [One step., Two steps.]}",
                f"  panels:\n    a: {{kind: statements, at: left, with: {{items: [{LONG}]}}}}\n"
                f"    b: {{kind: statements, at: right, with: {{items: [two {LONG}]}}}}",
            ),
            ("{reveal: 0, at: go, for: 0.3}", "{a.reveal: 0, at: go, for: 0.3}"),
            ("{reveal: 1, for: 0.3}", "{b.reveal: 0, for: 0.3}"),
        ),
    ),
    "sentences in a corner": Planted(
        "cannot-draw",
        "small",
        "kind: statements\n      at",
        (
            (
                "  kind: statements\n  with: {items: [One step., Two steps.]}",
                "  panels:\n    card:\n      kind: statements\n      at: right-narrow-bottom\n"
                f"      with: {{items: [One step., {'And on. ' * 30}]}}",
            ),
        ),
    ),
    "cards in a corner": Planted(
        "cannot-draw",
        "cards",
        "¦deal: {}",
        (
            (
                "  kind: cards\n  with:\n    title",
                "  panels:\n   card:\n      kind: cards\n      at: right-narrow-bottom\n"
                "      with:\n       title",
            ),
            ("    cards:\n", "       cards:\n"),
            ("    - {id: unfair,", "       - {id: unfair,"),
            ("    - {id: scales,", "       - {id: scales,"),
            ("    - {id: noise,", "       - {id: noise,"),
            ("    - {id: cost,", "       - {id: cost,"),
        ),
    ),
    "a question in half a column": Planted(
        "cannot-draw",
        "06 your-turn",
        "card:\n      ¦kind: question",
        (("kind: question", "kind: question\n      at: right-narrow-bottom"),),
    ),
    "an end card in half a frame": Planted(
        "cannot-draw",
        "06 recap",
        "card:\n      ¦kind: end_card",
        (("kind: end_card", "kind: end_card\n      at: left-third"),),
    ),
    "labels in smaller type": Planted(
        "small-text",
        "descent_2d",
        '"$eta = 0.1$"',
        look=types(small=24),
    ),
    "figures in smaller type": Planted(
        "small-text",
        "08 half-life",
        "text: ¦half",
        look=types(small=30),
    ),
    "a zone's name in smaller type": Planted(
        "small-text",
        "number_line",
        "text: ¦home",
        look=types(small=20),
    ),
    "a card's upper line in smaller type": Planted(
        "small-text",
        "title_card",
        "course: ¦Understand Gradient Descent",
        look=types(label=28),
    ),
}
"""Each fault by its name."""
