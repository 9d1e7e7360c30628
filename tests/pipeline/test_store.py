import errno
import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pipeline.files import whole
from pipeline.key import difference, digest, inputs
from pipeline.store import Store, StoreError

KEY = digest("a")
REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


def writes(data):
    return lambda path: path.write_bytes(data)


def files_in(store):
    held = store.root / "in-use", store.root / "locks" / KEY
    return sorted(p for p in store.root.rglob("*") if p.is_file() and p not in held)


def test_what_was_put_is_got(store):
    assert store.get(KEY) is None
    path = store.put(KEY, {"lr": 0.1}, writes(b"picture"))
    assert path.read_bytes() == b"picture"
    assert store.get(KEY) == path
    assert store.inputs(KEY) == {"lr": 0.1}
    assert store.check().artifacts == 1
    assert store.check().bytes > len(b"picture")


def test_inputs_lie_readable_beside_the_artifact(store):
    path = store.put(KEY, inputs({"η": 0.1}), writes(b"picture"))
    about = (path.parent / "about.json").read_text(encoding="utf-8")
    assert '"η": 0.1' in about
    assert json.loads(about)["size"] == len(b"picture")


def test_what_is_there_is_not_made_again(store):
    store.put(KEY, {}, writes(b"first"))
    assert store.put(KEY, {}, writes(b"second")).read_bytes() == b"first"


def test_a_failed_write_leaves_nothing(store):
    def fail(path):
        path.write_bytes(b"half")
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError, match="no more"):
        store.put(KEY, {}, fail)
    assert store.get(KEY) is None
    assert files_in(store) == []


def test_names_remember_their_last_key(store):
    assert store.last("ten-steps/by-hand/start") is None
    store.note("ten-steps/by-hand/start", KEY)
    store.note("ten-steps/by-hand/start", digest("b"))
    assert store.last("ten-steps/by-hand/start") == digest("b")
    assert store.last("ten-steps/by-hand") is None


def test_a_stored_artifact_explains_a_new_one(store):
    store.put(KEY, inputs({"lr": 0.1}), writes(b"picture"))
    store.note("beat", KEY)
    old = store.inputs(store.last("beat"))
    assert difference(old, inputs({"lr": 0.2})) == ("lr: 0.1 -> 0.2",)


def test_copies_share_nothing_with_the_store(store, tmp_path):
    path = store.put(KEY, {}, writes(b"picture"))
    out = tmp_path / "out.mp4"
    assert store.copy(KEY, out)
    assert out.stat().st_ino != path.stat().st_ino
    out.write_bytes(b"edited")
    assert store.get(KEY) == path
    assert not store.copy(digest("b"), out)
    assert out.read_bytes() == b"edited"


@pytest.mark.parametrize("key", ["", "../../etc/passwd", "A" * 64, "0" * 63])
def test_only_keys_name_artifacts(store, key):
    with pytest.raises(ValueError, match="not a key"):
        store.put(key, {}, writes(b""))
    with pytest.raises(ValueError, match="not a key"):
        store.get(key)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux's full device")
def test_a_full_disk_is_one_line(store):
    def fill(path):
        Path("/dev/full").write_bytes(b"picture")

    with pytest.raises(StoreError, match=r"^.*: No space left on device$") as caught:
        store.put(KEY, {}, fill)
    assert len(str(caught.value).splitlines()) == 1
    assert store.get(KEY) is None


def test_other_errors_of_a_write_pass_through(store):
    with pytest.raises(FileNotFoundError):
        store.put(KEY, {}, lambda path: Path("no such file").read_bytes())


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"file: File exists$"):
        Store(tmp_path / "file").put(KEY, {}, writes(b""))


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes anywhere")
def test_a_read_only_folder_is_one_line(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="Permission denied"):
        Store(tmp_path / "store").put(KEY, {}, writes(b""))


def test_a_read_only_store_is_one_line(store, monkeypatch):
    def refuse(*args):
        raise OSError(errno.EROFS, "Read-only file system", "store")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(StoreError, match=r"^store: Read-only file system$"):
        store.put(KEY, {}, writes(b""))


def test_builds_at_once_make_a_key_once(store):
    made = []

    def write(path):
        made.append(path)
        time.sleep(0.05)
        path.write_bytes(b"picture")

    with ThreadPoolExecutor(8) as pool:
        paths = list(pool.map(lambda _: Store(store.root).put(KEY, {}, write), range(8)))
    assert len(made) == 1
    assert {path.read_bytes() for path in paths} == {b"picture"}


WRITER = """
import sys
from pathlib import Path
from pipeline.key import digest
from pipeline.store import Store

store = Store(Path(sys.argv[1]))
for n in range(int(sys.argv[2])):
    data = str(n).encode() * 20_000
    assert store.put(digest(n), {"n": n}, lambda path: path.write_bytes(data)).read_bytes() == data
    store.note("last", digest(n))
    print(n, flush=True)
"""


def start_writer(root, count):
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(root), str(count)],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_processes_at_once_agree(store):
    writers = [start_writer(store.root, 40) for _ in range(3)]
    for writer in writers:
        _, errors = writer.communicate(timeout=60)
        assert writer.returncode == 0, errors
    assert store.check().artifacts == 40
    assert store.check().damaged == ()
    assert store.last("last") == digest(39)


def test_a_killed_build_leaves_only_whole_artifacts(store):
    for round_ in range(4):
        writer = start_writer(store.root, 100_000)
        for _ in range(round_ * 7 + 1):
            writer.stdout.readline()
        time.sleep(round_ * 0.0007)
        writer.send_signal(signal.SIGKILL)
        writer.communicate()
        assert store.check().damaged == ()
        assert store.last("last") is None or len(store.last("last")) == 64
    before = store.check().artifacts
    assert before >= 20
    writer = start_writer(store.root, before + 3)
    _, errors = writer.communicate(timeout=60)
    assert writer.returncode == 0, errors
    assert store.check().artifacts == before + 3
    assert list((store.root / "partial").iterdir()) == []


def test_whole_replaces_or_keeps(tmp_path):
    path = tmp_path / "lesson.mp4"
    with whole(path) as partial:
        partial.write_bytes(b"one")
        assert not path.exists()
        assert partial.suffix == ".mp4"

    def broken():
        with whole(path) as partial:
            partial.write_bytes(b"tw")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken()
    assert path.read_bytes() == b"one"
    assert list(tmp_path.iterdir()) == [path]
