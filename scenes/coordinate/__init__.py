"""Runs seen along one number: who walks, how far, and what a script can do with them.

What the kinds ``descent_1d`` and ``number_line`` have in common; no kind of its own.
"""
