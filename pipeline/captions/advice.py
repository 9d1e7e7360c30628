"""What could be better about captions that break no rule of the gate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.captions.breaks import NEVER, break_cost
from pipeline.captions.caption import FAST_CPS, Caption
from script.say.language import Language
from script.say.languages.en import LANGUAGE as ENGLISH


def advice(captions: Sequence[Caption], language: Language = ENGLISH) -> tuple[str, ...]:
    """Return a sentence for each caption that is hard to read: fast, or its lines badly broken."""
    return tuple(sentence for caption in captions for sentence in _advice(caption, language))


def _advice(caption: Caption, language: Language) -> Iterator[str]:
    where = f"the caption at {caption.start_ms / 1000:.2f} s"
    if caption.cps > FAST_CPS:
        yield f"{where} runs at {caption.cps:.1f} characters a second, over {FAST_CPS}"
    for above, below in pairwise(caption.lines):
        last, first = above.split()[-1], below.split()[0]
        if break_cost(last, first, language) >= NEVER:
            yield f"{where} breaks its lines at {last} | {first}"
