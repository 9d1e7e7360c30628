"""Pages from elements: what is text is escaped, what is opened is closed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from xml.etree.ElementTree import Element, tostring

Content = Element | str | None
"""What stands in an element: another one, text, or nothing."""
_NONE: Mapping[str, str] = MappingProxyType({})


def element(tag: str, given: Mapping[str, str] = _NONE, /, *content: Content) -> Element:
    """Return an element with attributes and content; an attribute of ``""`` is one without value.

    Elements among the content begin a line of their own, unless text stands beside them.
    """
    made = Element(tag, dict(given))
    inner = [one for one in content if one is not None]
    in_lines = not any(isinstance(one, str) for one in inner)
    if in_lines and inner:
        made.text = "\n"
    for one in inner:
        if isinstance(one, Element):
            made.append(one)
            one.tail = "\n" if in_lines else one.tail
        elif len(made):
            made[-1].tail = (made[-1].tail or "") + one
        else:
            made.text = (made.text or "") + one
    return made


def page(root: Element) -> str:
    """Return the document whose ``html`` element is ``root``."""
    return "<!doctype html>\n" + tostring(root, "unicode", method="html") + "\n"
