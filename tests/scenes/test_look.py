import pytest

from pipeline.take import SAMPLE_RATE
from scenes.look import FRAME_RATES, LIGHT, QUALITIES, Look, TypeScale, look
from scenes.palette import Palette


def test_type_is_never_smaller_than_small() -> None:
    scale = TypeScale()
    sizes = [getattr(scale, name) for name in TypeScale.__slots__]
    assert min(sizes) == scale.small == 36


def test_frame_rates_divide_the_samples() -> None:
    assert all(SAMPLE_RATE % fps == 0 for fps in FRAME_RATES)
    assert {fps for _, _, fps in QUALITIES.values()} <= set(FRAME_RATES)


@pytest.mark.parametrize("quality", QUALITIES)
def test_qualities(quality: str) -> None:
    made = look(quality, fps=24)
    assert (made.width, made.height, made.fps) == (*QUALITIES[quality][:2], 24)
    assert made.width % 2 == made.height % 2 == 0
    assert made == Look(made.width, made.height, 24, made.fonts)
    assert len(made.fonts) == 3


@pytest.mark.parametrize("quality", QUALITIES)
def test_a_portrait_is_a_landscape_on_its_side(quality: str) -> None:
    lying, standing = look(quality), look(quality, aspect="portrait")
    assert (standing.width, standing.height) == (lying.height, lying.width)
    assert (standing.frame_width, standing.frame_height) == (lying.frame_height, lying.frame_width)


def test_a_scene_unit_has_as_many_pixels_lying_and_standing() -> None:
    lying, standing = look("h"), look("h", aspect="portrait")
    assert standing.width / standing.frame_width == pytest.approx(135)
    assert lying.width / lying.frame_width == pytest.approx(135)


@pytest.mark.parametrize(
    ("made", "name"),
    [
        (look("h"), "1080p30"),
        (look("h", theme="light"), "1080p30-light"),
        (look("m", 60, aspect="portrait"), "720p60-portrait"),
        (look("l", theme="light", aspect="portrait"), "480p15-portrait-light"),
        (Look(320, 180, 30, (), Palette(ink="#FFFFFF")), "180p30-own"),
        (look("m", aspect="portrait", burned=True), "720p30-portrait-burned"),
    ],
)
def test_looks_have_names(made: Look, name: str) -> None:
    assert made.name == name


def test_a_theme_is_a_palette() -> None:
    assert look("l", theme="light").palette == LIGHT
