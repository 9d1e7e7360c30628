"""What one reads from when recording a lesson: a beat a line, with the name of its file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from pipeline.recordings.found import Found, own_name, recordings_of
from pipeline.resolve import ReadyLesson
from script.say import Line

_HOW = (
    "Say each line as it is written, numbers in words, and save it under its name: WAV, FLAC or "
    "MP3, 16 kHz or more. Or say a scene in one go, beat after beat, and save it under the name of "
    "the scene. Leave a second of quiet at both ends. Then: render.py accept-recordings"
)
_STYLE = (
    "body{font:12pt/1.5 sans-serif;max-width:52em;margin:2em auto;padding:0 1em}"
    "td{padding:.4em .8em .4em 0;vertical-align:top}"
    "td:first-child,td:last-child{white-space:nowrap;color:#555}"
    "td:first-child{font-family:monospace}tr{break-inside:avoid}"
)


@dataclass(frozen=True, slots=True)
class Row:
    """A beat: its file from the folder of recordings, its words as spoken, how it stands."""

    file: str
    words: str
    state: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A lesson to be read: ``scenes`` gives each scene's title, its own file and its beats."""

    title: str
    folder: str
    scenes: tuple[tuple[str, str, tuple[Row, ...]], ...]


def sheet(lesson: ReadyLesson, found: Found) -> Sheet:
    """Return what is to be said, and what of it is recorded."""
    stale, new = set(found.stale), set(found.new)

    def state(name: str) -> str:
        part = found.cuts.get(name)
        if part is None:
            return "to record"
        if name in stale:
            return "stale: record again"
        return "to accept" if part.recording.path in new else "accepted"

    scenes = tuple(
        (
            scene.spec.title,
            f"{scene.spec.id}.wav",
            tuple(
                Row(
                    own_name(scene.spec.id, beat.spec.id),
                    spoken(beat.line),
                    state(f"{scene.spec.id}/{beat.spec.id}"),
                )
                for beat in scene.beats
            ),
        )
        for scene in lesson.scenes
    )
    return Sheet(lesson.lesson.title, str(recordings_of(lesson.lesson)), scenes)


def spoken(line: Line) -> str:
    """Return the words of a line as they are said, with its pauses in brackets."""
    return " ".join(_words(line))


def _words(line: Line) -> Iterator[str]:
    text = ""
    for unit, (start, stop) in enumerate(line.spoken_spans):
        word = line.spoken[start:stop]
        if unit in line.pauses and text:
            yield text
            text = ""
        if unit in line.pauses:
            yield f"(pause {line.pauses[unit]:g} s)"
        joined = bool(text) and line.spoken[start - 1] != " "
        text += word if joined or not text else f" {word}"
    yield text
    if (last := line.pauses.get(len(line.units))) is not None:
        yield f"(pause {last:g} s)"


def markdown(what: Sheet) -> str:
    """Return a sheet as Markdown."""
    lines = [f"# {what.title}", "", f"{_HOW}.", "", f"Folder: `{what.folder}`", ""]
    for title, file, rows in what.scenes:
        lines += [f"## {title} (`{file}`)", ""]
        lines += [f"- `{row.file}` {row.words} *({row.state})*" for row in rows]
        lines.append("")
    return "\n".join(lines)


def html(what: Sheet) -> str:
    """Return a sheet as a page of HTML that needs nothing else."""
    parts = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        f"<title>{escape(what.title)}</title><style>{_STYLE}</style></head><body>",
        f"<h1>{escape(what.title)}</h1><p>{escape(_HOW)}.</p>",
        f"<p>Folder: <code>{escape(what.folder)}</code></p>",
    ]
    for title, file, rows in what.scenes:
        parts.append(f"<h2>{escape(title)} (<code>{escape(file)}</code>)</h2><table>")
        parts += [
            f"<tr><td>{escape(row.file)}</td><td>{escape(row.words)}</td>"
            f"<td>{escape(row.state)}</td></tr>"
            for row in rows
        ]
        parts.append("</table>")
    return "\n".join([*parts, "</body></html>", ""])
