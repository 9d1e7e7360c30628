"""The layout proof: what is wrong in a lesson's pictures, told before any video is made.

A rule is a small function whose docstring is the rule; ``limits`` holds the numbers. The pictures
are read from the mobjects that the kinds draw, at every boundary of every beat and cue, and
every half second in between.
"""

from pipeline.layout.proof import layout_findings

__all__ = ["layout_findings"]
