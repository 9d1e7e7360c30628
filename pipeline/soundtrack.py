"""The sound of consecutive beats, from stored pieces.

Without music each take is mastered and encoded once, and the track is their packets side by side;
with music each is mastered once, and the whole is added up and encoded (``pipeline.mix``).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from pipeline import ffmpeg, sound
from pipeline.bed import bed
from pipeline.key import code_digest, digest, digest_of_inputs, inputs
from pipeline.level import Level, level, together
from pipeline.mix import steps_of, write_mix
from pipeline.music import Music, kept
from pipeline.plan import PlannedBeat, on_packet, samples_per_frame
from pipeline.silences import Span, spoken_spans
from pipeline.store import Store
from pipeline.track import PACKET, Track, lay, read, write
from scenes.look import Look


@dataclass(frozen=True, slots=True)
class Sounding:
    """The sound of consecutive beats in the making: asking for it waits for it.

    Both methods raise ``ToolFailed`` when ffmpeg fails, ``TrackError`` when the pieces do not fit
    (a plan keeps room between them), and ``MusicGone`` when the music is not in the store.
    """

    _track: Future[Track]
    _loudness: Future[ffmpeg.Loudness | None]

    def track(self) -> Track:
        """Return the track."""
        return self._track.result()

    def measured(self) -> Mapping[str, ffmpeg.Loudness]:
        """Return the loudness, decoded and measured, by the digest of the track's packets.

        Of a track without music it is put together from its pieces. A silent track has none.
        """
        loudness = self._loudness.result()
        return {} if loudness is None else {self.track().digest: loudness}


@contextmanager
def sounding(
    beats: Sequence[PlannedBeat], look: Look, store: Store, music: Music | None
) -> Iterator[Sounding]:
    """Make the sound of consecutive beats in the background, and measure it.

    When the block fails, what is not begun is given up.
    """
    threads = ThreadPoolExecutor(os.cpu_count())
    try:
        if music is None:
            yield _joining(beats, look, store, threads)
        else:
            yield _mixing(beats, look, store, music, threads)
    finally:
        threads.shutdown(cancel_futures=True)


def sound_inputs(
    beats: Sequence[PlannedBeat], look: Look, music: Music | None
) -> Mapping[str, object]:
    """Return all that the track of consecutive beats depends on, as plain data."""
    heard = [beat for beat in beats if not beat.is_mute]
    return {
        "pieces": tuple(
            (_on_track(beat, beats, look).start, _piece_inputs(beat)) for beat in heard
        ),
        "samples": _samples(beats, look),
        "chain": _chain() if music is None else _mixing_chain(),
        "music": None if music is None else music.inputs() | {"spoken": _spoken(beats, look)},
    }


def _joining(
    beats: Sequence[PlannedBeat], look: Look, store: Store, threads: ThreadPoolExecutor
) -> Sounding:
    """Begin to encode each piece, to lay them side by side, and to measure each.

    What waits for a piece is begun after all of them, so that it never keeps one from its thread.
    """
    heard = [beat for beat in beats if not beat.is_mute]
    quiet = threads.submit(_quiet, bool(heard), store)
    pieces = [threads.submit(_encoded, beat, store) for beat in heard]

    def joined() -> Track:
        starts = (_on_track(beat, beats, look).start for beat in heard)
        placed = zip(starts, (piece.result() for piece in pieces), strict=True)
        return lay(placed, quiet.result(), _samples(beats, look))

    def measured(piece: Future[Track]) -> Level:
        return _level(piece.result(), quiet.result(), store)

    track = threads.submit(joined)
    levels = [threads.submit(measured, piece) for piece in pieces] if _speaks(beats) else []
    loudness = threads.submit(lambda: together(one.result() for one in levels) if levels else None)
    return Sounding(track, loudness)


def _mixing(
    beats: Sequence[PlannedBeat],
    look: Look,
    store: Store,
    music: Music,
    threads: ThreadPoolExecutor,
) -> Sounding:
    """Begin to master each piece, to add them to the music and encode the sum, and to measure it.

    What waits for a piece is begun after all of them.
    """
    heard = [beat for beat in beats if not beat.is_mute]
    pieces = [threads.submit(_steps, beat, store) for beat in heard]

    def mixed() -> Track:
        paths = [piece.result() for piece in pieces]
        samples = _samples(beats, look)

        def write_it(path: Path) -> None:
            laid = [
                (_on_track(beat, beats, look).start * PACKET, np.fromfile(steps, "<i2"))
                for beat, steps in zip(heard, paths, strict=True)
            ]
            under = bed(kept(music, store), music.spec, _spoken(beats, look), samples)
            write_mix(laid, under, path, speaks=_speaks(beats))

        asked = inputs(sound_inputs(beats, look, music))
        track = read(store.put(digest_of_inputs(asked), asked, write_it))
        return replace(track, packets=track.packets[: -(-samples // PACKET)], samples=samples)

    track = threads.submit(mixed)
    speaks = _speaks(beats)
    return Sounding(
        track, threads.submit(lambda: _loudness(track.result(), store) if speaks else None)
    )


def _level(piece: Track, quiet: Track, store: Store) -> Level:
    """Return the level of a piece amid quiet, measured once."""

    def measure(path: Path) -> None:
        found = level(piece, quiet, path.with_name("alone.m4a"))
        path.write_text(json.dumps(asdict(found)), encoding="utf-8")

    asked = {"level of": piece.digest, "amid": quiet.digest, "meter": _meter()}
    read_back = json.loads(store.put(digest(asked), asked, measure).read_text(encoding="utf-8"))
    return Level(tuple(read_back.pop("moments")), **read_back)


def _loudness(track: Track, store: Store) -> ffmpeg.Loudness:
    """Return the loudness of a track, decoded from a file of its own and measured once."""

    def measure(path: Path) -> None:
        alone = path.with_name("alone.m4a")
        write(track, alone)
        path.write_text(json.dumps(asdict(ffmpeg.file_loudness(alone))), encoding="utf-8")
        alone.unlink()

    asked = {"loudness of": track.digest, "meter": _meter()}
    read_back = json.loads(store.put(digest(asked), asked, measure).read_text(encoding="utf-8"))
    return ffmpeg.Loudness(**read_back)


def _encoded(beat: PlannedBeat, store: Store) -> Track:
    """Return the sound of a beat, mastered and encoded once."""

    def write_it(path: Path) -> None:
        sound.spoken(_piece(beat), path)

    asked = {"sound of": _piece_inputs(beat), "chain": _chain()}
    return read(store.put(digest_of_inputs(inputs(asked)), inputs(asked), write_it))


def _steps(beat: PlannedBeat, store: Store) -> Path:
    """Return the file of a beat's steps, mastered once: what a mix is made of."""

    def write_it(path: Path) -> None:
        path.write_bytes(steps_of(_piece(beat)).astype("<i2", copy=False).tobytes())

    asked = {"steps of": _piece_inputs(beat), "chain": _chain()}
    return store.put(digest_of_inputs(inputs(asked)), inputs(asked), write_it)


