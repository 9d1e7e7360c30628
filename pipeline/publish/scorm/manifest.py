"""``imsmanifest.xml``: IMS Content Packaging 1.1.2 as ADL's SCORM 1.2 profiles it."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from pipeline.publish.package import Package

_IMS = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
_ADL = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
_LESSON, _PAGE = "lesson", "page"


def manifest(lesson: Package, launch: str, files: Sequence[str]) -> str:
    """Return the manifest of a package with one lesson.

    ``launch`` is the page that is opened, ``files`` all that is in the package. No mastery score is
    asked for: a lesson is done when it was seen, and the score of its question is told beside that.
    """
    root = Element(
        "manifest",
        {
            "identifier": f"downhill-{lesson.name}",
            "version": lesson.revision,
            "xmlns": _IMS,
            "xmlns:adlcp": _ADL,
        },
    )
    about = SubElement(root, "metadata")
    SubElement(about, "schema").text = "ADL SCORM"
    SubElement(about, "schemaversion").text = "1.2"
    every = SubElement(root, "organizations", default=_LESSON)
    only = SubElement(every, "organization", identifier=_LESSON)
    SubElement(only, "title").text = lesson.title
    item = SubElement(only, "item", identifier="item", identifierref=_PAGE, isvisible="true")
    SubElement(item, "title").text = lesson.title
    resources = SubElement(root, "resources")
    kind = {"type": "webcontent", "adlcp:scormtype": "sco"}
    page = SubElement(resources, "resource", {"identifier": _PAGE, **kind, "href": launch})
    for name in files:
        SubElement(page, "file", href=name)
    indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, "unicode") + "\n"
