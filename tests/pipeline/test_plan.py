"""The clock: every frame of picture and sound in its place, at every frame rate."""

from dataclasses import replace

import pytest

from pipeline.plan import FADE_S, LEAD_S, PAUSE_S, SCENE_PAUSE_S, plan, samples_per_frame
from pipeline.take import SAMPLE_RATE
from pipeline.track import PACKET
from scenes.look import FRAME_RATES
from script.errors import ScriptErrors
from tests.pipeline.small_lessons import BEATS, FPS, edited, plan_of, resolved, small_look

LEAD = round(LEAD_S * FPS)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return plan_of(tmp_path_factory.mktemp("plan"))


def beats(made):
    return {beat.name: beat for beat in made.beats}


@pytest.mark.parametrize("fps", FRAME_RATES)
def test_picture_and_sound_share_one_clock(tmp_path, fps):
    made = plan_of(tmp_path, using=replace(small_look(), fps=fps))
    assert SAMPLE_RATE % fps == 0
    assert made.samples == made.frames * samples_per_frame(made.look)
    clock = 0
    for beat in made.beats:
        assert beat.start == clock
        end = (beat.start + beat.frames) * samples_per_frame(made.look)
        lead = round(LEAD_S * fps) if beat.beat is beat.scene.beats[0] else 0
        asked = (beat.start + lead) * samples_per_frame(made.look)
        assert abs(beat.voice_start - asked) <= PACKET // 2 or beat.voice_start == PACKET
        assert beat.voice_start % PACKET == 0
        assert beat.voice_start + beat.take.samples <= end
        clock += beat.frames
    assert clock == made.frames
    assert made.seconds == made.frames / fps


def test_a_beat_lasts_as_long_as_its_words_and_its_pause(small):
    for name, beat in beats(small).items():
        lead = LEAD if name in ("words/one", "bowl/look") else 0
        spoken = -(-beat.take.samples // samples_per_frame(small.look))
        assert beat.frames == lead + spoken + round(beat.beat.spec.pause_s * FPS)


def test_a_scene_rests_longer_than_a_beat(tmp_path):
    text = edited(("for: 0.3}\n    pause: 0.4\n- id: bowl", "for: 0.3}\n- id: bowl"))
    last = beats(plan_of(tmp_path, text))["words/two"]
    assert last.frames == -(-last.take.samples * FPS // SAMPLE_RATE) + round(SCENE_PAUSE_S * FPS)
    text = edited(("say: Here is a bowl.\n    pause: 0.3", "say: Here is a bowl."))
    first = beats(plan_of(tmp_path, text))["bowl/look"]
    spoken = -(-first.take.samples * FPS // SAMPLE_RATE)
    assert first.frames == LEAD + spoken + round(PAUSE_S * FPS)


def test_a_cue_starts_with_the_word_after_its_mark(small):
    step = beats(small)["bowl/step"]
    (cue,) = step.shot.cues
    assert step.take.marks["go"] == step.take.units[1][0]
    assert cue.start == step.take.marks["go"] // samples_per_frame(small.look)
    assert cue.frames == round(0.4 * FPS)
    one = beats(small)["words/one"]
    assert one.shot.cues[0].start == LEAD + one.take.marks["go"] * FPS // SAMPLE_RATE


def test_a_beat_waits_for_its_longest_action(tmp_path):
    made = plan_of(
        tmp_path, edited(("{step: {to: 1}, at: go, for: 0.4}", "{step: {to: 1}, for: 9}"))
    )
    assert beats(made)["bowl/step"].frames == 9 * FPS


def test_scenes_fade_at_their_ends_only(small):
    fades = {name: (b.shot.fade_in, b.shot.fade_out) for name, b in beats(small).items()}
    fade = round(FADE_S * FPS)
    assert fades == dict(
        zip(BEATS, [(fade, 0), (0, fade), (fade, 0), (0, 0), (0, fade)], strict=True)
    )


def test_a_shot_holds_the_runs_it_shows_and_no_other(small):
    assert {name: set(beat.shot.results) for name, beat in beats(small).items()} == {
        "words/one": set(),
        "words/two": set(),
        "bowl/look": set(),
        "bowl/start": {"good"},
        "bowl/step": {"good"},
    }


def test_a_panel_out_of_sight_is_not_in_the_shot(tmp_path):
    text = edited(
        (
            "kind: statements\n  with: {items: [One step., Two steps.]}",
            "panels:\n"
            "    card: {kind: statements, at: left, with: {items: [One, Two]}}\n"
            "    more: {kind: statements, at: right, hidden: true, with: {items: [Three]}}",
        ),
        ("{reveal: 0, at: go, for: 0.3}", "{card.reveal: 0}\n    - {more.reveal: 0}"),
        ("{reveal: 1, for: 0.3}", "{enter: more}"),
    )
    shots = {name: beat.shot for name, beat in beats(plan_of(tmp_path, text)).items()}
    assert [panel.name for panel in shots["words/one"].panels] == ["card"]
    assert [cue.panel for cue in shots["words/one"].cues] == ["card"]
    assert [panel.name for panel in shots["words/two"].panels] == ["card", "more"]


def test_a_cue_that_this_voice_puts_before_the_one_above_is_told(tmp_path):
    text = edited(
        ("say: And [go] down.", "say: And [a] down and [go] down again."),
        (
            "{step: {to: 1}, at: go, for: 0.4}",
            "{step: {to: 1}, at: a, after: 5}\n    - {step: {to: 2}, at: go}",
        ),
    )
    with pytest.raises(ScriptErrors) as caught:
        plan_of(tmp_path, text)
    (finding,) = caught.value.findings
    assert str(finding).endswith(
        "small.yaml:41:8: step starts before the action above it on panel main - "
        "put the actions of a panel in the order they happen"
    )


def test_chapters_are_the_scenes(small):
    second = beats(small)["bowl/look"].start / FPS
    assert small.chapters() == ((0.0, "Two sentences"), (second, "On a bowl"))


def test_words_have_their_times_on_the_lessons_clock(small):
    step = beats(small)["bowl/step"]
    times = step.unit_times()
    assert len(times) == len(step.beat.line.units)
    assert times[0][0] == (step.voice_start + step.take.units[0][0]) / SAMPLE_RATE
    assert step.start / FPS <= times[0][0] < times[-1][1] <= small.seconds


def test_the_plan_needs_takes_and_nothing_else(tmp_path, small):
    again = plan(resolved(tmp_path), {b.name: b.take for b in small.beats}, small.look)
    assert [beat.shot for beat in again.beats] == [beat.shot for beat in small.beats]
