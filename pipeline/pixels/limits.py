"""How near a mark must be to where it belongs, in pixels of the film and degrees, at every size."""

DOT_PX = 0.25
"""The middle of a dot, and a tick along its axis."""
TIP_PX = 1.0
"""The point of an arrow."""
TURN_DEG = 0.1
"""The direction of an arrow."""
LONG_PX = 100.0
"""Shorter arrows have too few pixels to tell their direction to a tenth of a degree."""
THIN_PX = 2.0
"""Thinner lines are all blur."""
SMALL_PX = 6.5
"""Dots with a smaller radius have too little colour left at half the resolution."""
SEARCHED = 0.45
"""Scene units around the expected place in which a mark is looked for: 61 pixels at 1080p."""
