"""Lines of maths made of terms: where they stand, how they are written, what of them is seen.

Shared by the kinds that set a formula term by term.
"""
