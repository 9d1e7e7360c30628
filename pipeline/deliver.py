"""Writes what a viewer and an uploader get: film, captions, chapters, transcript, pictures.

Everything is made in a folder beside the final one and passes the gate there; only then does each
file take its final name. A build that fails leaves the files of the last good one untouched, and
files that were made from the same footage, sound and words are not made again.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib import metadata
from pathlib import Path

from pipeline import captions
from pipeline.assemble import Segment, assemble
from pipeline.awaited import Awaited, Footage
from pipeline.captions import Caption
from pipeline.captions.caption import LINE_CHARS
from pipeline.captions.planned import shown_captions, transcript
from pipeline.download import Download
from pipeline.gate import (
    Expected,
    Problem,
    caption_problems,
    chapter_problems,
    film_problems,
    timing_problems,
    transcript_problems,
)
from pipeline.holding import stored
from pipeline.key import code_digest, digest, tool_versions
from pipeline.outputs import put_in_place, standing, workshop
from pipeline.plan import Plan, PlannedBeat
from pipeline.soundtrack import sound_inputs, sounding
from pipeline.store import Store
from pipeline.storyboard import panels, sheets
from pipeline.thumbnail import draw_thumbnail
from pipeline.trajectory_table import to_csv
from scenes.look import Look
from script.errors import DownhillError

DOWNLOAD = ".download.mp4"
"""How the film that has captions and chapters inside is called, after the lesson."""
_TEXT_TOOLS = ("pillow", "srt", "webvtt-py")


class GateClosed(DownhillError):
    """A finished file that breaks a rule; nothing of it was put in place."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """The files of a build; ``notes`` are what one should know of them that closes no gate."""

    files: tuple[Path, ...]
    is_new: bool
    notes: tuple[Problem, ...] = ()

    @property
    def film(self) -> Path:
        """The MP4 for uploading."""
        films = (file for file in self.files if file.suffix == ".mp4")
        return next(file for file in films if not file.name.endswith(DOWNLOAD))


def deliver(plan: Plan, footage: Mapping[str, Footage], store: Store, folder: Path) -> Delivery:
    """Assemble the lesson and put its files into ``folder``; raises as ``delivering`` does."""
    with delivering(plan, Awaited.here(footage), store, folder) as finished:
        return finished()


@contextmanager
def delivering(
    plan: Plan,
    footage: Awaited,
    store: Store,
    folder: Path,
    shown: Sequence[Caption] | None = None,
) -> Iterator[Callable[[], Delivery]]:
    """Begin to assemble the lesson into ``folder``, unless it is there already.

    What it gives waits for the end, and puts the files into their places. When the block fails,
    footage that has not come is given up.

    Parameters
    ----------
    plan
        The lesson on its clock.
    footage
        Each beat's stored footage, by ``scene/beat``; all that can be done without what is still
        awaited is done meanwhile.
    store
        Where the encoded sound is kept.
    folder
        Made if need be; its other files are left alone. No other build can write to it until the
        block is left.
    shown
        Its captions, where they are known already.

    Raises
    ------
    GateClosed
        When the film or its captions break a rule.
    """
    stem = plan.ready.lesson.path.stem

    def write(work: Path) -> tuple[Problem, ...]:
        told = shown_captions(plan) if shown is None else tuple(shown)
        download = Download(work / f"{stem}{DOWNLOAD}", told, plan.chapters())
        with ThreadPoolExecutor(2) as beside:
            drawn = [
                beside.submit(draw, plan, footage, store, work / f"{stem}{end}")
                for draw, end in ((_thumbnail, ".png"), (_storyboard, ".storyboard.png"))
            ]
            notes = _texts(plan, told, work, stem)
            _film(plan, plan.beats, footage, store, work / f"{stem}.mp4", download)
            for one in drawn:
                one.result()
        return notes

    made_from = lesson_made_from(plan, footage.keys)
    with _writing(folder, stem, made_from, write) as finished:
        try:
            yield finished
        except BaseException as error:
            footage.give_up(error)
            raise


def delivered(plan: Plan, keys: Mapping[str, str], folder: Path) -> Delivery | None:
    """Return the lesson's delivery where it stands as ``deliver`` would make it, else None.

    ``keys`` are those of the beats' footage, by ``scene/beat``.
    """
    there = standing(folder, plan.ready.lesson.path.stem, lesson_made_from(plan, keys))
    return None if there is None else Delivery(there, is_new=False)


def deliver_scene(
    plan: Plan, scene: str, footage: Mapping[str, Footage], store: Store, folder: Path
) -> Delivery:
    """Put one scene's own MP4, with its sound, into ``folder``; raises as ``deliver`` does."""
    beats = plan.of_scene(scene)
    there = Awaited.here(footage)

    def write(work: Path) -> tuple[Problem, ...]:
        _film(plan, beats, there, store, work / f"{scene}.mp4")
        return ()

    made_from = _made_from(plan, beats, there.keys, ())
    with _writing(folder, scene, made_from, write) as finished:
        return finished()


