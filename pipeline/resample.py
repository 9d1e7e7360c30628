"""Sound at another rate."""

from __future__ import annotations

import av
import numpy as np
from numpy.typing import NDArray

from pipeline.take import SAMPLE_RATE


def resample(pcm: NDArray[np.float32], rate: int, to: int = SAMPLE_RATE) -> NDArray[np.float32]:
    """Return mono samples of shape (n,) at ``to`` Hz.

    By the polyphase filter of libswresample, without delay.
    """
    if rate == to or not len(pcm):
        return pcm
    resampler = av.AudioResampler(format="fltp", layout="mono", rate=to)
    frame = av.AudioFrame.from_ndarray(pcm[np.newaxis], format="fltp", layout="mono")
    frame.sample_rate = rate
    frames = [*resampler.resample(frame), *resampler.resample(None)]
    return np.concatenate([piece.to_ndarray()[0] for piece in frames])
