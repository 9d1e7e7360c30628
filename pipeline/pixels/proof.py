"""A finished film against arithmetic: every measurable mark of the frames that are looked at."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av

from pipeline.pixels import measure
from pipeline.pixels.cover import Cover
from pipeline.pixels.expected import Expected, Neighbours
from pipeline.pixels.formulas import Formula, Unanswered
from pipeline.pixels.losses import curves
from pipeline.pixels.measure import Skipped
from pipeline.pixels.moments import frames_of, moment
from pipeline.pixels.picture import Picture
from pipeline.pixels.places import Frame
from pipeline.pixels.question import answers, objective, panel_objectives
from pipeline.pixels.report import PixelReport, Seen
from pipeline.pixels.score import Stands, counted, headed
from pipeline.pixels.spots import Truth, bearing
from pipeline.pixels.sweeps import sweeps
from pipeline.plan import Plan, PlannedBeat
from pipeline.progress import Stage as Watch
from pipeline.progress import quiet
from scenes.canvas import studio
from scenes.claims import Arrow, Claim, Dot, Tick, Unmeasured, claims_of
from scenes.places import Headed, Iterate, Way
from scenes.player import Player
from scenes.shot import PanelShot, PanelState, TimedCue
from scenes.stage import Stage
from script.files import nodes_of


def prove(plan: Plan, film: Path, watch: Watch = quiet) -> PixelReport:
    """Return what a film of all beats of a plan shows, and how it fits the lesson's YAML."""
    frames = {beat.name: tuple(frames_of(beat)) for beat in plan.beats}
    wanted = {beat.start + frame for beat in plan.beats for frame in frames[beat.name]}
    pictures = _pictures(film, wanted)
    with studio(plan.look), watch("pixels", len(plan.beats)) as done:
        proof = _Proof(plan)
        for beat in plan.beats:
            proof.begin(beat)
            for frame in frames[beat.name]:
                proof.look(frame, next(pictures))
            proof.end()
            done(beat.name)
    return proof.report


def _pictures(film: Path, wanted: set[int]) -> Iterator[Picture]:
    """Yield the frames of a film by their numbers, in order, as they are decoded."""
    with av.open(os.fspath(film)) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        for number, frame in enumerate(container.decode(stream)):
            if number in wanted:
                yield Picture(frame)


