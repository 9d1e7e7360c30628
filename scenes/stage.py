"""What a scene kind is: a picture as a pure function of a state, and actions that move the state.

A kind is a module with ``Params`` (a frozen dataclass: what stands in a script) and a ``KIND``: a
class with a table of ``actions``, the state it starts from (a frozen dataclass too) and a
``draw``. There is no timeline inside it: an action says what the state is at a fraction
``alpha`` of its time, and ``draw`` says what a state looks like. So the frame at any time is
``draw(state at that time)``, the animated end of a beat *is* the resting picture of the next one,
and every beat can be drawn alone, in any order, on any machine.

Nothing here imports manim; kinds import it inside the functions that draw.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from scenes.box import Box
from scenes.look import Look
from script.results import Result, ResultName

if TYPE_CHECKING:
    from manim import Mobject


class Action(Protocol):
    """A frozen dataclass whose fields are the action's arguments in the YAML.

    It is data with two methods: how long it takes by nature, and where the state is meanwhile. An
    action that puts a formula before the viewer may have a third, ``brings_formula(state, stage)``:
    whether it does so from that state. The voice then rests for a second after the sentence.
    """

    def at(self, state: Any, alpha: float, stage: Any) -> Any:
        """Return the state at ``alpha`` in [0, 1] of the action's time (linear; ease inside).

        ``at(s, 0)`` looks like ``s``; ``at(s, 1)`` is the state after. Pure, no manim.
        """
        ...

    def length(self, state: Any, stage: Any) -> float:
        """Return the natural length in seconds, given the state it starts from."""
        ...


def brings_formula(action: Any, state: Any, stage: Any) -> bool:
    """Return whether an action puts a formula before the viewer that was not there."""
    asked = getattr(action, "brings_formula", None)
    return asked is not None and bool(asked(state, stage))


class Mistake(Exception):
    """An argument a kind cannot use, in a sentence for the writer of the script."""


class Stage(Protocol):
    """A scene kind. Its module's ``KIND`` names the class; its file name is the kind's name.

    ``__init__(params, box, look, results)`` builds it: ``results`` holds at least the runs, curves,
    sweeps and expectations that params, states and actions name. A field of ``RunName`` names a
    ``Trajectory``, so a kind that knows only runs may take it for a mapping of trajectories. It
    raises ``Mistake`` for params that make no sense together.
    """

    actions: ClassVar[Mapping[str, type[Any]]]
    """What can be done, by its name in a script: the dataclass that the cue's argument fills."""

    def __init__(
        self, params: Any, box: Box, look: Look, results: Mapping[str, Result]
    ) -> None: ...

    def initial(self) -> Any:
        """Return the state before the first beat of a scene."""
        ...

    def check(self, action: Any, state: Any) -> None:
        """Raise ``Mistake`` when ``action`` cannot be taken from ``state``."""
        ...

    def draw(self, state: Any) -> Mapping[str, Mobject]:
        """Return the picture of ``state``, back to front, each part under its name.

        Equal parts of equal states should be the *same* object (``scenes.parts.part``): the player
        draws what is static once. Put those that move least first.
        """
        ...


def result_names(value: object) -> Iterator[str]:
    """Yield every result named anywhere in params, a state or an action (as a ``ResultName``)."""
    return (str(leaf) for leaf in leaves(value) if isinstance(leaf, ResultName))


def leaves(value: object) -> Iterator[object]:
    """Yield everything in params, states or actions that is made of nothing else."""
    if is_dataclass(value) and not isinstance(value, type):
        for item in fields(value):
            yield from leaves(getattr(value, item.name))
    elif isinstance(value, Mapping):
        for key, item_value in value.items():
            yield from leaves(key)
            yield from leaves(item_value)
    elif isinstance(value, tuple | list | frozenset | set):
        for item_value in value:
            yield from leaves(item_value)
    else:
        yield value
