"""Nodes read by declared types: the type of a field decides how its text is read.

``read`` turns a node into a value of a type hint: scalars, enums, tuples, sets, mappings, unions
and, above all, frozen dataclasses, so that the fields of a dataclass *are* the keys a writer may
use. Nothing is guessed and no mistake hides another: all are raised together.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, is_dataclass
from enum import Enum
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

from gdmath.objectives import OBJECTIVES, Objective
from gdmath.optimizers import OPTIMIZERS, SCHEDULES, Optimizer, Schedule
from script.errors import ExpressionError, Findings, did_you_mean
from script.expression import Names, Number
from script.nodes import Map, Node, Place, Scalar, Sequence
from script.parameters import Parameter, parameters
from script.results import SORTS, Result, ResultName, RunName
from script.scalars import SCALARS, Maths, Seconds, Text, read_scalar, reference, shown

__all__ = ["Context", "Maths", "RunName", "Seconds", "Text", "call", "read"]

T = TypeVar("T")
NODES = (Scalar, Sequence, Map)
REGISTRIES: Mapping[Any, tuple[str, Mapping[str, Callable[..., Any]]]] = {
    Objective: ("objective", OBJECTIVES),
    Optimizer: ("optimizer", OPTIMIZERS),
    Schedule: ("schedule", SCHEDULES),
}
"""Types that are read by naming one of their makers, with what a writer calls them."""


def _as_written(text: Scalar, hint: type[Text]) -> Scalar:
    return text


@dataclass(frozen=True, slots=True)
class Context:
    """What the values of a lesson may refer to: its results and its values, by name.

    ``wording`` gives what is read in place of a text for the screen, its translation; ``written``
    what is shown for a number in it.
    """

    results: Mapping[str, Result] = field(default_factory=dict)
    values: Mapping[str, Number] = field(default_factory=dict)
    wording: Callable[[Scalar, type[Text]], Scalar] = field(default=_as_written, compare=False)
    written: Callable[[str], str] = field(default=str, compare=False)

    @property
    def names(self) -> Names:
        """Results and values together: what an expression may name."""
        return {**self.results, **self.values}


def read(node: Node, hint: Any, context: Context) -> Any:
    """Return ``node`` as a value of the type ``hint``.

    ===================  ======================================================================
    type                 what it is read from
    ===================  ======================================================================
    ``bool``             ``true`` or ``false``
    ``int``, ``float``   ``3``, ``-0.5``, ``1e-3``, ``1/3``, or one quoted ``"{expression}"``
    ``Seconds``          a number, not negative
    ``str``              any text
    ``Text``             text with ``{numbers}``, filled in; ``Maths`` likewise, in Typst's maths
    ``RunName``          the name of a run of the lesson; ``CurveName``, ``SweepName`` and
                         ``MomentsName`` likewise, and a union of these the name of either
    ``Literal``, enums   one of their values
    ``X | None``         also nothing, ``null`` or ``~``
    ``tuple[T, ...]``    a list, or one scalar for a list of one; ``frozenset[T]`` likewise
    ``Mapping[str, T]``  a mapping
    a dataclass          a mapping of its fields (``for_`` is written ``for``); a scalar or list
                         is its first field; nothing is a dataclass of defaults
    ``Place``            a dataclass's field of this type is not written: it gets the place
    ``Node``             the node itself, unread
    ===================  ======================================================================

    Raises
    ------
    ScriptErrors
        With every mistake in the node. A ``ValueError`` of a dataclass becomes one at its place.
    """
    reader = _Reader(context)
    value = reader.value(node, hint)
    reader.findings.check()
    return value


def call(function: Callable[..., T], node: Node, context: Context) -> T:
    """Call ``function`` with the parameters ``node`` gives, read by its type hints.

    Raises
    ------
    ScriptErrors
        As ``read`` does for a dataclass.
    """
    reader = _Reader(context)
    value = reader.call(function, node)
    reader.findings.check()
    assert value is not None
    return value


class _Reader:
    """Reads nodes, noting mistakes; a value with a mistake is None."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.findings = Findings()

    def value(self, node: Node, hint: Any) -> Any:
        origin, arguments = get_origin(hint), get_args(hint)
        if hint is Any or set(arguments) - {type(None)} == set(NODES):
            return node
        if hint in NODES:
            return self._node(node, hint)
        if origin in (Union, types.UnionType):
            return self._union(node, arguments)
        if origin is Literal:
            return self._choice(node, {shown(value): value for value in arguments})
        if origin in (tuple, frozenset):
            return self._list(node, origin, arguments)
        if origin is not None and issubclass(origin, Mapping):
            return self._mapping(node, *arguments)
        if hint in SCALARS:
            return self._scalar(node, hint)
        if isinstance(hint, type) and issubclass(hint, Enum):
            return self._choice(node, {shown(member.value): member for member in hint})
        if hint in REGISTRIES:
            return self._named(node, *REGISTRIES[hint])
        if is_dataclass(hint) and isinstance(hint, type):
            return self.call(hint, node)
        raise TypeError(f"no rule reads a {hint!r}")

    def _named(self, node: Node, what: str, factories: Mapping[str, Callable[..., T]]) -> T | None:
        """Read ``bowl``, or ``{quadratic: {curvatures: [2, 2]}}``, by a registry of factories."""
        name: Node = node
        argument: Node = Map((), node.place)
        if isinstance(node, Map) and len(node.items) == 1:
            name, argument = node.items[0]
        if not isinstance(name, Scalar):
            self.findings.add(node.place, f"name one {what}", did_you_mean("", factories))
        elif name.text not in factories:
            hint = did_you_mean(name.text, factories)
            self.findings.add(name.place, f"there is no {what} {name.text}", hint)
        else:
            return self.call(factories[name.text], argument)
        return None

    def _node(self, node: Node, hint: type) -> Node | None:
        if isinstance(node, hint):
            return node
        wanted = {Scalar: "a text", Sequence: "a list", Map: "a mapping"}[hint]
        self.findings.add(node.place, f"expected {wanted}, found {_kind(node)}")
        return None

    def _scalar(self, node: Node, hint: type) -> Any:
        if not isinstance(node, Scalar):
            braces = isinstance(node, Map) and len(node.items) == 1 and hint is not str
            advice = 'quote an expression: "{...}"' if braces else ""
            self.findings.add(node.place, f"expected {SCALARS[hint]}, found {_kind(node)}", advice)
            return None
        if issubclass(hint, Text):
            node = self.context.wording(node, hint)
        with self.findings:
            return read_scalar(node, hint, self.context.names, self.context.written)
        return None

    def _choice(self, node: Node, choices: Mapping[str, Any]) -> Any:
        if not isinstance(node, Scalar):
            self.findings.add(node.place, f"expected one word, found {_kind(node)}")
        elif node.text in choices:
            return choices[node.text]
        else:
            what = f"there is no {node.text} here" if node.text else "a value is missing"
            self.findings.add(node.place, what, did_you_mean(node.text, choices))
        return None

    def _list(self, node: Node, origin: type, arguments: tuple[Any, ...]) -> Any:
        if isinstance(node, Map) or (isinstance(node, Scalar) and node.empty):
            self.findings.add(node.place, f"expected a list, found {_kind(node)}")
            return None
        items = (node,) if isinstance(node, Scalar) else node.items
        repeated = origin is frozenset or arguments[-1] is Ellipsis
        hints = (arguments[0],) * len(items) if repeated else arguments
        if len(items) != len(hints):
            self.findings.add(node.place, f"expected {len(hints)} values, found {len(items)}")
            return None
        values = [self.value(item, hint) for item, hint in zip(items, hints, strict=True)]
        if origin is frozenset:
            for index, item in enumerate(items):
                if values[index] is not None and values[index] in values[:index]:
                    self.findings.add(item.place, f"{shown(values[index])} is there twice")
        return origin(values)

    def _mapping(self, node: Node, key_hint: Any, value_hint: Any) -> Any:
        if isinstance(node, Scalar) and node.empty:
            return {}
        if not isinstance(node, Map):
            self.findings.add(node.place, f"expected a mapping, found {_kind(node)}")
            return None
        return {
            self.value(key, key_hint): self.value(value, value_hint) for key, value in node.items
        }

    def _union(self, node: Node, hints: tuple[Any, ...]) -> Any:
        """Read the alternative that fits the node's shape; among several, the first that reads."""
        if type(None) in hints and isinstance(node, Scalar) and node.empty:
            return None
        hints = tuple(hint for hint in hints if hint is not type(None))
        if all(hint in SORTS for hint in hints) and isinstance(node, Scalar):
            return self._reference(node, hints)
        fitting = [hint for hint in hints if _fits(node, hint)] or list(hints)
        if len(fitting) == 1:
            return self.value(node, fitting[0])
        mistakes = []
        for hint in fitting:
            attempt = _Reader(self.context)
            value = attempt.value(node, hint)
            if not attempt.findings:
                return value
            mistakes.append(attempt.findings)
        self.findings.extend(min(mistakes, key=len))
        return None

    def _reference(self, node: Scalar, sorts: tuple[type[ResultName], ...]) -> ResultName | None:
        """Read the name of a result of any of some sorts."""
        try:
            return reference(node, sorts, self.context.names)
        except ExpressionError as error:
            self.findings.add(node.place, error.message, error.hint)
            return None

    def call(self, function: Callable[..., T], node: Node) -> T | None:
        known = parameters(function)
        written = {name: p for name, p in known.items() if p.hint is not Place}
        given = self._given(node, written)
        if given is None:
            return None
        before = len(self.findings)
        values: dict[str, Any] = {p.name: node.place for p in known.values() if p.hint is Place}
        for key, value in given:
            if key.text in written:
                parameter = written[key.text]
                values[parameter.name] = self.value(value, parameter.hint)
            else:
                self.findings.add(
                    key.place, f"unknown key {key.text}", did_you_mean(key.text, written)
                )
        missing = [n for n, p in written.items() if p.required and p.name not in values]
        if missing:
            self.findings.add(node.place, f"missing {' and '.join(missing)}")
        if len(self.findings) > before:
            return None
        try:
            return function(**values)
        except ValueError as error:
            self.findings.add(node.place, str(error))
            return None

    def _given(
        self, node: Node, written: Mapping[str, Parameter]
    ) -> tuple[tuple[Scalar, Node], ...] | None:
        """Return the keys and values of a mapping, or of what stands for one."""
        if isinstance(node, Map):
            return node.items
        if isinstance(node, Scalar) and node.empty:
            return ()
        if not written:
            self.findings.add(node.place, "this takes no argument", "write {}")
            return None
        first = next(iter(written))
        return ((Scalar(first, node.place), node),)


def _fits(node: Node, hint: Any) -> bool:
    """Tell whether a type is written in the shape of ``node``."""
    origin = get_origin(hint)
    if is_dataclass(hint) or hint in REGISTRIES:
        return isinstance(node, Map)
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return isinstance(node, Map)
    if origin in (tuple, frozenset):
        return isinstance(node, Sequence)
    return isinstance(node, Scalar)


def _kind(node: Node) -> str:
    if isinstance(node, Scalar):
        return "nothing" if node.empty else shown(node.text)
    return "a list" if isinstance(node, Sequence) else "a mapping"
