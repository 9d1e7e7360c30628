"""How near a mark must be to where it belongs, in pixels of the film and degrees, at every size."""

DOT_PX = 0.25
"""The middle of a dot, a tick along its axis, and a line across its way."""
TIP_PX = 1.0
"""The point of an arrow."""
TURN_DEG = 0.1
"""The direction of an arrow."""
LONG_PX = 100.0
"""Less of an arrow or a line in sight cannot tell a direction to a tenth of a degree."""
PIECE_PX = 24.0
"""Shorter pieces of lines are not measured."""
STRAIGHT_PX = 0.1
"""A piece of a line with a corner farther off the straight way between its ends is bent."""
APART_PX = 2.0
"""Where another mark is as near to what is around a line, its edge is not looked at."""
THIN_PX = 2.0
"""Thinner lines are all blur."""
THIN_COLOR_PX = 3.5
"""Thinner lines have too little of their colour left at half the resolution."""
SMALL_PX = 6.5
"""Dots with a smaller radius have too little colour left at half the resolution."""
SEARCHED = 0.45
"""Scene units around the expected place in which a mark is looked for: 61 pixels at 1080p."""
