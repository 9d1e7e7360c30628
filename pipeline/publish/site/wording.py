"""The words of the course page itself, by language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """What stands around the lessons; texts in braces are filled in.

    ``name`` is what the language calls itself, ``decimal`` its decimal mark.
    """

    name: str
    decimal: str
    skip: str
    course: str
    lesson: str
    short: str
    shorts: str
    chapters: str
    transcript: str
    quiz: str
    check: str
    answer: str
    your_answer: str
    is_right: str
    is_wrong: str
    no_number: str
    downloads: str
    film: str
    film_with_all: str
    srt: str
    vtt: str
    text: str
    table: str
    quality: str
    before: str
    after: str
    other_languages: str
    watched: str
    done: str
    go_on: str
    minutes: str
    play_from: str


ENGLISH = Wording(
    name="English",
    decimal=".",
    skip="Skip to the lesson",
    course="Course",
    lesson="Lesson {number}",
    short="Short",
    shorts="Shorts",
    chapters="Chapters",
    transcript="Transcript",
    quiz="One question",
    check="Check",
    answer="Show the answer",
    your_answer="Your answer",
    is_right="Right.",
    is_wrong="Not that. Think again, or open the answer.",
    no_number="Write a number, such as 0.25.",
    downloads="Downloads",
    film="Film, {size}",
    film_with_all="Film with chapters and captions inside, {size}",
    srt="Captions (SRT)",
    vtt="Captions (WebVTT)",
    text="Transcript (Markdown)",
    table="Every step of the lesson's runs (CSV)",
    quality="Size of the picture",
    before="Before this",
    after="Next",
    other_languages="This lesson in other languages",
    watched="Watched",
    done="{done} of {all} watched",
    go_on="Go on with {title}",
    minutes="{minutes} min",
    play_from="Play from {time}",
)
SPANISH = Wording(
    name="Español",
    decimal=",",
    skip="Ir a la lección",
    course="Curso",
    lesson="Lección {number}",
    short="Vídeo corto",
    shorts="Vídeos cortos",
    chapters="Capítulos",
    transcript="Transcripción",
    quiz="Una pregunta",
    check="Comprobar",
    answer="Ver la respuesta",
    your_answer="Tu respuesta",
    is_right="Correcto.",
    is_wrong="No es eso. Piénsalo otra vez o abre la respuesta.",
    no_number="Escribe un número, como 0,25.",
    downloads="Descargas",
    film="Vídeo, {size}",
    film_with_all="Vídeo con capítulos y subtítulos incluidos, {size}",
    srt="Subtítulos (SRT)",
    vtt="Subtítulos (WebVTT)",
    text="Transcripción (Markdown)",
    table="Todos los pasos de la lección (CSV)",
    quality="Tamaño de la imagen",
    before="Antes de esta",
    after="Siguiente",
    other_languages="Esta lección en otros idiomas",
    watched="Vista",
    done="{done} de {all} vistas",
    go_on="Seguir con {title}",
    minutes="{minutes} min",
    play_from="Reproducir desde {time}",
)
_WORDINGS: Mapping[str, Wording] = {"en": ENGLISH, "es": SPANISH}


def wording(language: str) -> Wording:
    """Return the words for a tag of BCP 47; English where nobody has written them."""
    return _WORDINGS.get(language.partition("-")[0].lower(), ENGLISH)


def name_of(language: str) -> str:
    """Return what a language calls itself; its tag where nobody has written that."""
    known = _WORDINGS.get(language.partition("-")[0].lower())
    return known.name if known else language
