"""A beat's take from its recording, made once: kept by what is heard and what is to be said."""

from __future__ import annotations

from pathlib import Path

from pipeline.heard import aligners
from pipeline.key import code_digest, digest_of_inputs
from pipeline.narrate import TAKE_LUFS
from pipeline.recordings import recorded_take
from pipeline.recordings.found import Cut
from pipeline.recordings.recorded_take import BadRecording, Words
from pipeline.store import Store
from pipeline.take import dumps
from script.say import Line


def stored_take(part: Cut, line: Line, store: Store) -> Path:
    """Return the file of a beat's take.

    Raises
    ------
    BadRecording
        When the recording cannot be used.
    """
    says = tuple(text for _, text in part.recording.says)
    index = [beat for beat, _ in part.recording.says].index(part.beat)
    asked = {
        **_inputs(part, says),
        "part": index,
        "spoken": line.spoken,
        "spans": [list(span) for span in line.spoken_spans],
        "pauses": {str(unit): seconds for unit, seconds in line.pauses.items()},
        "marks": dict(line.marks),
        "level_lufs": TAKE_LUFS,
    }

    def write(path: Path) -> None:
        sound = recorded_take.opened(part.recording.path, part.recording.sha256)
        said = recorded_take.cut(sound, _words(part, says, store), says, index)
        if said is None:
            told = f"it does not say {part.text!r}", "record it again, or mend the text"
            raise BadRecording(part.recording.path, (told,))
        path.write_bytes(dumps(recorded_take.recorded_take(said, part.text, line)))

    return store.put(digest_of_inputs(asked), asked, write)


def _words(part: Cut, says: tuple[str, ...], store: Store) -> Words:
    """Return the word times of a recording, which all its beats share."""
    asked = {**_inputs(part, says), "words": True}

    def write(path: Path) -> None:
        sound = recorded_take.opened(part.recording.path, part.recording.sha256)
        recording = part.recording
        found = recorded_take.found_words(
            sound, says, recording.path, recording.language, recording.sounds
        )
        path.write_text(recorded_take.dumps(found), encoding="utf-8")

    path = store.put(digest_of_inputs(asked), asked, write)
    return recorded_take.loads(path.read_text(encoding="utf-8"))


def _inputs(part: Cut, says: tuple[str, ...]) -> dict[str, object]:
    return {
        "recording": part.recording.sha256,
        "says": list(says),
        "language": part.recording.language,
        "sounds": dict(part.recording.sounds),
        "code": code_digest("pipeline.recordings.recorded_take"),
        "tools": aligners(),
    }
