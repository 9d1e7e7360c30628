"""One's own voice: recordings beside a lesson, found, checked, aligned and cut into takes.

``accepted`` knows which of them their speaker has accepted, ``found`` which there are, ``flaws``
what is wrong with one; ``recorded_take`` makes a take of it and ``stored_take`` keeps that.
``sheet`` is what one reads from.
"""
