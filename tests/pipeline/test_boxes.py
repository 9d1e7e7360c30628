"""The tables of an MP4, as we read them, against the packets that a demuxer finds."""

from __future__ import annotations

from fractions import Fraction

import av
import numpy as np
import pytest

from pipeline.boxes import boxes, sample_tables

pytestmark = pytest.mark.render


def tables(path):
    return sample_tables(boxes(memoryview(path.read_bytes())))


def agree(path):
    """Assert that every track's samples are a demuxer's packets; return how many there are."""
    file, counted = memoryview(path.read_bytes()), 0
    with av.open(str(path)) as container:
        for stream, table in zip(container.streams, tables(path), strict=True):
            if stream.type == "data":  # chapters: a demuxer keeps their packets to itself
                continue
            container.seek(0)
            packets = [packet for packet in container.demux(stream) if packet.size]
            assert list(map(bytes, table.samples(file))) == list(map(bytes, packets))
            assert table.starts.tolist() == [packet.pts for packet in packets]
            assert Fraction(1, table.scale) == packets[0].time_base
            counted += len(packets)
    return counted


@pytest.mark.parametrize("ending", [".mp4", ".download.mp4"])
def test_the_samples_of_a_lesson_are_the_packets_of_a_demuxer(built, ending):
    film = built.delivery.film
    assert agree(film.with_suffix(ending)) > built.plan.frames


@pytest.mark.parametrize(
    "options", [{}, {"movflags": "+negative_cts_offsets"}, {"movflags": "+faststart"}]
)
def test_pictures_out_of_order_and_edit_lists_are_heeded(tmp_path, options):
    path = tmp_path / "film.mp4"
    noise = np.random.RandomState(3)
    with av.open(str(path), "w", options=options) as container:
        stream = container.add_stream("libx264", rate=25, options={"bf": "2", "b-adapt": "0"})
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for index in range(20):
            picture = noise.randint(0, 255, (48, 64, 3)).astype(np.uint8)
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts = index
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    assert any(box.path[-1] == b"ctts" for box in boxes(memoryview(path.read_bytes())))
    assert agree(path) == 20


def test_a_film_that_was_cut_off_is_refused(built, tmp_path):
    data = built.delivery.film.read_bytes()
    (picture, _) = sample_tables(boxes(memoryview(data)))
    with pytest.raises(ValueError, match="beyond the end"):
        picture.samples(memoryview(data[:-1000]))
    with pytest.raises((LookupError, ValueError)):
        sample_tables(boxes(memoryview(data[: data.index(b"stsz")])))
