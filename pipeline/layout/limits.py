"""The limits of the layout proof, each with where it comes from.

Lengths are scene units (the frame is 8 high; a unit is 135 pixels at 1080p), times seconds,
opacities from 0 to 1.
"""

from __future__ import annotations

TEXT_SLACK = 0.02
"""How far a glyph may reach over another, or off the frame: under 3 pixels, nobody sees it."""
PANEL_SLACK = 0.07
"""How far anything may reach past a panel, as the contract of the kinds has it."""

CAPITAL_PX = 36.0
"""Least height of a capital at 1080p: 12 pixels on a phone that shows 360."""
CAPITAL_EMS = 0.727
"""Height of Inter's capitals in ems."""

TEXT_CONTRAST = 4.5
"""WCAG 2.2, success criterion 1.4.3."""
GRAPHIC_CONTRAST = 3.0
"""WCAG 2.2, success criterion 1.4.11."""
COLOR_DISTANCE = 10.0
"""Least distance in CAM02-UCS of two colours that mean different things, to any eye."""
WORST_SHARE = 0.25
"""Contrast must hold over all but this part of an outline: where it crosses others, it may not."""

WORDS = 50
"""Words of prose in sight at once; a line of figures or a formula is no prose."""

EMPTY_S = 1.5
"""Longest time without anything to see: a fade and a breath."""
FROZEN_S = 12.0
"""Longest time in which nothing moves and nothing comes or goes."""
APART_S = 1.0
"""Most that may lie between a word on screen and the same word in the voice."""
READ_ON_S = 3.0
"""The same for a sentence that comes before it is read out: it is read along."""
LASTING_S = 0.4
"""What is wrong for less than this while things move is not told."""
GRID_S = 0.5
"""While anything moves, a picture at least so often."""

SEEN = 0.1
"""From this opacity on, something counts as seen."""
FIRM = 0.6
"""From this opacity on, it is meant to be read, and not on its way in or out."""
QUIET = 0.35
"""Ink below this opacity does not disturb a text that stands on it."""
SHIELD = 0.8
"""From this opacity on, a patch or an edge protects a text from what is behind it."""
EDGE = 0.6
"""The same for an edge round the glyphs, as a part of the glyphs' own opacity."""

GROUND_AREA = 0.02
"""A fill that covers more than this part of the frame is ground: things stand on it."""
THIN = 0.015
"""A stroke thinner than this, two pixels at 1080p, is texture and no mark."""
