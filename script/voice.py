"""The voice that a course, a lesson, a scene or a translation names, with its settings."""

from __future__ import annotations

from script.errors import Findings
from script.nodes import Map, Node, Scalar
from script.schema import VoiceSpec

HINT = "write espeak, or {espeak: {rate: 150}}"


def read_voice(node: Node | None, findings: Findings) -> VoiceSpec | None:
    """Return what is read of ``espeak``, or ``{espeak: {rate: 150}}``; of nothing, None."""
    if node is None or (isinstance(node, Scalar) and node.empty):
        return None
    named: tuple[Node, Node] = (node, Map((), node.place))
    if isinstance(node, Map) and len(node.items) == 1:
        named = node.items[0]
    name, settings = named
    if isinstance(name, Scalar):
        return VoiceSpec(name.text, settings, name.place)
    findings.add(node.place, "name one voice", HINT)
    return None
