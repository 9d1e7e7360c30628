"""Sends finished lessons out: what is published of a course, and where to."""
