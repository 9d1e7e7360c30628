"""Pixel truth: dots, arrows and ticks found in a finished film, held against arithmetic done anew.

What a mark should stand for comes from the lesson's YAML by formulas of plain Python
(``formulas``, ``recursion``, ``question``), where that is in the frame from ``places``, where it
is seen from the decoded pictures (``picture``, ``fit``). Nothing here asks gdmath or a scene kind
for a number.
"""
