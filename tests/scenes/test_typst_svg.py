import numpy as np
import pytest
from typst import TypstError

from scenes.canvas import studio
from scenes.look import TEXT_FONT, look
from scenes.typst_svg import fonts, outlines

STYLE = ("fill_rgbas", "stroke_rgbas", "background_stroke_rgbas", "background_stroke_width")
PLAIN = f'#set text(font: "{TEXT_FONT}")\n'


@pytest.fixture(scope="module", autouse=True)
def drawing():
    with studio(look("h")):
        yield


@pytest.mark.parametrize(
    "markup",
    [
        "Two paths run down, *and land*.",
        "é ∇ η − — “quoted”",
        "$x^2 / sqrt(y) + overline(z)$",
        "$mat(1, 2; 3, 4) vec(x_1, y_(n + 1)) = cases(0, 1)$",
        "$limits(sum)_(k = 0)^n integral_a^b (partial f) / (partial x)$",
        "#box(rect(width: 0.2em, height: 1em, fill: black)) and #underline[under]",
        "#block(width: 6em)[a paragraph that takes several lines]",
        "#rotate(30deg)[turned] #scale(150%)[large]",
        "`code = 1`",
        "a #text(fill: red)[red] word #text(fill: black)[and] $x #text(fill: blue)[$y$]$",
    ],
)
def test_outlines_are_those_of_manim(markup):
    from manim import Typst

    size, color = 40.0, "#FF8800"
    ours = outlines(markup, size, color, PLAIN)
    theirs = Typst(
        markup,
        font_size=size,
        color=color,
        typst_preamble=PLAIN,
        font_paths=fonts(),
        use_svg_cache=False,
    ).family_members_with_points()
    assert len(ours) == len(theirs) > 0
    for our, their in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(our.points, their.points, rtol=0, atol=1e-9)
        for name in STYLE:
            if name != "stroke_rgbas" or our.get_stroke_width():
                assert np.array_equal(getattr(our, name), getattr(their, name)), name
        assert (our.get_stroke_width() > 0) == (their.get_stroke_width() > 0)
        assert our.extent_as_set == pytest.approx(np.ptp(our.points, axis=0).max())


def test_a_space_has_no_outline():
    assert len(outlines("~", 40.0, "#FFFFFF", "")) == 0


def test_what_is_no_typst_is_refused():
    with pytest.raises(TypstError):
        outlines("$x", 40.0, "#FFFFFF", "")


def test_a_fraction_bar_is_as_wide_as_its_text_is_large():
    small, large = (outlines("$1/2$", size, "#FFFFFF", "") for size in (20.0, 60.0))
    widths = [max(one.get_stroke_width() for one in group) for group in (small, large)]
    assert widths[1] == pytest.approx(3 * widths[0])
