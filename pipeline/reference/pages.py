"""The pages of the reference, as Markdown: the same code gives the same text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from string import Template
from typing import get_args

import scenes
from pipeline.reference.entries import Entry, Field, KindEntry, kind_entry
from pipeline.reference.specimens import STILLS, specimen
from scenes.look import DARK, LIGHT, Meaning, TypeScale
from scenes.pace import steps_s
from scenes.player import Enter, Leave

INDEX, KINDS, LANGUAGE = Path("kinds.md"), Path("kinds"), Path("visual-language.md")
"""Where pages are, inside the folder of documents."""

_MADE = "<!-- Written by `render.py docs` from the code: edit the docstrings, not this page. -->"
_PAGE = """\
| key | written as | without it | |
|---|---|---|---|
"""


def pages(docs: Path) -> Mapping[Path, str]:
    """Return every page by its path inside ``docs``; of a page in part written by hand, all of it.

    Raises
    ------
    ValueError
        When a page that is written by hand lacks the place of a part.
    """
    entries = [kind_entry(name) for name in scenes.kinds()]
    written = {INDEX: _index(entries)}
    for one in entries:
        written[KINDS / f"{one.name}.md"] = _kind(one, docs)
    text = (docs / LANGUAGE).read_text(encoding="utf-8")
    for place, part in _parts_of_the_language(entries).items():
        text = put_between(text, place, part)
    return written | {LANGUAGE: text}


def stale(docs: Path) -> tuple[Path, ...]:
    """Return the files among the pages of kinds that belong to no kind there is."""
    wanted = {f"{name}.md" for name in scenes.kinds()}
    wanted |= {still.file(name) for name in scenes.kinds() for still in STILLS.values()}
    return tuple(sorted(path for path in (docs / KINDS).iterdir() if path.name not in wanted))


def put_between(text: str, place: str, part: str) -> str:
    """Return a page with ``part`` between its marks ``begin place`` and ``end place``.

    Raises
    ------
    ValueError
        When the page has no such marks.
    """
    begin, end = f"<!-- begin {place} -->\n", f"<!-- end {place} -->"
    before, found, rest = text.partition(begin)
    _, closed, after = rest.partition(end)
    if not (found and closed):
        raise ValueError(f"the page has no place for {place}: {begin.strip()} ... {end}")
    return f"{before}{begin}{part}{end}{after}"


def _index(entries: Sequence[KindEntry]) -> str:
    rows = "".join(
        f"| [`{one.name}`](kinds/{one.name}.md) | {one.summary} "
        f"| {', '.join(f'`{action.name}`' for action in one.actions)} |\n"
        for one in entries
    )
    return f"""\
{_MADE}
# Scene kinds

What a panel can show (`kind:`), and the actions a cue can give it. Each page has its params, its
actions, a picture and the lesson the picture is of. The same on the command line:
`render.py list kinds`, `list params KIND`, `list actions KIND`.

| kind | draws | actions |
|---|---|---|
{rows}"""


_KIND = Template(
    """\
$made
# `$name`

$says

![$name](${name}.png)

In the light theme and in a standing frame:

![$name, light](${name}-light.png) ![$name, standing](${name}-portrait.png)

## Params

$params## Actions

$actions$parts## The picture's lesson

```yaml
$specimen```
"""
)


def _kind(one: KindEntry, docs: Path) -> str:
    parts = "".join(map(_entry, one.parts))
    return _KIND.substitute(
        made=_MADE,
        name=one.name,
        says=one.says,
        params=f"{one.params.says}\n\n{_table(one.params.fields)}",
        actions="".join(map(_action, one.actions)),
        parts=f"## Inside\n\n{parts}" if parts else "",
        specimen=specimen(one.name, docs).read_text(encoding="utf-8"),
    )


def _action(one: Entry) -> str:
    return f"### `{one.name}`\n\n{one.says}\n\n{_table(one.fields)}"


def _entry(one: Entry) -> str:
    return f"### {one.name}\n\n{one.says}\n\n{_table(one.fields)}"


def _table(fields: Sequence[Field]) -> str:
    if not fields:
        return "It takes no argument: `{}`.\n\n"
    return _PAGE + "".join(map(_row, fields)) + "\n"


def _row(field: Field) -> str:
    default = "must be there" if field.default is None else f"`{field.default}`"
    cells = (f"`{field.key}`", field.form, default if default != "``" else "", field.says)
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |\n"


def _parts_of_the_language(entries: Sequence[KindEntry]) -> Mapping[str, str]:
    return {
        "colours": "".join(_colours()),
        "type": "".join(_sizes()),
        "times": "".join(_times()),
        "specimens": "".join(_specimens(entries)),
    }


def _colours() -> Iterator[str]:
    yield "| colour | dark | light |\n|---|---|---|\n"
    for name in ("background", "panel", "faint", *get_args(Meaning), "guide", "low", "high"):
        yield f"| {name} | `{DARK.of(name)}` | `{LIGHT.of(name)}` |\n"


def _sizes() -> Iterator[str]:
    yield "| size | points | em at 1080p |\n|---|---|---|\n"
    scale = TypeScale()
    for name in TypeScale.__slots__:
        size = getattr(scale, name)
        yield f"| {name} | {size:g} | {size * 135 / 96:.0f} px |\n"


def _times() -> Iterator[str]:
    yield "| motion | seconds |\n|---|---|\n"
    yield f"| a panel enters | {Enter().length():g} |\n| a panel leaves | {Leave().length():g} |\n"
    for count in (1, 4, 10, 40, 1000):
        yield f"| {count} {'step' if count == 1 else 'steps'} at once | {steps_s(count):.1f} |\n"


def _specimens(entries: Sequence[KindEntry]) -> Iterator[str]:
    yield f"| kind | {' | '.join(STILLS)} |\n|---|{'---|' * len(STILLS)}\n"
    for one in entries:
        shown = " | ".join(
            f"![{one.name}](kinds/{still.file(one.name)})" for still in STILLS.values()
        )
        yield f"| [`{one.name}`](kinds/{one.name}.md) | {shown} |\n"
