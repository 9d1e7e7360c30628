"""Captions and transcript of a lesson that is on the clock."""

from __future__ import annotations

from pipeline.captions.caption import LINE_CHARS, Caption
from pipeline.captions.layout import captions
from pipeline.captions.transcript import BeatText, SceneText, Transcript
from pipeline.plan import Plan
from script.say.languages import language


def shown_captions(plan: Plan) -> tuple[Caption, ...]:
    """Return the captions of a lesson, as its files have them."""
    spoken = [(beat.beat.line, beat.unit_times()) for beat in plan.beats]
    spoken_in = language(plan.ready.lesson.language)
    return captions(spoken, plan.seconds, LINE_CHARS[plan.look.aspect], spoken_in)


def transcript(plan: Plan, film: str) -> Transcript:
    """Return the transcript of a lesson whose MP4 is called ``film``; times are those of words."""
    scenes = []
    for scene, (start, title) in zip(plan.ready.scenes, plan.chapters(), strict=True):
        beats = tuple(
            BeatText(
                beat.beat.spec.id,
                beat.unit_times()[0][0],
                beat.beat.line,
                beat.beat.spec.describe or "",
            )
            for beat in plan.of_scene(scene.spec.id)
        )
        scenes.append(SceneText(scene.spec.id, title, start, beats))
    lesson = plan.ready.lesson
    return Transcript(lesson.title, film, tuple(scenes), lesson.language)
