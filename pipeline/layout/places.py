"""Where in a lesson's file a fault belongs: the text itself, the cue that brought it, the panel."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.layout.faults import Fault
from pipeline.layout.samples import Sample
from pipeline.plan import PlannedBeat
from script.errors import ExpressionError
from script.expression import Names
from script.nodes import Map, Node, Place, Scalar, Sequence
from script.say.template import fill
from script.schema import Cue
from script.translation import Texts

_NO_TEXT = {"color", "of", "run", "kind", "format", "id", "side", "at", "what", "curve", "align"}
"""Keys whose values are never shown as they are written."""


def place_of(fault: Fault, sample: Sample, names: Names, texts: Texts) -> Place:
    """Return where the writer has to look.

    Parameters
    ----------
    fault
        What is wrong; the text it is about, if any, is looked for in the panel's params and in
        the cues so far.
    sample
        The first moment it was seen at.
    names
        The lesson's runs and values: texts are compared with their numbers filled in.
    texts
        Gives their translations, which stand in a file of their own.
    """
    scene = sample.beat.scene.spec
    cues = list(_cues_before(fault.panel, sample))
    spec = next((panel for panel in scene.panels if panel.name == fault.panel), None)
    if fault.source is not None:
        nodes = [cue.argument for cue in reversed(cues)] + ([spec.params] if spec else [])
        read = [texts.of(scalar, scene.id) for node in nodes for scalar in _scalars(node)]
        found = list(_matches(read, fault.source, names))
        if found:
            return max(found, key=lambda match: match[0])[1].place
    if cues:
        return cues[-1].place
    return spec.place if spec else sample.beat.beat.spec.place


def bringing(fault: Fault, sample: Sample, names: Names, texts: Texts) -> Cue | None:
    """Return the cue that brought a text, as a sample of its beat sees it.

    That is the last one on its panel that says the text, else the last one that began.
    """
    cues = list(_begun(fault.panel, sample.beat, sample.frame))
    scene = sample.beat.scene.spec.id
    for cue in reversed(cues):
        read = [texts.of(scalar, scene) for scalar in _scalars(cue.argument)]
        if any(is_it for (is_it, _), _ in _matches(read, fault.source or "", names)):
            return cue
    return cues[-1] if cues else None


def _cues_before(panel: str, sample: Sample) -> Iterator[Cue]:
    """Yield the cues on a panel up to a sample, in the order of the scene."""
    for beat in sample.beat.scene.beats:
        if beat is sample.beat.beat:
            yield from _begun(panel, sample.beat, sample.frame)
            return
        yield from (cue.spec for cue in beat.cues if cue.panel == panel)


def _begun(panel: str, beat: PlannedBeat, frame: int) -> Iterator[Cue]:
    starts = {id(cue.action): cue.start for cue in beat.shot.cues}
    for cue in beat.beat.cues:
        if cue.panel == panel and starts.get(id(cue.action), frame + 1) <= frame:
            yield cue.spec


def _matches(
    read: Iterable[Scalar], source: str, names: Names
) -> Iterator[tuple[tuple[bool, int], Scalar]]:
    """Yield the texts that a source comes from, each with how well it fits.

    A program is set line by line: each of its lines stands for it.
    """
    wanted = _plain(source)
    for scalar in read:
        try:
            filled = fill(scalar.text, names)
        except ExpressionError:
            continue
        text, is_line = _plain(filled), wanted in map(_plain, filled.splitlines())
        if text and (is_line or text == wanted or (len(text) > _SHORT and text in wanted)):
            yield (is_line or text == wanted, len(text)), scalar


_SHORT = 2
"""A text so short is only taken for another that equals it."""


def _plain(text: str) -> str:
    """Return a text without what a kind may add to it: line breaks, quotes, spaces."""
    return re.sub(r"[\s\\“”]+", "", text)


def _scalars(node: Node) -> Iterator[Scalar]:
    match node:
        case Map():
            for key, value in node.items:
                if key.text not in _NO_TEXT:
                    yield from _scalars(value)
        case Sequence():
            for item in node.items:
                yield from _scalars(item)
        case _:
            yield node
