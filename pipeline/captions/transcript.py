"""What is said, as Markdown and as a page: headings, times to jump to, formulas in words too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import floor
from types import MappingProxyType
from xml.etree.ElementTree import Element, SubElement, tostring

from pipeline.captions.formulas import Part, parts
from script.say import Line

_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|$~])")
_STYLE = """
:root { color-scheme: light dark; }
body { font: 1.1rem/1.6 system-ui, sans-serif; margin: 2rem auto; max-width: 40rem;
  padding: 0 1rem; }
h2 { margin-top: 2.5rem; }
a.time { font-variant-numeric: tabular-nums; font-size: 0.85em; margin-right: 0.5em; }
.formula { white-space: nowrap; }
.words, .seen { opacity: 0.75; }
"""


@dataclass(frozen=True, slots=True)
class BeatText:
    """What is said from ``start_s`` on, and, where words do not say it, what is seen."""

    id: str
    start_s: float
    line: Line
    seen: str = ""


@dataclass(frozen=True, slots=True)
class SceneText:
    """A chapter of a lesson; ``start_s`` is in seconds of the film."""

    id: str
    title: str
    start_s: float
    beats: tuple[BeatText, ...]


@dataclass(frozen=True, slots=True)
class Transcript:
    """A lesson as text; ``film`` is the name of its MP4, ``language`` a tag of BCP 47."""

    title: str
    film: str
    scenes: tuple[SceneText, ...]
    language: str = "en"


def to_markdown(transcript: Transcript) -> str:
    """Return the transcript as Markdown: a heading for each scene, a paragraph for each beat.

    A formula is followed by its words where it first occurs.
    """
    told: set[str] = set()
    blocks = [f"# {_plain(transcript.title)}"]
    for scene in transcript.scenes:
        link = _link(transcript.film, scene.start_s)
        blocks.append(f"## [{clock(scene.start_s)}]({link}) {_plain(scene.title)}")
        for beat in scene.beats:
            blocks.append(_plain(" ".join(_written(part) for part in _told(beat.line, told))))
            if beat.seen:
                blocks.append(f"*{_plain(beat.seen)}*")
    return "\n\n".join(blocks) + "\n"


def to_html(transcript: Transcript) -> str:
    """Return the transcript as one page that needs no other file but the film it links into.

    Each scene is a section with its heading, each beat a paragraph that begins with its time; a
    formula is followed by its words where it first occurs. A beat is called ``scene_beat``.
    """
    page = Element("html", lang=transcript.language)
    head = _block(page, "head")
    _block(head, "meta", charset="utf-8")
    _block(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    _block(head, "title").text = transcript.title
    _block(head, "style").text = _STYLE
    main = _block(_block(page, "body"), "main")
    _block(main, "h1").text = transcript.title
    chapters = _block(_block(main, "nav", {"aria-label": "Chapters"}), "ol")
    for scene in transcript.scenes:
        SubElement(_block(chapters, "li"), "a", href=f"#{scene.id}").text = scene.title
    told: set[str] = set()
    for scene in transcript.scenes:
        _section(main, scene, transcript.film, told)
    return "<!doctype html>\n" + tostring(page, "unicode", method="html") + "\n"


def _section(main: Element, scene: SceneText, film: str, told: set[str]) -> None:
    section = _block(main, "section", {"id": scene.id, "aria-labelledby": f"{scene.id}__title"})
    heading = _block(section, "h2", id=f"{scene.id}__title")
    _jump(heading, film, scene.start_s).tail = scene.title
    for beat in scene.beats:
        said = _block(section, "p", id=f"{scene.id}_{beat.id}")
        last = _jump(said, film, beat.start_s)
        for part in _told(beat.line, told):
            if not part.words:
                last.tail = f"{last.tail or ' '}{part.shown}{part.stop} "
                continue
            for shown, sort in ((part.shown, "formula"), (f"({part.words})", "words")):
                last = SubElement(said, "span", {"class": sort})
                last.text, last.tail = shown, " "
            last.tail = f"{part.stop} "
        last.tail = (last.tail or "").rstrip()
        if beat.seen:
            _block(section, "p", {"class": "seen"}).text = beat.seen


def _jump(parent: Element, film: str, start_s: float) -> Element:
    """Add a link to a moment of the film."""
    link = SubElement(parent, "a", {"class": "time", "href": _link(film, start_s)})
    SubElement(link, "time", datetime=f"PT{int(start_s)}S").text = clock(start_s)
    return link


def _block(
    parent: Element, tag: str, given: Mapping[str, str] = MappingProxyType({}), **named: str
) -> Element:
    """Add an element that ends its line."""
    element = SubElement(parent, tag, dict(given), **named)
    element.tail = "\n"
    return element


def _told(line: Line, told: set[str]) -> Iterator[Part]:
    """Yield a line in parts; a formula that was told before goes without its words."""
    for part in parts(line.units):
        yield replace(part, words="") if part.shown in told else part
        if part.words:
            told.add(part.shown)


def _written(part: Part) -> str:
    return part.shown + (f" ({part.words})" if part.words else "") + part.stop


def chapters_txt(chapters: Iterable[tuple[float, str]]) -> str:
    """Return the list of chapters for YouTube's description: ``0:00 Title``, one a line.

    ``chapters`` gives start (seconds) and title of each.
    """
    return "".join(f"{clock(start)} {title}\n" for start, title in chapters)


def clock(seconds: float) -> str:
    """Return a time as ``m:ss`` or ``h:mm:ss``, in whole seconds that have passed."""
    hours, rest = divmod(int(seconds), 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{left:02d}" if hours else f"{minutes}:{left:02d}"


def _link(film: str, start_s: float) -> str:
    """Return the address of a moment of a film (Media Fragments URI 1.0, 4.2.1)."""
    return f"{film}#t={floor(10 * start_s) / 10:.1f}".removesuffix(".0")


def _plain(text: str) -> str:
    """Escape what Markdown would read as markup."""
    return _MARKDOWN.sub(r"\\\1", text)
