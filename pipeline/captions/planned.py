"""The captions of a lesson that is on the clock."""

from __future__ import annotations

from pipeline.captions.caption import LINE_CHARS, Caption
from pipeline.captions.layout import captions
from pipeline.plan import Plan


def shown_captions(plan: Plan) -> tuple[Caption, ...]:
    """Return the captions of a lesson, as its files have them."""
    spoken = [(beat.beat.line, beat.unit_times()) for beat in plan.beats]
    return captions(spoken, plan.seconds, LINE_CHARS[plan.look.aspect])
