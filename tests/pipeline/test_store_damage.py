"""Every way an artifact can be damaged: told in words, set aside, and made again."""

import errno
import json
import os
import shutil
from pathlib import Path

import pytest

from pipeline.key import digest
from pipeline.store import Store, StoreError, artifact
from tests.pipeline.small_lessons import SIZE, run, write

KEY, OTHER = digest("a"), digest("b")
DATA = b"picture"


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "store")
    store.put(KEY, {"lr": 0.1}, lambda path: path.write_bytes(DATA))
    return store


def flip_a_bit(folder):
    data = bytearray((folder / "data").read_bytes())
    data[3] ^= 1
    (folder / "data").write_bytes(data)


def link_to_itself_moved(folder):
    elsewhere = folder.parents[2] / f"elsewhere-{folder.name}"
    shutil.move(folder / "data", elsewhere)
    (folder / "data").symlink_to(elsewhere)


def link_the_folder(folder):
    elsewhere = folder.parents[2] / f"elsewhere-{folder.name}"
    shutil.move(folder, elsewhere)
    folder.symlink_to(elsewhere)


def in_place(name, make):
    def damage(folder):
        (folder / name).unlink()
        make(folder / name)

    return damage


def facts(**changed):
    def damage(folder):
        about = folder / "about.json"
        about.write_text(json.dumps(json.loads(about.read_text()) | changed))

    return damage


def forget(fact):
    def damage(folder):
        about = folder / "about.json"
        told = json.loads(about.read_text())
        del told[fact]
        about.write_text(json.dumps(told))

    return damage


def replaced(make):
    def damage(folder):
        shutil.rmtree(folder)
        make(folder)

    return damage


def content(name, data):
    return lambda folder: (folder / name).write_bytes(data)


