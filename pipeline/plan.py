"""A resolved lesson and its takes, on one clock: every frame of picture and sound has its place.

Time is an integer. The clock counts frames from the start of the lesson; a frame is a whole
number of samples, so picture, sound, captions and chapters can never drift apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from pipeline.captions.burned import burned
from pipeline.earcons import LENGTH, PlacedEarcon
from pipeline.passages import meet
from pipeline.resolve import ORDER, ReadyBeat, ReadyCue, ReadyLesson, ReadyScene, out_of_order
from pipeline.rests import AFTER_FORMULA_S, rests_at_the_end
from pipeline.silences import AFTER_SPEECH, BEFORE_SPEECH, room, spoken_spans
from pipeline.take import SAMPLE_RATE, Take
from pipeline.track import PACKET
from scenes.look import Look
from scenes.player import Enter, act, stages
from scenes.shot import PanelShot, Shot, TimedCue
from scenes.stage import result_names
from script.errors import Findings
from script.results import Result
from script.schema import EarconCue

LEAD_S = 0.5
"""Seconds of picture before the first word of a scene."""
PAUSE_S = 0.6
"""Seconds after the last word of a beat, where the script names none."""
SCENE_PAUSE_S = 1.0
"""The same for the last beat of a scene."""
FADE_S = 0.3
"""Seconds a scene takes to come out of the background and to go back to it."""
NEEDED_S = (AFTER_SPEECH + LENGTH + BEFORE_SPEECH) / SAMPLE_RATE
NO_ROOM = f"this sound needs {NEEDED_S:.2f} s in which nobody speaks"
QUIET = 4 * PACKET
"""Samples of quiet after a take at the least: its last packet, the first of the next one, and what
both are moved to fall on packets."""


@dataclass(frozen=True, slots=True)
class PlannedBeat:
    """A beat on the clock.

    ``start`` is its first frame on the lesson's clock and ``frames`` its length; ``voice_start``
    is the sample, on the lesson's clock, at which its take begins: a whole number of packets, at
    most half a packet (11 ms) from where the picture has it. ``earcons`` sound while nobody
    speaks, the first of them maybe before the beat.
    """

    scene: ReadyScene
    beat: ReadyBeat
    take: Take
    shot: Shot
    start: int
    voice_start: int
    earcons: tuple[PlacedEarcon, ...] = ()

    @property
    def is_mute(self) -> bool:
        """True when there is nothing to hear."""
        return self.take.is_silent and not self.earcons

    @property
    def sound(self) -> range:
        """Return the packets of its sound, on the lesson's clock: one of quiet at both ends.

        Takes and earcons lie inside.
        """
        first = min([0, *(one.at for one in self.earcons)])
        last = max([self.take.samples, *(one.stop for one in self.earcons)])
        voice = self.voice_start // PACKET
        return range(voice + first // PACKET - 1, voice - (-last // PACKET) + 1)

    @property
    def frames(self) -> int:
        """Length in frames."""
        return self.shot.frames

    @property
    def name(self) -> str:
        """Return ``scene/beat``."""
        return f"{self.scene.spec.id}/{self.beat.spec.id}"

    def unit_times(self) -> tuple[tuple[float, float], ...]:
        """Return start and stop of each word, in seconds of the lesson."""
        return tuple(
            ((self.voice_start + start) / SAMPLE_RATE, (self.voice_start + stop) / SAMPLE_RATE)
            for start, stop in self.take.units
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """A lesson ready to be shot, spoken and assembled."""

    ready: ReadyLesson
    look: Look
    beats: tuple[PlannedBeat, ...]

    @property
    def frames(self) -> int:
        """Length of the lesson in frames."""
        return sum(beat.frames for beat in self.beats)

    @property
    def seconds(self) -> float:
        """Length of the lesson in seconds."""
        return self.frames / self.look.fps

    @property
    def samples(self) -> int:
        """Length of the lesson in samples."""
        return self.frames * samples_per_frame(self.look)

    def chapters(self) -> tuple[tuple[float, str], ...]:
        """Return the start in seconds and the title of each scene."""
        first: dict[str, tuple[int, str]] = {}
        for beat in self.beats:
            first.setdefault(beat.scene.spec.id, (beat.start, beat.scene.spec.title))
        return tuple((start / self.look.fps, title) for start, title in first.values())

    def of_scene(self, scene: str) -> tuple[PlannedBeat, ...]:
        """Return the beats of one scene."""
        return tuple(beat for beat in self.beats if beat.scene.spec.id == scene)


def samples_per_frame(look: Look) -> int:
    """Return the samples in a frame: whole, for every frame rate that is allowed."""
    return SAMPLE_RATE // look.fps


def on_packet(sample: int) -> int:
    """Return the packet that begins nearest to a sample, the first excepted: it is quiet."""
    return max((2 * sample + PACKET) // (2 * PACKET), 1)


def plan(ready: ReadyLesson, takes: Mapping[str, Take], look: Look) -> Plan:
    """Put a lesson on the clock, in its language; ``takes`` maps ``scene/beat`` to a beat's take.

    A short is played again when it ends, and its first frame stands for it in a list: neither its
    beginning nor its end fades.

    Raises
    ------
    ScriptErrors
        When a cue starts before the one above it on the same panel; when an earcon has no room
        between the words.
    """
    look = replace(look, language=ready.lesson.language)
    findings = Findings()
    beats: list[PlannedBeat] = []
    clock = 0
    for scene in ready.scenes:
        for beat in scene.beats:
            take = takes[f"{scene.spec.id}/{beat.spec.id}"]
            planned = _beat(scene, beat, take, clock, look, ready.solved.results, findings)
            is_first = beat is scene.beats[0]
            if is_first and beats:
                before, shot = meet(beats[-1].shot, planned.shot)
                beats[-1], planned = replace(beats[-1], shot=before), replace(planned, shot=shot)
            planned = _with_earcons(planned, None if is_first else beats[-1], findings)
            beats.append(planned)
            clock += planned.frames
    findings.check()
    if look.aspect == "portrait" and beats:
        beats[0] = replace(beats[0], shot=replace(beats[0].shot, fade_in=0))
        beats[-1] = replace(beats[-1], shot=replace(beats[-1].shot, fade_out=0))
    return Plan(ready, look, tuple(beats))


def _beat(
    scene: ReadyScene,
    beat: ReadyBeat,
    take: Take,
    clock: int,
    look: Look,
    results: Mapping[str, Result],
    findings: Findings,
) -> PlannedBeat:
    unit = samples_per_frame(look)
    first, last = beat is scene.beats[0], beat is scene.beats[-1]
    lead = round(LEAD_S * look.fps) if first else 0
    pause_s = beat.spec.pause_s
    if pause_s is None:
        pause_s = SCENE_PAUSE_S if last else PAUSE_S
        if rests_at_the_end(beat.line, [c.spec.mark for c in beat.cues if c.brings_formula]):
            pause_s = max(pause_s, AFTER_FORMULA_S)
    cues = tuple(_timed(cue, take, lead, look) for cue in beat.cues)
    _check_order(beat.cues, cues, findings)
    spoken = lead + -(-take.samples // unit)
    quiet = lead + -(-(take.samples + QUIET) // unit)
    frames = max(
        [quiet, spoken + round(pause_s * look.fps), *(cue.start + cue.frames for cue in cues)]
    )
    shot = Shot(
        scene=scene.spec.id,
        beat=beat.spec.id,
        panels=_in_sight(scene, beat),
        cues=cues,
        results={},
        look=look,
        frames=frames,
        fade_in=round(FADE_S * look.fps) if first else 0,
        fade_out=round(FADE_S * look.fps) if last else 0,
        captions=burned(beat.line, take, lead, frames, look) if look.burned else (),
    )
    seen = {panel.name for panel in shot.panels}
    shot = replace(shot, cues=tuple(cue for cue in cues if cue.panel in seen))
    named = sorted(_named(shot, results))
    shot = replace(shot, results={name: results[name] for name in named})
    return PlannedBeat(scene, beat, take, shot, clock, on_packet((clock + lead) * unit) * PACKET)


def _with_earcons(beat: PlannedBeat, before: PlannedBeat | None, findings: Findings) -> PlannedBeat:
    """Return a beat with its earcons in their places, and as long as they need.

    ``before`` is the beat before it in its scene.
    """
    unit, take = samples_per_frame(beat.shot.look), beat.take
    start = beat.start * unit - beat.voice_start
    free = start + PACKET if before is None else before.sound.stop * PACKET - beat.voice_start
    busy = list(spoken_spans(take)) if beat.beat.spec.earcons else []
    placed: list[PlacedEarcon] = []
    for cue in beat.beat.spec.earcons:
        at = round(cue.after_s * SAMPLE_RATE)
        at += start if cue.mark is None else take.marks[cue.mark]
        within = free + PACKET, max(at, take.samples) + 2 * LENGTH
        first = room(at, LENGTH, sorted(busy), within)
        if first is None:
            findings.add(cue.place, NO_ROOM, _way_out(cue, before is None))
            continue
        placed.append(PlacedEarcon(cue.earcon, first))
        busy.append((first, first + LENGTH))
    if not placed:
        return beat
    placed.sort(key=lambda one: one.at)
    needed = -(-(placed[-1].stop - start + QUIET) // unit)
    shot = replace(beat.shot, frames=max(beat.shot.frames, needed))
    return replace(beat, shot=shot, earcons=tuple(placed))


def _way_out(cue: EarconCue, is_first: bool) -> str:
    """Return what a writer can do about an earcon that would sound into words."""
    if cue.mark is not None:
        return f"write [pause {NEEDED_S + 0.05:.1f}] before [{cue.mark}]"
    if cue.after_s:
        return "leave out after"
    if is_first:
        return "only one has room before the first word"
    return f"give the beat above it a pause of {PAUSE_S}"


def _timed(cue: ReadyCue, take: Take, lead: int, look: Look) -> TimedCue:
    start = round(cue.spec.after_s * look.fps)
    if cue.spec.mark is not None:
        start += lead + take.marks[cue.spec.mark] // samples_per_frame(look)
    frames = max(round(cue.length_s * look.fps), 1)
    return TimedCue(cue.panel, cue.spec.action, cue.action, start, frames)


def _check_order(
    ready: tuple[ReadyCue, ...], timed: tuple[TimedCue, ...], findings: Findings
) -> None:
    """Note each cue that, as this voice speaks, starts before the one above it on its panel."""
    latest: dict[str, int] = {}
    for cue, time in zip(ready, timed, strict=True):
        if time.start < latest.get(cue.panel, 0):
            findings.add(cue.spec.place, out_of_order(cue), ORDER)
        latest[cue.panel] = max(time.start, latest.get(cue.panel, 0))


def _in_sight(scene: ReadyScene, beat: ReadyBeat) -> tuple[PanelShot, ...]:
    """Return the panels of which anything is seen in the beat, as it finds them."""
    entering = {cue.panel for cue in beat.cues if isinstance(cue.action, Enter)}
    return tuple(
        replace(panel, before=beat.before[panel.name])
        for panel in scene.panels
        if beat.before[panel.name].opacity > 0 or panel.name in entering
    )


def _named(shot: Shot, results: Mapping[str, Result]) -> set[str]:
    """Return every result that the shot's params, states (also between cues) and cues name."""
    on = stages(shot.panels, shot.look, results)
    moment: Any = {panel.name: panel.before for panel in shot.panels}
    names = set(result_names((tuple(panel.params for panel in shot.panels), moment)))
    for cue in shot.cues:
        moment = act(moment, cue, 1.0, on)
        names.update(result_names((cue.action, moment)))
    return names
