"""Faults of place and colour: off the frame, over one another, too pale, too much alike."""

from __future__ import annotations

from tests.pipeline.layout_faults import Planted, palette, region

CARD_LEAVES = ("    - {leave: map, at: title}\n", "")
OLIVE, GOLD, BRICK = "#83C167", "#F0AC5F", "#FC6255"
"""A green and what eyes without one kind of cone take for it."""

FAULTS: dict[str, Planted] = {
    "the left half begins outside": Planted(
        "off-frame",
        "small",
        "{items: [¦One step.",
        (
            (
                "  kind: statements\n  with: {items: [One step., Two steps.]}",
                "  panels:\n    card: {kind: statements, at: left, "
                "with: {items: [One step., Two steps.]}}",
            ),
        ),
        patch=region("left", left=-8.4),
    ),
    "the right half goes on outside": Planted(
        "off-frame",
        "06 first-step",
        '¦"f({good.x[0][0]:.0f}, {good.x[0][1]:.0f})"',
        patch=region("right", left=6.0),
    ),
    "a map wider than the frame": Planted(
        "off-frame",
        "descent_2d",
        "id: map",
        patch=region("full", left=-7.6, width=15.2),
    ),
    "a plot higher than the frame": Planted(
        "off-frame",
        "loss_curve",
        "title: ¦Two patients\n    curves",
        patch=region("full", height=7.4),
    ),
    "a program under a title without an end": Planted(
        "off-frame",
        "code",
        "title: ¦A program",
        (("title: gradient descent", f"title: A program {' '.join(['that goes'] * 12)} downhill"),),
    ),
    "the left half begins at the edge": Planted(
        "title-safe",
        "06 ten",
        'name: ¦"f", format',
        patch=region("right", left=0.9, width=6.2),
    ),
    "a plot up to the upper edge": Planted(
        "title-safe",
        "loss_curve",
        "title: ¦Two patients\n    curves",
        patch=region("full", height=6.6),
    ),
    "a title card from the edge": Planted(
        "title-safe",
        "title_card",
        "    title: ¦Take ten steps",
        patch=region("full", left=-7.05),
    ),
    "a question at the edge": Planted(
        "title-safe",
        "question",
        "question: ¦At $eta",
        patch=region("full", left=-7.0),
    ),
    "a plot down in the captions": Planted(
        "caption-zone",
        "loss_curve",
        "id: patients",
        patch=region("full", bottom=-3.6),
    ),
    "a map down in the captions": Planted(
        "caption-zone",
        "06 curve",
        "map: ¦{kind",
        patch=region("left", bottom=-3.4),
    ),
    "an end card down in the captions": Planted(
        "caption-zone",
        "end_card",
        "next: ¦Set $eta",
        patch=region("full", bottom=-3.5),
    ),
    "numbers down in the captions": Planted(
        "caption-zone",
        "07 who",
        "¦xs.show: numbers",
        patch=region("right-wide-bottom", bottom=-3.6),
    ),
    "two lists in one half": Planted(
        "text-overlap",
        "small",
        "{items: [¦A third",
        (
            (
                "  kind: statements\n  with: {items: [One step., Two steps.]}",
                "  panels:\n    a: {kind: statements, at: left, with: {items: [One step.]}}\n"
                "    b: {kind: statements, at: left-wide, with: {items: [A third step.]}}",
            ),
            ("{reveal: 0, at: go, for: 0.3}", "{a.reveal: 0, at: go, for: 0.3}"),
            ("{reveal: 1, for: 0.3}", "{b.reveal: 0, for: 0.3}"),
        ),
    ),
    "a formula over a table": Planted(
        "text-overlap",
        "06 multiply",
        '{math: ¦"x_\\"new\\"", color: x}',
        (
            (
                "    why:\n      kind: arithmetic\n      at: right",
                "    why:\n      kind: arithmetic\n      at: left",
            ),
        ),
    ),
    "the readout of a line stays under a card": Planted(
        "text-overlap",
        "05 hook",
        "        title: ¦A 2D bowl",
        (
            ("room: [], shown: [squares]", "room: [equation], shown: [squares, equation]"),
            ("    - {leave: dots, at: bowl}\n", ""),
        ),
    ),
    "two lines of numbers in one place": Planted(
        "text-overlap",
        "07 dial",
        "factor: ¦{kind",
        (
            (
                "factor: {kind: number_line, at: right-bottom",
                "factor: {kind: number_line, at: right-top",
            ),
        ),
    ),
    "a plot that stays under another": Planted(
        "text-overlap",
        "09 never",
        "title: ¦another bowl",
        (("    - {leave: loss}\n", ""),),
    ),
    "a card over a map that stays": Planted(
        "busy-text", "06 hook", "        title: ¦Take ten steps", (CARD_LEAVES,)
    ),
    "a map under a calculation": Planted(
        "busy-text",
        "06 curve",
        '¦"= 5 (x / 5)^p"',
        (
            (
                "    sums:\n      kind: arithmetic\n      at: right",
                "    sums:\n      kind: arithmetic\n      at: left",
            ),
        ),
    ),
    "a formula over a plot": Planted(
        "busy-text",
        "06 never-lands",
        '{math: ¦"= {good.x[10][0]:.3f}"',
        (("at: right-narrow\n      hidden", "at: left-wide\n      hidden"),),
    ),
    "a curve under a card": Planted(
        "busy-text",
        "09 hook",
        "        title: ¦Three runs",
        (("    - {leave: loss, at: title}\n", ""),),
    ),
    "letters too dark for their ground": Planted(
        "text-contrast",
        "statements",
        "title: ¦What the bend is not\n    items",
        look=palette(ink="#50545C"),
    ),
    "a card's title on a blue map": Planted(
        "text-contrast", "07 hook", "        title: ¦Set η", (CARD_LEAVES,)
    ),
    "a pale formula": Planted(
        "text-contrast",
        "06 never-lands",
        '¦"= {good.x[10][0]:.3f}"',
        look=palette(x="#7A4A66"),
    ),
    "a result on a blue map": Planted(
        "text-contrast",
        "07 first-jump",
        '¦"= {spit.f[1]:.0f}"',
        (("      kind: arithmetic\n      at: right", "      kind: arithmetic\n      at: left"),),
    ),
    "a line of numbers too dark": Planted(
        "graphic-contrast",
        "number_line",
        "id: line",
        look=palette(muted="#2B3038"),
    ),
    "axes too dark": Planted(
        "graphic-contrast",
        "06 half-lives",
        "ys:\n      ¦kind",
        look=palette(faint="#262B33"),
    ),
    "a plot on a map": Planted(
        "graphic-contrast",
        "06 half-lives",
        "ys:\n      ¦kind",
        (("at: right-wide-top", "at: left-narrow"),),
    ),
    "a run nobody sees": Planted(
        "graphic-contrast",
        "09 hook",
        "loss:\n      ¦kind",
        look=palette(runs=("#F0E442", "#009E73", "#CC79A7", "#56B4E9", "#40241A")),
    ),
    "a line through dots nobody sees": Planted(
        "graphic-contrast",
        "line_fit",
        "¦step: {to: 2}",
        look=palette(runs=("#333F20",) * 5),
    ),
    "three runs, two in green and gold": Planted(
        "color-pair",
        "09 hook",
        "loss:\n      ¦kind",
        look=palette(runs=(OLIVE, "#009E73", "#CC79A7", GOLD, "#D55E00")),
    ),
    "coordinates in green and red": Planted(
        "color-pair",
        "06 half-lives",
        "xs:\n      ¦kind",
        look=palette(x=OLIVE, y=BRICK),
    ),
    "trainings in green and gold": Planted(
        "color-pair",
        "loss_curve",
        "id: patients",
        (
            ("{step: {to: 60}}", "{step: {to: 60}, for: 2}"),
            ("curve: hot}}", "curve: hot}}\n    pause: 3"),
        ),
        look=palette(runs=(OLIVE, GOLD, "#CC79A7", "#56B4E9", "#D55E00")),
    ),
    "gradient and step alike": Planted(
        "color-pair",
        "descent_2d",
        "¦show: step",
        look=palette(gradient="#6FA8FF", step="#7FA0FF"),
    ),
}
"""Each fault by its name."""