NO_ABOUT = "about.json is not what the store writes"
DAMAGES = {
    "truncated": (content("data", b"pict"), "data has 4 bytes, not 7"),
    "longer": (content("data", b"picture."), "data has 8 bytes, not 7"),
    "a flipped bit": (flip_a_bit, "data does not match its hash"),
    "empty": (content("data", b""), "data has 0 bytes, not 7"),
    "no data": (lambda folder: (folder / "data").unlink(), "data is missing"),
    "data is a link": (link_to_itself_moved, "data is a symbolic link"),
    "data is a dead link": (
        in_place("data", lambda path: path.symlink_to("nowhere")),
        "data is a symbolic link",
    ),
    "data is a folder": (in_place("data", Path.mkdir), "data is not a file"),
    "data is a pipe": (in_place("data", os.mkfifo), "data is not a file"),
    "no about": (lambda folder: (folder / "about.json").unlink(), "about.json is missing"),
    "about is empty": (content("about.json", b""), NO_ABOUT),
    "about is cut": (content("about.json", b'{"key": '), NO_ABOUT),
    "about is a list": (content("about.json", b"[]"), NO_ABOUT),
    "about says nothing": (content("about.json", b"{}"), NO_ABOUT),
    "about is no text": (content("about.json", b"\xff"), NO_ABOUT),
    "about is nested too deep": (content("about.json", b"[" * 100_000), NO_ABOUT),
    "about is a folder": (in_place("about.json", Path.mkdir), "about.json is not a file"),
    "a wrong hash": (facts(sha256="0" * 64), "data does not match its hash"),
    "no hash": (forget("sha256"), NO_ABOUT),
    "a hash that is no text": (facts(sha256=7), "data does not match its hash"),
    "a wrong size": (facts(size=8), "data has 7 bytes, not 8"),
    "another key": (facts(key=OTHER), "about.json is of another key"),
    "a stranger": (content("notes.txt", b""), "notes.txt does not belong there"),
    "a file for a folder": (replaced(lambda path: path.write_bytes(DATA)), "not a folder"),
    "an empty folder": (replaced(Path.mkdir), "about.json is missing"),
    "a linked folder": (link_the_folder, "not a folder"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_the_damaged_is_absent_set_aside_and_made_again(store, damage):
    spoil, _ = DAMAGES[damage]
    folder = store.get(KEY).parent
    spoil(folder)
    assert store.get(KEY) is None
    assert not os.path.lexists(folder)
    assert len(list((store.root / "quarantine").iterdir())) == 1
    made = store.put(KEY, {"lr": 0.1}, lambda path: path.write_bytes(DATA))
    assert made.read_bytes() == DATA
    assert store.get(KEY) == made
    assert store.check().damaged == ()


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_check_says_what_is_damaged_and_how(store, damage):
    spoil, told = DAMAGES[damage]
    store.put(OTHER, {}, lambda path: path.write_bytes(DATA))
    spoil(store.get(KEY).parent)
    found = store.check()
    assert [(one.key, one.flaw) for one in found.damaged] == [(KEY, told)]
    assert found.artifacts == 1
    assert store.check().damaged == ()


@pytest.mark.parametrize("number", [errno.EACCES, errno.EIO])
@pytest.mark.parametrize("name", ["data", "about.json"])
def test_what_cannot_be_read_is_damaged(store, monkeypatch, name, number):
    opened = Path.open

    def refuse(path, *args, **options):
        if path.name == name and "quarantine" not in path.parts:
            raise OSError(number, os.strerror(number), str(path))
        return opened(path, *args, **options)

    folder = store.get(KEY).parent
    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", refuse)
        found = store.check()
    reason = f"{name} cannot be read ({os.strerror(number)})"
    assert [(one.key, one.flaw) for one in found.damaged] == [(KEY, reason)]
    assert not folder.exists()


def test_a_process_out_of_files_blames_no_artifact(store, monkeypatch):
    def refuse(*args):
        raise OSError(errno.EMFILE, "Too many open files", "data")

    monkeypatch.setattr(artifact, "sha256", refuse)
    with pytest.raises(StoreError, match=r"^data: Too many open files$"):
        store.get(KEY)
    monkeypatch.undo()
    assert store.get(KEY).read_bytes() == DATA


@pytest.mark.parametrize(
    "stray", ["notes.txt", "ab/notes.txt", f"{'0' if KEY[0] != '0' else '1'}0/{KEY}", "abc"]
)
def test_a_check_sets_strangers_aside(store, stray):
    path = store.root / "objects" / stray
    path.parent.mkdir(exist_ok=True)
    path.write_text("")
    found = store.check()
    assert [(one.key, one.flaw) for one in found.damaged] == [(path.name, "does not belong there")]
    assert not path.exists()
    assert found.artifacts == 1


def test_a_file_where_artifacts_go_is_set_aside(store):
    shutil.rmtree(store.root / "objects" / KEY[:2])
    (store.root / "objects" / KEY[:2]).write_text("")
    assert store.put(KEY, {}, lambda path: path.write_bytes(DATA)).read_bytes() == DATA
    shutil.rmtree(store.root / "objects" / KEY[:2])
    (store.root / "objects" / KEY[:2]).write_text("")
    assert [one.flaw for one in store.check().damaged] == ["does not belong there"]


@pytest.mark.render
def test_a_build_makes_good_whatever_is_damaged(built, tmp_path):
    root = shutil.copytree(built.root, tmp_path / "build" / "store")
    folders = sorted((root / "objects").glob("??/*"))
    spoils = [spoil for spoil, _ in DAMAGES.values()]
    for index, folder in enumerate(folders):
        spoils[index % len(spoils)](folder)
    write(tmp_path)
    done = run("build", "small.yaml", "-r", SIZE, "--fps", "15", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "5 beats, 5 rendered" in done.stdout
    for file in built.delivery.files:
        made = tmp_path / "build" / "small" / "144p15" / file.name
        assert made.read_bytes() == file.read_bytes()
    assert Store(root).check().damaged == ()
    assert len(list((root / "quarantine").iterdir())) == len(folders)


def test_damage_that_cannot_be_moved_is_removed(store, monkeypatch):
    folder = store.get(KEY).parent
    flip_a_bit(folder)

    def refuse(*args):
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    with monkeypatch.context() as patch:
        patch.setattr(os, "rename", refuse)
        assert store.get(KEY) is None
    assert not folder.exists()
