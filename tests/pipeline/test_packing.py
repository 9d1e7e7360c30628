"""An artifact in one file, as a shared store keeps it."""

import shutil
import tarfile
import time

from pipeline.key import digest
from pipeline.store import artifact

KEY = digest("a")


def packed(tmp_path, key, data=b"picture", spoil=lambda folder: None):
    folder = tmp_path / "packing"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / "data").write_bytes(data)
    artifact.complete(folder, key, {})
    spoil(folder)
    artifact.pack(folder, tmp_path / "packed.tar")
    return (tmp_path / "packed.tar").read_bytes()


def flipped(folder):
    (folder / "data").write_bytes(b"picturf")


def test_an_artifact_is_packed_to_the_same_bytes_whenever_it_was_made(tmp_path):
    first = packed(tmp_path, KEY)
    time.sleep(0.01)
    assert packed(tmp_path, KEY) == first


def test_a_packed_artifact_is_a_tar_of_two_files_and_nothing_else_is_taken(tmp_path):
    packed(tmp_path, KEY)
    with tarfile.open(tmp_path / "packed.tar") as tar:
        assert tar.getnames() == ["about.json", "data"]
    evil = tmp_path / "evil.tar"
    with tarfile.open(evil, "w") as tar:
        for name in ("about.json", "data"):
            link = tarfile.TarInfo(name)
            link.type, link.linkname = tarfile.SYMTYPE, "../../secret"
            tar.addfile(link)
        tar.add(tmp_path / "packed.tar", "../outside")
    (tmp_path / "in").mkdir()
    assert not artifact.unpack(evil, tmp_path / "in")
    assert not (tmp_path / "outside").exists()
