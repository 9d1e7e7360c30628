"""PNG files of bands that were deflated apart: any reader sees the picture they make."""

import io
import zlib

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from pipeline.png import band, png, stacked


def picture(rows, width, seed):
    return np.random.RandomState(seed).randint(0, 256, (rows, width, 3)).astype(np.uint8)


def seen(data):
    with Image.open(io.BytesIO(data)) as image:
        image.load()  # with every check sum
        assert image.mode == "RGB"
        return np.asarray(image)


@given(
    st.lists(st.integers(1, 40), min_size=1, max_size=5),
    st.integers(1, 70),
    st.integers(0, 9),
)
def test_bands_are_read_as_one_picture(rows, width, seed):
    parts = [picture(count, width, seed + n) for n, count in enumerate(rows)]
    data = stacked([band(part) for part in parts])
    np.testing.assert_array_equal(seen(data), np.concatenate(parts))


def test_the_check_sum_of_bands_is_that_of_all_their_bytes():
    parts = [picture(300, 500, n) for n in range(3)] + [np.full((40, 500, 3), 255, np.uint8)]
    data = stacked([band(part) for part in parts])
    at, stream = 8, b""
    while at < len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        if data[at + 4 : at + 8] == b"IDAT":
            stream += data[at + 8 : at + 8 + size]
        at += size + 12
    lines = zlib.decompress(stream)  # raises where the sum at its end is another
    assert len(lines) == sum(part.shape[0] for part in parts) * (1 + 3 * 500)


def test_other_decoders_read_it_too(tmp_path):
    part = picture(9, 12, 0)
    path = tmp_path / "a.png"
    path.write_bytes(stacked([band(part), band(part)]))
    with av.open(str(path)) as container:
        (frame,) = container.decode(video=0)
        twice = np.concatenate([part, part])
        np.testing.assert_array_equal(frame.to_ndarray(format="rgb24"), twice)


@pytest.mark.parametrize("shape", [(4, 6, 3), (4, 6, 4)])
def test_a_picture_is_kept_exactly_without_its_alpha(shape):
    pixels = np.arange(np.prod(shape)).reshape(shape).astype(np.uint8)
    np.testing.assert_array_equal(seen(png(pixels)), pixels[..., :3])