def _piece(beat: PlannedBeat) -> sound.Piece:
    before = beat.voice_start - beat.sound.start * PACKET
    return sound.Piece(beat.take.pcm, before, len(beat.sound) * PACKET, beat.earcons)


def _piece_inputs(beat: PlannedBeat) -> Mapping[str, object]:
    return {"take": beat.take.sha256, "earcons": beat.earcons}


def _quiet(has_voice: bool, store: Store) -> Track:
    asked = {"quiet": has_voice, "chain": _chain()}
    return read(store.put(digest(asked), asked, sound.quiet if has_voice else sound.silence))


def _chain() -> dict[str, str]:
    return {"code": code_digest("pipeline.sound"), "ffmpeg": ffmpeg.version()}


def _meter() -> dict[str, str]:
    return {"code": code_digest("pipeline.level"), "ffmpeg": ffmpeg.version()}


def _mixing_chain() -> dict[str, str]:
    return _chain() | {"mix": code_digest("pipeline.mix")}


def _on_track(beat: PlannedBeat, beats: Sequence[PlannedBeat], look: Look) -> range:
    """Return the packets of a beat's sound, counted from the first frame of the beats."""
    first = on_packet(beat.voice_start - _origin(beats, look)) - beat.voice_start // PACKET
    return range(beat.sound.start + first, beat.sound.stop + first)


def _spoken(beats: Sequence[PlannedBeat], look: Look) -> tuple[Span, ...]:
    """Return where something is said or sounds, in samples from the first frame of the beats."""
    spans: list[Span] = []
    for beat in beats:
        voice = on_packet(beat.voice_start - _origin(beats, look)) * PACKET
        own = [*spoken_spans(beat.take), *((one.at, one.stop) for one in beat.earcons)]
        spans += ((voice + start, voice + stop) for start, stop in own)
    return tuple(sorted(spans))


def _speaks(beats: Sequence[PlannedBeat]) -> bool:
    return not all(beat.take.is_silent for beat in beats)


def _origin(beats: Sequence[PlannedBeat], look: Look) -> int:
    return beats[0].start * samples_per_frame(look)


def _samples(beats: Sequence[PlannedBeat], look: Look) -> int:
    return sum(beat.frames for beat in beats) * samples_per_frame(look)
