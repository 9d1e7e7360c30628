"""The sound of consecutive beats, from stored pieces: each take is mastered and encoded once."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from pipeline import ffmpeg, sound
from pipeline.key import code_digest, digest
from pipeline.plan import PlannedBeat, on_packet, samples_per_frame
from pipeline.store import Store
from pipeline.take import Take
from pipeline.track import PACKET, Track, lay, read, write
from scenes.look import Look


@dataclass(frozen=True, slots=True)
class Heard:
    """A track, decoded and measured; a silent one has no loudness."""

    track: Track
    loudness: ffmpeg.Loudness | None

    @property
    def measured(self) -> Mapping[str, ffmpeg.Loudness]:
        """The loudness by the digest of the track's packets."""
        return {} if self.loudness is None else {self.track.digest: self.loudness}


def soundtrack(beats: Sequence[PlannedBeat], look: Look, store: Store) -> Heard:
    """Return the sound of consecutive beats; what is not stored of it is made, on every core.

    Raises
    ------
    ToolFailed
        When ffmpeg fails.
    TrackError
        When the pieces do not fit: a plan keeps room between them.
    """
    with sounding(beats, look, store) as heard:
        return heard.result()


@contextmanager
def sounding(beats: Sequence[PlannedBeat], look: Look, store: Store) -> Iterator[Future[Heard]]:
    """Make the sound of consecutive beats in the background; raises as ``soundtrack`` does.

    When the block fails, what is not begun is given up.
    """
    threads = ThreadPoolExecutor(os.cpu_count())
    try:
        voiced = [beat for beat in beats if not beat.take.is_silent]
        quiet = threads.submit(_quiet, bool(voiced), store)
        pieces = [threads.submit(_piece, beat, store) for beat in voiced]
        starts = _packets(voiced, beats[0].start, look)

        def joined() -> Heard:  # begun after all pieces, so it never keeps one from its thread
            placed = zip(starts, (piece.result() for piece in pieces), strict=True)
            track = lay(placed, quiet.result(), _samples(beats, look))
            return Heard(track, _loudness(track, store) if voiced else None)

        yield threads.submit(joined)
    finally:
        threads.shutdown(cancel_futures=True)


def _loudness(track: Track, store: Store) -> ffmpeg.Loudness:
    """Return the loudness of a track, decoded from a file of its own and measured once."""

    def measure(path: Path) -> None:
        alone = path.with_name("alone.m4a")
        write(track, alone)
        path.write_text(json.dumps(asdict(ffmpeg.file_loudness(alone))), encoding="utf-8")
        alone.unlink()

    asked = {"loudness of": track.digest, "meter": _chain()}
    read_back = json.loads(store.put(digest(asked), asked, measure).read_text(encoding="utf-8"))
    return ffmpeg.Loudness(**read_back)


def sound_inputs(beats: Sequence[PlannedBeat], look: Look) -> Mapping[str, object]:
    """Return all that the track of consecutive beats depends on, as plain data."""
    voiced = [beat for beat in beats if not beat.take.is_silent]
    takes = (_digest(beat.take) for beat in voiced)
    return {
        "takes": tuple(zip(_packets(voiced, beats[0].start, look), takes, strict=True)),
        "samples": _samples(beats, look),
        "chain": _chain(),
    }


def _piece(beat: PlannedBeat, store: Store) -> Track:
    def write(path: Path) -> None:
        sound.spoken(beat.take.pcm, path)

    asked = {"sound of": _digest(beat.take), "chain": _chain()}
    return read(store.put(digest(asked), asked, write))


def _quiet(has_voice: bool, store: Store) -> Track:
    asked = {"quiet": has_voice, "chain": _chain()}
    return read(store.put(digest(asked), asked, sound.quiet if has_voice else sound.silence))


def _digest(take: Take) -> str:
    return hashlib.sha256(take.steps.data).hexdigest()


def _chain() -> Mapping[str, str]:
    return {"code": code_digest("pipeline.sound"), "ffmpeg": ffmpeg.version()}


def _packets(voiced: Sequence[PlannedBeat], first_frame: int, look: Look) -> list[int]:
    """Return the packet at which each piece begins, counted from the first frame of the beats."""
    origin = first_frame * samples_per_frame(look)
    lead = sound.LEAD // PACKET
    return [on_packet(beat.voice_start - origin) - lead for beat in voiced]


def _samples(beats: Sequence[PlannedBeat], look: Look) -> int:
    return sum(beat.frames for beat in beats) * samples_per_frame(look)
