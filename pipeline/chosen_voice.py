"""The voice that a script names, with the settings it gives it."""

from __future__ import annotations

from pipeline import voices
from pipeline.voices import Voice
from script.errors import Finding, ScriptErrors, did_you_mean
from script.schema import VoiceSpec
from script.typed import Context, call


def chosen(spec: VoiceSpec) -> Voice:
    """Return the voice a script names; whether it works here is another question.

    Raises
    ------
    ScriptErrors
        When there is none of that name, or a setting is wrong, with all that is.
    """
    if spec.name not in voices.names():
        hint = did_you_mean(spec.name, voices.names())
        raise ScriptErrors([Finding(spec.place, f"unknown voice {spec.name}", hint)])
    return call(type(voices.get(spec.name)), spec.settings, Context())
