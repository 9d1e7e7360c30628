"""The layout proof: every picture of a planned lesson held against every rule, without a video."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain, groupby

from pipeline.layout import clock, colors, edges, texts
from pipeline.layout.behind import Behind
from pipeline.layout.faults import Fault, Rule
from pipeline.layout.frame import frame_of
from pipeline.layout.limits import LASTING_S
from pipeline.layout.picture import CannotDraw, Picture, picture
from pipeline.layout.places import bringing, place_of
from pipeline.layout.samples import Sample, before, samples
from pipeline.layout.shape import Shapes
from pipeline.plan import Plan
from pipeline.progress import Stage as Watch
from pipeline.progress import quiet
from scenes.canvas import studio
from scenes.player import Moment, Player, moment_at
from scenes.stage import Stage
from scenes.typeset import has_glyph
from script.errors import Findings
from script.nodes import Place

RULES: tuple[Rule, ...] = (
    edges.off_frame,
    edges.title_safe,
    edges.caption_zone,
    texts.small_text,
    texts.text_overlap,
    texts.busy_text,
    texts.missing_glyph,
    texts.too_many_words,
    colors.color_pairs,
)
"""Rules of one picture. Those of contrast also look at the pixels, those of time at all pictures
of a scene."""


Subject = tuple[str, str, str]
"""What a fault is about: its rule, its panel and what is wrong there."""


@dataclass(frozen=True, slots=True)
class Found:
    """A fault, the sample that shows it first, and where it belongs."""

    fault: Fault
    sample: Sample
    place: Place


def layout_findings(plan: Plan, watch: Watch = quiet) -> Findings:
    """Return everything in a lesson's pictures that breaks a rule, at its place in the file.

    A fault that stays from picture to picture is told once, and faults of one rule at one
    place are told as one, the worst first.
    """
    found: list[Found] = []
    with studio(plan.look), watch("layout", len(plan.ready.scenes)) as done:
        proof = _Proof(plan)
        for scene in plan.ready.scenes:
            found += proof.scene(scene.spec.id)
            done(scene.spec.id)
        findings = _burned_captions(plan)
    together: defaultdict[tuple[str, Place], list[Found]] = defaultdict(list)
    for one in found:
        together[one.fault.rule, one.place].append(one)
    for (rule, place), faults in together.items():
        worst = max(faults, key=lambda one: one.fault.badness)
        more = len({one.fault.subject for one in faults}) - 1
        also = f", and {more} more here" if more else ""
        says = f"{rule}: {worst.fault.says}, in {worst.sample.beat.name} at {_time(worst.sample)}"
        findings.add(place, says + also, worst.fault.hint)
    return findings


def _burned_captions(plan: Plan) -> Findings:
    """Return the characters that no font can draw of captions that are part of the picture."""
    findings = Findings()
    for beat in plan.beats:
        words = [w.text for one in beat.shot.captions for line in one.lines for w in line]
        for character in sorted({c for word in words for c in word if not has_glyph(c)}):
            says = f"missing-glyph: no font has {character} (U+{ord(character):04X}) of the caption"
            findings.add(beat.beat.spec.say_place, f"{says}, in {beat.name}", "write it in words")
    return findings


def faults_of(seen: Picture, painter: Behind) -> Iterator[Fault]:
    """Yield what is wrong in one picture."""
    for rule in RULES:
        yield from rule(seen)
    behind = colors.behind(seen, painter)
    yield from colors.text_contrast(seen, behind)
    yield from colors.graphic_contrast(seen, behind)


class _Proof:
    """Looks through the pictures of one lesson."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._frame = frame_of(plan.look)
        self._shapes = Shapes()
        self._player = Player(plan.look)
        self._behind = Behind(plan.look)
        self._names, self._texts = plan.ready.solved.names, plan.ready.texts

    def scene(self, scene: str) -> Iterator[Found]:
        """Yield what is wrong in a scene."""
        shown: list[tuple[Sample, Picture]] = []
        for sample, seen in self._shown(scene):
            if isinstance(seen, CannotDraw):
                fault = Fault("cannot-draw", seen.panel, "", str(seen), "", 0.0)
                yield Found(fault, sample, self._place(fault, sample))
                break
            shown.append((sample, seen))
        yield from self._lasting(shown)
        on_film = [one for one in shown if one[0].frame >= 0]
        for rule in (clock.empty_frame, clock.frozen_frame):
            for sample, fault in rule(on_film):
                yield Found(fault, sample, sample.beat.beat.spec.place)
        yield from self._words(on_film)

    def _shown(self, scene: str) -> Iterator[tuple[Sample, Picture | CannotDraw]]:
        """Yield the samples of a scene with their pictures; equal moments have the same.

        The first is what its panels show before any cue.
        """
        last: tuple[Moment, Picture] | None = None
        for beat in self._plan.of_scene(scene):
            on = self._player.stages(beat.shot)
            first = [] if last else [before(beat)]
            for sample in chain(first, samples(beat, beat is self._plan.beats[-1])):
                moment = moment_at(beat.shot, sample.frame, on)
                if last is None or last[0] != moment:
                    try:
                        seen = self._picture(moment, on, sample)
                    except CannotDraw as refusal:
                        yield sample, refusal
                        return
                elif last[1].settled != sample.settled:
                    seen = replace(last[1], settled=sample.settled)
                else:
                    seen = last[1]
                last = moment, seen
                yield sample, seen

    def _picture(self, moment: Moment, on: Mapping[str, Stage], sample: Sample) -> Picture:
        palette = self._plan.look.palette
        return picture(moment, on, sample.settled, self._frame, palette, self._shapes)

    def _lasting(self, shown: clock.Shown) -> Iterator[Found]:
        """Yield the faults that stay long enough to be seen, each once.

        What is wrong before any cue is no cue's fault, though it be told while one is under way.
        """
        since: dict[Subject, Found] = {}
        told: set[Subject] = set()
        at_first: dict[Subject, Place] = {}
        for seen, stretch in groupby(shown, lambda one: one[1]):
            moments = [sample for sample, _ in stretch]
            worst = {(f.rule, f.panel, f.subject): f for f in faults_of(seen, self._behind)}
            if moments[0].frame < 0:
                at_first = {key: self._place(fault, moments[0]) for key, fault in worst.items()}
            since = {key: found for key, found in since.items() if key in worst}
            for key, fault in worst.items():
                found = since.get(key)
                if found is None:
                    place = at_first.get(key) or self._place(fault, moments[0])
                    found = since[key] = Found(fault, moments[0], place)
                lasts = moments[-1].seconds - found.sample.seconds
                if lasts >= LASTING_S and key not in told:
                    told.add(key)
                    yield found

    def _words(self, shown: clock.Shown) -> Iterator[Found]:
        """Yield the texts that come far from their words."""
        for newcomer, fault in clock.far_from_its_word(clock.arrivals(shown), self._arrival):
            cue = bringing(fault, newcomer.sample, self._names, self._texts)
            place = cue.place if cue else newcomer.sample.beat.beat.spec.place
            yield Found(fault, newcomer.sample, place)

    def _place(self, fault: Fault, sample: Sample) -> Place:
        return place_of(fault, sample, self._names, self._texts)

    def _arrival(self, came: clock.Newcomer) -> clock.Arrival:
        """Return when a text came, to the frame: it is searched for between two samples."""
        shot, panel = came.sample.beat.shot, came.writing.panel
        on = self._player.stages(shot)
        without, first = came.after, came.sample.frame
        while first - without > 1:
            between = (without + first) // 2
            moment = {panel: moment_at(shot, between, on)[panel]}
            seen = self._picture(moment, on, came.sample)
            if any(one.setting.source == came.writing.setting.source for one in seen.writings):
                first = between
            else:
                without = between
        began = [cue for cue in shot.cues if cue.panel == panel and cue.start <= first]
        stop = max((cue.start + cue.frames for cue in began[-1:]), default=first)
        start, fps = came.sample.beat.start, shot.look.fps
        return clock.Arrival((start + first) / fps, (start + max(first, stop)) / fps)


def _time(sample: Sample) -> str:
    minutes, seconds = divmod(sample.seconds, 60)
    return f"{int(minutes)}:{seconds:04.1f}"