_SAME_WAY = 1e-6
"""Unit vectors that differ by less are one direction."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """A panel in a frame: what it shows, and what it claims."""

    panel: PanelShot
    state: PanelState
    stage: Stage
    claims: tuple[Claim, ...]


class _Proof:
    """Looks at the frames of one film, beat by beat."""

    def __init__(self, plan: Plan) -> None:
        lesson = nodes_of(plan.ready.lesson.source)
        self.report = PixelReport()
        self._player = Player(plan.look)
        self._look = plan.look
        self._frame = Frame(
            plan.look.width, plan.look.height, plan.look.width / plan.look.frame_width
        )
        self._cover = Cover(plan.look)
        self._runs = answers(lesson)
        self._curves, self._sweeps = curves(lesson, self._runs), sweeps(lesson, self._runs)
        self._objectives = dict(panel_objectives(lesson))
        self._stands: dict[tuple[str, str], Stands] = {}
        self._ways: dict[tuple[str, str], Way | None] = {}
        self._once: set[tuple[str, Claim]] = set()

    def begin(self, beat: PlannedBeat) -> None:
        """Take the next beat. A panel that comes into sight says itself where its runs stand."""
        self._beat, self._on = beat, self._player.stages(beat.shot)
        self._once.clear()
        known, self._stands = self._stands, {}
        for panel in beat.shot.panels:
            at = beat.scene.spec.id, panel.name
            standing = _standing(self._shown(panel, panel.before).claims)
            here = {place.run: (place.at, place.at) for place, _ in standing}
            self._stands[at] = known.get(at, here)

    def end(self) -> None:
        """Leave the beat: all its cues are done."""
        for scene, panel in self._stands:
            self._stands[scene, panel] = self._counted(panel, self._beat.frames)
            self._ways[scene, panel] = self._headed(panel, self._beat.frames)

    def look(self, frame: int, picture: Picture) -> None:
        """Measure every mark of a frame, the front ones first, and note what is passed over."""
        moments = moment(self._beat.shot, frame, self._on)
        self.report.frames += 1
        self._cover.clear()
        for panel in reversed(self._beat.shot.panels):
            if moments[panel.name].opacity > 0:
                shown = self._shown(panel, moments[panel.name])
                self._count(shown, frame)
                self._measure(shown, frame, picture)

    def _shown(self, panel: PanelShot, state: PanelState) -> _Shown:
        claims, stage = claims_of(panel.kind), self._on[panel.name]
        made: tuple[Claim, ...] = (Unmeasured(f"{panel.kind} panels"),)
        if claims is not None:
            made = tuple(claims(stage, state.state, self._look))
        return _Shown(panel, state, stage, made)

    def _counted(self, panel: str, frame: float) -> Stands:
        return counted(self._stands[self._beat.scene.spec.id, panel], self._cues(panel), frame)

    def _headed(self, panel: str, frame: float) -> Way | None:
        known = self._ways.get((self._beat.scene.spec.id, panel))
        return headed(known, self._cues(panel), frame)

    def _cues(self, panel: str) -> list[TimedCue]:
        return [cue for cue in self._beat.shot.cues if cue.panel == panel]

    def _count(self, shown: _Shown, frame: int) -> None:
        """Note runs that do not stand where the cues say, and a compass that points elsewhere."""
        self._count_ways(shown, frame)
        spans = self._counted(shown.panel.name, frame)
        for place, part in _standing(shown.claims):
            if place.run not in spans:
                continue
            try:
                steps = self._runs.run(place.run).steps
            except Unanswered:
                continue
            first, last = (min(k, steps) for k in spans[place.run])
            if not first - 1e-9 <= place.at <= last + 1e-9:
                says = f"{first:g}" if first == last else f"{first:g} to {last:g}"
                self.report.miscounted.append(
                    f"{self._beat.name}: frame {frame}: {part}: {place.run} stands at "
                    f"{place.at:g}, the cues say {says}"
                )

    def _count_ways(self, shown: _Shown, frame: int) -> None:
        """Note a compass that points elsewhere than the cues say."""
        way = self._headed(shown.panel.name, frame)
        for claim in shown.claims:
            if way is None or not (isinstance(claim, Arrow) and isinstance(claim.tip, Headed)):
                continue
            needle = claim.tip
            try:
                run = self._runs.run(needle.run)
                x, y = run.place(needle.at)
                told = bearing(run.formula, (x, y), needle.way)
                wanted = bearing(run.formula, (x, y), way)
            except Unanswered:
                continue
            if math.dist(told, wanted) > _SAME_WAY:
                self.report.miscounted.append(
                    f"{self._beat.name}: frame {frame}: compass: the needle points at "
                    f"{needle.way:g} degrees, the cues say {way}"
                )

    def _measure(self, shown: _Shown, frame: int, picture: Picture) -> None:
        drawn = shown.stage.draw(shown.state.state)
        by_part: dict[str, list[Expected]] = {}
        there: list[Expected] = []
        for one in self._expected(shown):
            if isinstance(one, Skipped):
                self.report.skipped[one.reason] += 1
                continue
            there.append(one)
            if not (_rests(one.claim) and self._had(shown, one.claim)):
                by_part.setdefault(one.claim.part, []).append(one)
        others = Neighbours(there)
        for part in [part for part in by_part if part not in drawn]:
            for one in by_part.pop(part):
                self._note(shown, frame, measure.missing(one))
        for part in reversed(list(drawn)):
            for one in by_part.pop(part, []):
                if others.crowd(one):
                    mark: measure.Measured | Skipped = Skipped("crowded")
                else:
                    mark = measure.measured(one, picture, self._cover, self._frame, others)
                self._note(shown, frame, mark)
            self._cover.add([drawn[part]])

    def _note(self, shown: _Shown, frame: int, mark: measure.Measured | Skipped) -> None:
        if isinstance(mark, Skipped):
            self.report.skipped[mark.reason] += 1
        else:
            self.report.seen.append(Seen(self._beat.name, frame, shown.panel.kind, mark))

    def _expected(self, shown: _Shown) -> Iterator[Expected | Skipped]:
        """Yield what the claims of a panel come to; a tick that holds still only once a beat."""
        objective = self._objective(shown.panel.name)
        truth = Truth(self._runs, objective, self._curves, self._sweeps)
        for claim in shown.claims:
            if isinstance(claim, Unmeasured):
                if not self._had(shown, claim):
                    self.report.unmeasured[claim.what] += 1
            elif shown.state.opacity < 1:
                yield Skipped("fading")
            elif not (isinstance(claim, Tick) and self._had(shown, claim)):
                yield measure.expected(claim, truth, self._frame)

    def _had(self, shown: _Shown, claim: Claim) -> bool:
        """Tell whether a claim of a panel was seen in this beat before; from now on it was."""
        key = shown.panel.name, claim
        is_known = key in self._once
        self._once.add(key)
        return is_known

    def _objective(self, panel: str) -> Formula | Unanswered:
        node = self._objectives.get((self._beat.scene.spec.id, panel))
        if node is None:
            return Unanswered("no objective of its own")
        try:
            return objective(node)
        except Unanswered as reason:
            return reason


def _rests(claim: Claim) -> bool:
    return isinstance(claim, Dot) and claim.rests


def _standing(claims: tuple[Claim, ...]) -> Iterator[tuple[Iterate, str]]:
    """Yield where runs are claimed to stand now, with the parts that show it."""
    for claim in claims:
        if isinstance(claim, Dot) and claim.stands and isinstance(claim.place, Iterate):
            yield claim.place, claim.part
