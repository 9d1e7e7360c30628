"""A cue: one action, and when it starts and how long it takes."""

from __future__ import annotations

from collections.abc import Collection

from script.errors import Findings, closest, did_you_mean
from script.forms import CueForm
from script.nodes import Map, Node, Scalar, Sequence
from script.schema import Cue, EarconCue
from script.typed import Context, read

BESIDE = ("at", "after", "for", "sound")
"""What may stand beside an action."""
TYPING_ERROR = 0.66
"""How like one of these a second action must be to pass for a typing error of it."""

ON_PANELS = ("enter", "leave")
"""Actions of the scene itself; their argument is a panel's name, or a list of them."""


def read_cue(
    node: Node, panels: Collection[str], marks: Collection[str], findings: Findings
) -> tuple[Cue | None, EarconCue | None]:
    """Return the action and the earcon of one item of ``do:``, each None where there is none.

    What is wrong is noted, and then both are None.

    Parameters
    ----------
    node
        ``{map.step: {to: 3}, at: go, after: 0.5, for: 2, sound: question}``.
    panels, marks
        The names of the scene's panels and of the marks in the beat's words.
    findings
        Takes the mistakes.
    """
    if not isinstance(node, Map):
        findings.add(node.place, "a cue is a mapping", "write {action: argument, at: mark}")
        return None, None
    before = len(findings)
    beside = Map(tuple(item for item in node.items if item[0].text in BESIDE), node.place)
    actions = [item for item in node.items if item[0].text not in BESIDE]
    form = CueForm()
    with findings:
        form = read(beside, CueForm, Context())
    if form.at is not None and form.at.text not in marks:
        hint = did_you_mean(form.at.text, marks) or f"write [{form.at.text}] before a word"
        findings.add(form.at.place, f"there is no [{form.at.text}] in say", hint)
    earcon = _earcon(node, form)
    if earcon is not None and not actions and form.for_ is not None:
        findings.add(node.place, "a sound has a length of its own", "leave out for")
    elif len(actions) != 1 and (actions or beside.get("sound") is None):
        _refuse_actions(node, [key for key, _ in actions], findings)
    if len(actions) != 1:
        return None, (earcon if len(findings) == before else None)
    key, argument = actions[0]
    panel, dot, action = key.text.rpartition(".")
    if dot and panel not in panels:
        findings.add(key.place, f"there is no panel {panel}", did_you_mean(panel, panels))
    if action in ON_PANELS:
        _check_panels(argument, panels, findings)
    if len(findings) > before:
        return None, None
    cue = Cue(
        panel=panel or None,
        action=action,
        argument=argument,
        mark=form.at.text if form.at else None,
        after_s=form.after or 0.0,
        for_s=form.for_,
        place=key.place,
    )
    return cue, earcon


def _earcon(node: Map, form: CueForm) -> EarconCue | None:
    if form.sound is None:
        return None
    place = next(key.place for key, _ in node.items if key.text == "sound")
    mark = form.at.text if form.at else None
    return EarconCue(form.sound, mark, form.after or 0.0, place)


def _refuse_actions(node: Map, keys: list[Scalar], findings: Findings) -> None:
    if not keys:
        findings.add(node.place, "this cue has no action", "name one, such as step: {to: 3}")
        return
    for key in keys:
        if close := closest(key.text, BESIDE, TYPING_ERROR):
            findings.add(key.place, f"unknown key {key.text}", f"did you mean {close}?")
            return
    names = " and ".join(key.text for key in keys)
    findings.add(keys[1].place, f"{names} are two actions", "write a cue for each")


def _check_panels(argument: Node, panels: Collection[str], findings: Findings) -> None:
    for name in argument.items if isinstance(argument, Sequence) else (argument,):
        if not isinstance(name, Scalar):
            findings.add(name.place, "name a panel, or a list of panels")
        elif name.text not in panels:
            hint = did_you_mean(name.text, panels)
            findings.add(name.place, f"there is no panel {name.text}", hint)