@contextmanager
def _writing(
    folder: Path, name: str, made_from: str, write: Callable[[Path], tuple[Problem, ...]]
) -> Iterator[Callable[[], Delivery]]:
    """Begin to write the files of a delivery that is not there; give what waits for them."""
    there = standing(folder, name, made_from)
    if there is not None:
        yield lambda: Delivery(there, is_new=False)
        return
    with workshop(folder) as work, ThreadPoolExecutor(1) as thread:
        notes = thread.submit(write, work)

        def finished() -> Delivery:
            noted = notes.result()
            return Delivery(put_in_place(work, folder, name, made_from), is_new=True, notes=noted)

        yield finished


def lesson_made_from(plan: Plan, keys: Mapping[str, str]) -> str:
    """Return the key of all that a lesson's files depend on; ``keys`` are those of its footage."""
    words = (
        plan.ready.lesson.title,
        plan.ready.lesson.language,
        plan.ready.quiz,
        plan.ready.thumbnail,
        plan.ready.solved.runs,
        plan.chapters(),
        _poster(plan).name,
        tuple((beat.name, beat.beat.line, beat.unit_times()) for beat in plan.beats),
    )
    return _made_from(plan, plan.beats, keys, words)


def _made_from(
    plan: Plan,
    beats: Sequence[PlannedBeat],
    keys: Mapping[str, str],
    words: tuple[object, ...],
) -> str:
    """Return the key of all that a delivery's files depend on."""
    versions = {tool: metadata.version(tool) for tool in _TEXT_TOOLS}
    versions["zlib"] = zlib.ZLIB_RUNTIME_VERSION
    return digest(
        {
            "footage": tuple((keys[beat.name], beat.frames) for beat in beats),
            "sound": sound_inputs(beats, plan.look, plan.ready.music),
            "words": words,
            "look": plan.look,
            "code": code_digest("pipeline.deliver"),
            "tools": tool_versions(),
            "text tools": versions,
        }
    )


def _film(
    plan: Plan,
    beats: Sequence[PlannedBeat],
    footage: Awaited,
    store: Store,
    out: Path,
    download: Download | None = None,
) -> None:
    """Write a film that passes the gate, and one for downloading; raises as ``deliver`` does."""
    segments = [
        Segment(partial(_segment, footage, beat.name), beat.frames, stored(beat.shot).frames)
        for beat in beats
    ]
    with sounding(beats, plan.look, store, plan.ready.music) as heard:
        assemble(segments, heard.track(), plan.look.fps, out, download)
        expected = _expected(plan.look, beats)
        _pass_gate(out.stem, film_problems(out, expected, heard.measured, download))


def _segment(footage: Awaited, name: str) -> Path:
    return footage[name].segment


def _storyboard(plan: Plan, footage: Awaited, store: Store, out: Path) -> None:
    stills = ((name, one.still) for name, one in footage.as_they_come())
    sheets(panels(plan.beats, stills, store), len(plan.beats), plan.look, out)


def _thumbnail(plan: Plan, footage: Awaited, store: Store, out: Path) -> None:
    still = footage[_poster(plan).name].still
    draw_thumbnail(still, plan.ready.thumbnail, plan.look, out)


def _texts(plan: Plan, shown: Sequence[Caption], work: Path, stem: str) -> tuple[Problem, ...]:
    """Write captions, chapters, transcript, quiz and runs; return what only one platform asks for.

    Raises
    ------
    GateClosed
        When captions or transcript break a rule.
    """
    tracks = work / f"{stem}.srt", work / f"{stem}.vtt"
    _write(tracks[0], captions.to_srt(shown))
    _write(tracks[1], captions.to_vtt(shown))
    _write(work / f"{stem}.chapters.txt", captions.chapters_txt(plan.chapters()))
    told = transcript(plan, f"{stem}.mp4")
    page = work / f"{stem}.transcript.html"
    _write(work / f"{stem}.transcript.md", captions.to_markdown(told))
    _write(page, captions.to_html(told))
    if quiz := plan.ready.quiz:
        _write(work / f"{stem}.quiz.json", quiz.to_json())
    if runs := plan.ready.solved.runs:
        _write(work / f"{stem}.trajectory.csv", to_csv(runs))
    _pass_gate(stem, transcript_problems(page, f"{stem}.mp4", plan.seconds))
    _pass_gate(stem, caption_problems(*tracks, plan.seconds, LINE_CHARS[plan.look.aspect]))
    takes = {beat.name: beat.take for beat in plan.beats}
    chapters = chapter_problems(work / f"{stem}.chapters.txt", plan.seconds)
    return chapters + timing_problems(takes)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _poster(plan: Plan) -> PlannedBeat:
    """Return the beat whose last picture stands for the lesson: its ``aha``, or the middle one."""
    aha = plan.ready.lesson.aha
    named = [beat for beat in plan.beats if beat.name == aha]
    return named[0] if named else plan.beats[len(plan.beats) // 2]


def _expected(look: Look, beats: Sequence[PlannedBeat]) -> Expected:
    silent = all(beat.take.is_silent for beat in beats)
    frames = sum(beat.frames for beat in beats)
    return Expected(look.fps, (look.width, look.height), frames, silent)


def _pass_gate(name: str, problems: Sequence[Problem]) -> None:
    if problems:
        raise GateClosed("\n".join(f"{name}: {problem}" for problem in problems))
