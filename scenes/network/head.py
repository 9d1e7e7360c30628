"""The readouts over a network: step or epoch, loss, accuracy, and the key of the picture."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from scenes import header, typeset
from scenes.box import Box
from scenes.descent_2d.geometry import dashed
from scenes.descent_2d.strokes import mixed
from scenes.header import beside, figure, room, shown
from scenes.look import Look
from scenes.network.plane import STYLES, TINTS
from scenes.network.state import Params
from scenes.network.training import Training
from scenes.parts import faded, part
from scenes.stage import Mistake
from scenes.strokes import marks, outline

if TYPE_CHECKING:
    from manim import Mobject

_BAND = (0.24, 0.3)
_MARKER = 0.11
_GAP = 0.12
_SAMPLE, _APART = 0.62, 0.3
_WORDS, _SIGNS = ("positive", "negative", "widest"), ("+", "−", "max")
"""What the two kinds of lines and the widest are called, and where there is no room for that."""
_NAMES = {"accuracy": "accuracy", "unseen": "on unseen points", "loss": "loss"}


class Head:
    """Draws the readouts of a panel in rows at its top; ``height`` is what the rows take."""

    def __init__(self, params: Params, training: Training, box: Box, look: Look) -> None:
        self._params, self._training, self._look = params, training, look
        names = list(params.room)
        self._signs = _WORDS if self._key_of(_WORDS) <= box.width else _SIGNS
        widths = [self._width(name) for name in names]
        for name, wide in zip(names, widths, strict=True):
            if wide > box.width:
                raise Mistake(f"the panel is too narrow for the readout {name}")
        found = header.header(widths, box)
        self._places: dict[str, tuple[float, float]] = dict(zip(names, found.places, strict=True))
        self.height = found.height

    def _width(self, name: str) -> float:
        """Return how wide a readout may get."""
        size = self._look.type.small
        if name == "count":
            digits = "0" * len(str(int(self._training.last)))
            return room(f"{self._params.count} {digits}", size)
        if name == "key":
            words = sum(room(str(word), size) + _GAP for word in self._params.classes if word)
            if self._params.view == "diagram":
                return self._key_of(self._signs)
            return words + 6 * _BAND[0] + 4 * _GAP + 4 * _MARKER
        return room(f"{_NAMES[name]} " + ("000.000" if name == "loss" else "00.0 %"), size)

    def _key_of(self, words: tuple[str, str, str]) -> float:
        """Return how wide the key of the lines is with these words."""
        text = room(f"{''.join(words)} {self._widest()}", self._look.type.small)
        return text + 2 * (_SAMPLE + _GAP + _APART)

    def draw(self, name: str, k: float, seen: float) -> Mobject:
        """Return a readout at step or epoch ``k``."""
        palette = self._look.palette
        if name == "key":
            key = self._lines() if self._params.view == "diagram" else self._bands()
            return faded(key, seen)
        if name == "count":
            return self._readout(name, self._params.count, str(int(k + 1e-9)), palette.ink, seen)
        if name == "loss":
            said = shown(self._training.loss(k), self._params.decimals)
            return self._readout(name, "loss", said, palette.loss, seen)
        training = self._training
        share = training.accuracy(k) if name == "accuracy" else training.accuracy_unseen(k)
        said = "NaN" if math.isnan(share) else "100 %" if share == 1 else f"{100 * share:.1f} %"
        return self._readout(name, _NAMES[name], said, palette.ink, seen)

    @part
    def _readout(self, name: str, says: str, said: str, color: str, seen: float) -> Mobject:
        number = figure(said, self._look.type.small, color)
        text = self._name(says)
        return faded(beside(text, number, *self._places[name]), seen)

    @part
    def _name(self, says: str) -> Any:
        return typeset.text(says, self._look.type.small, self._look.palette.muted)

    @part
    def _bands(self) -> Any:
        """Return the key of the shading: from sure of the one class to sure of the other."""
        from manim import VGroup

        palette, group = self._look.palette, VGroup()
        x, baseline = self._places["key"]
        middle = baseline + 0.13
        tints = [(0, tint) for tint in TINTS] + [(1, tint) for tint in reversed(TINTS)]
        x = self._class(group, 0, x, baseline) + _GAP
        for i, (label, tint) in enumerate(tints):
            color = mixed(palette.background, palette.of(self._params.colors[label]), tint)
            left, low = x + i * _BAND[0], middle - _BAND[1] / 2
            corners = np.array([(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]) * _BAND + (left, low)
            group.add(outline([corners]).set_fill(color, 1).set_stroke(width=0))
        half = x + 3 * _BAND[0]
        line = np.array([(half, middle - _BAND[1] / 2), (half, middle + _BAND[1] / 2)])
        group.add(outline([line]).set_stroke(palette.ink, 5))
        self._class(group, 1, x + 6 * _BAND[0] + _GAP, baseline)
        return group

    def _class(self, group: Any, label: int, x: float, baseline: float) -> float:
        """Add a class's marker and name at ``x``; return where they end."""
        palette, name = self._look.palette, str(self._params.classes[label])
        color, middle = palette.of(self._params.colors[label]), baseline + 0.13
        at = np.array([[x + _MARKER, middle]])
        marker = marks(at, STYLES[label], _MARKER).set_fill(color, 1)
        if not name:
            group.add(marker)
            return x + 2 * _MARKER
        text = typeset.text(name, self._look.type.small, palette.ink)
        start = x if label == 0 else x + 2 * _MARKER + _GAP
        typeset.place(text, start, baseline)
        if label == 0:
            x = float(text.get_right()[0]) + _GAP
            marker.shift((x + _MARKER - at[0, 0], 0.0, 0.0))
        group.add(text, marker)
        return x + 2 * _MARKER

    @part
    def _lines(self) -> Any:
        """Return the key of the lines: what solid and dashed, and their width, stand for."""
        from manim import VGroup

        palette, size = self._look.palette, self._look.type.small
        group = VGroup()
        x, baseline = self._places["key"]
        for word, label in zip(self._signs[:2], (1, 0), strict=True):
            line = np.array([(x, baseline + 0.12), (x + _SAMPLE, baseline + 0.12)])
            pieces = [line] if label else dashed(line, 0.16, 0.07)
            stroke = outline(pieces).set_stroke(palette.of(self._params.colors[label]), 7)
            text = typeset.text(word, size, palette.muted)
            typeset.place(text, x + _SAMPLE + _GAP, baseline)
            group.add(stroke, text)
            x = float(text.get_right()[0]) + _APART
        text = typeset.text(f"{self._signs[2]} {self._widest()}", size, palette.muted)
        group.add(typeset.place(text, x, baseline))
        return group

    def _widest(self) -> str:
        """Return the size of the weights drawn widest, as it is said."""
        return shown(float(f"{self._training.widest:.2g}"), 1)
