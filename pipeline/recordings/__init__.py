"""One's own voice: recordings beside a lesson, found, checked, aligned and cut into takes."""

from pipeline.recordings.accepted import ACCEPTED, Accepted, AcceptedFile
from pipeline.recordings.found import Cut, Found, Recording, find, folder_of, own_name
from pipeline.recordings.recorded_take import BadRecording

__all__ = [
    "ACCEPTED",
    "Accepted",
    "AcceptedFile",
    "BadRecording",
    "Cut",
    "Found",
    "Recording",
    "find",
    "folder_of",
    "own_name",
]
