"""A zip of which every byte follows from the files in it: no clock, no owner, no compressor.

Nothing is compressed: nearly all of it is film, which does not get smaller.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from stat import S_IFREG
from zipfile import ZipFile, ZipInfo

from pipeline.files import whole
from pipeline.publish.package import NotPublished, Refusal
from pipeline.publish.site.site_files import Source

_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip can tell."""
_UNIX = 3


def zipped(files: Mapping[str, Source], to: Path) -> None:
    """Write files into a zip, in their order; it is there whole or not at all.

    Raises
    ------
    NotPublished
        When a finished file is not any more what its package says.
    """
    with whole(to) as partial, ZipFile(partial, "w") as archive:
        for name, source in files.items():
            info = ZipInfo(name, _EARLIEST)
            info.create_system = _UNIX
            info.external_attr = (S_IFREG | 0o644) << 16
            archive.writestr(info, _data(source))


def _data(source: Source) -> bytes:
    if source.path is None:
        return source.data
    data = source.path.read_bytes()
    if Source.made(data).sha256 != source.sha256:
        what = "it is not the file that passed the gate"
        raise NotPublished((Refusal(str(source.path), what, "build it again"),))
    return data
