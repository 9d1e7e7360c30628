"""What a sweep drops, what it keeps, and that it never meets a build."""

import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pipeline.key import digest
from pipeline.store import NotAStore, Store, StoreError, sweep, usage
from pipeline.store.upkeep import Amount

REPOSITORY = Path(__file__).parents[2]
DAY_S = 86_400


@pytest.fixture
def root(tmp_path):
    return tmp_path / "store"


def build(root, lesson, *names, add=False, before=()):
    """Do to a store what building a lesson does."""
    store = Store(root)
    lesson.touch()
    store.need(lesson.stem, lesson, map(digest, before), add=True)
    for name in names:
        store.put(digest(name), {}, lambda path, name=name: path.write_bytes(name.encode()))
        store.note(f"{lesson.stem}/{name}", digest(name))
    store.need(lesson.stem, lesson, add=add)
    store.close()


def held(root):
    keys = {digest(name): name for name in "abcdefgh"}
    return {keys[path.name] for path in (root / "objects").glob("??/*")}


def test_a_sweep_drops_what_no_lesson_was_last_built_from(root, tmp_path):
    build(root, tmp_path / "one.yaml", "a", "b", "c")
    build(root, tmp_path / "two.yaml", "c", "d")
    build(root, tmp_path / "one.yaml", "a", "e")
    assert usage(root).unneeded.artifacts == 1
    swept = sweep(root)
    assert (swept.dropped.artifacts, swept.kept.artifacts) == (1, 4)
    assert held(root) == set("acde")
    assert Store(root).last("one/b") is None
    assert Store(root).last("one/a") == digest("a")
    assert sweep(root).dropped == Amount()


def test_a_dry_run_says_the_same_and_drops_nothing(root, tmp_path):
    build(root, tmp_path / "one.yaml", "a", "b")
    build(root, tmp_path / "one.yaml", "a")
    (root / "partial" / "left").mkdir()
    dry = sweep(root, dry_run=True)
    assert held(root) == set("ab")
    assert (root / "partial" / "left").exists()
    assert sweep(root) == dry
    assert dry.dropped.bytes > 0
    assert held(root) == {"a"}


def test_a_build_that_failed_keeps_what_it_finished_and_what_there_was(root, tmp_path):
    build(root, tmp_path / "one.yaml", "a", "b")
    store = Store(root)
    store.need("one", tmp_path / "one.yaml", [digest("c"), digest("d")], add=True)
    store.put(digest("c"), {}, lambda path: path.touch())
    store.close()
    assert sweep(root).dropped == Amount()
    assert held(root) == set("abc")


def test_a_build_with_nothing_to_do_still_needs_its_sound(root, tmp_path):
    build(root, tmp_path / "one.yaml", "a", "b")
    build(root, tmp_path / "one.yaml", "a", add=True)
    assert sweep(root).dropped == Amount()


def test_a_lesson_that_is_gone_needs_nothing(root, tmp_path, monkeypatch):
    build(root, tmp_path / "one.yaml", "a", "b")
    build(root, tmp_path / "two.yaml", "b", "c")
    (tmp_path / "one.yaml").unlink()
    with monkeypatch.context() as patch:  # on another machine its folder is not to be seen
        patch.setattr("platform.node", lambda: "another")
        assert sweep(root).gone == ()
    assert sweep(root).gone == ("one",)
    assert held(root) == set("bc")
    assert sweep(root).gone == ()


def test_what_is_young_may_be_kept(root, tmp_path):
    build(root, tmp_path / "one.yaml", "a", "b", "c")
    build(root, tmp_path / "one.yaml", "a")
    old = Store(root).get(digest("b")).parent
    then = old.stat().st_mtime - 3 * DAY_S
    os.utime(old, (then, then))
    assert sweep(root, keep_days=4).dropped == Amount()
    assert sweep(root, keep_days=2).dropped.artifacts == 1
    assert held(root) == set("ac")


def test_a_sweep_clears_up(root, tmp_path):
    build(root, tmp_path / "one.yaml", "a", "b")
    Store(root).get(digest("b")).write_bytes(b"damaged")
    assert len(Store(root).check().damaged) == 1
    (root / "partial" / digest("x")).mkdir()
    (root / "partial" / digest("x") / "data").write_bytes(b"half of it")
    (root / "shared" / "0123").mkdir(parents=True)
    (root / "shared" / "0123" / digest("a")).touch()
    (root / "shared" / "0123" / digest("b")).touch()
    assert sweep(root).leftovers > len("half of it")
    assert list((root / "partial").iterdir()) == []
    assert list((root / "quarantine").iterdir()) == []
    assert list((root / "locks").iterdir()) == []
    assert [path.name for path in (root / "objects").iterdir()] == [digest("a")[:2]]
    assert [path.name for path in (root / "shared" / "0123").iterdir()] == [digest("a")]


def test_a_need_that_cannot_be_read_stops_the_sweep(root, tmp_path):
    build(root, tmp_path / "one.yaml", "a")
    build(root, tmp_path / "two.yaml", "b")
    (root / "needs" / "one.json").write_text("{")
    with pytest.raises(StoreError, match=r"needs/one.json: cannot be read - remove it and build"):
        sweep(root)
    assert held(root) == set("ab")


def test_a_note_of_another_build_that_cannot_be_read_is_written_anew(root, tmp_path):
    build(root, tmp_path / "one.yaml", "a")
    (root / "needs" / "one.json").write_text("{")
    build(root, tmp_path / "one.yaml", "a")
    assert sweep(root).dropped == Amount()


@pytest.mark.parametrize("look", [sweep, usage, lambda root: Store(root).check()])
def test_only_a_store_is_looked_after(tmp_path, look):
    git = tmp_path / ".git"
    (git / "objects" / "ab").mkdir(parents=True)
    (git / "objects" / "ab" / "cdef").write_text("a commit")
    for folder in (git, tmp_path / "nowhere"):
        with pytest.raises(NotAStore, match=r": no store is there$") as caught:
            look(folder)
        assert caught.value.exit_code == 2
    assert (git / "objects" / "ab" / "cdef").read_text() == "a commit"


def test_a_sweep_does_not_meet_a_build(root, tmp_path):
    build(root, tmp_path / "one.yaml", "a")
    reader, writer = Store(root), Store(root)
    reader.get(digest("a"))
    with pytest.raises(StoreError, match=r"store: a build is using it - try again") as caught:
        sweep(root)
    assert caught.value.exit_code == 3
    writer.put(digest("b"), {}, lambda path: path.touch())
    reader.close()
    with pytest.raises(StoreError, match="a build is using it"):
        sweep(root)
    del writer  # as when a process ends
    assert sweep(root).dropped.artifacts == 1


def test_threads_of_a_build_hold_one_lock(root):
    store = Store(root)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: store.put(digest(n), {}, lambda path: path.touch()), range(40)))
    with pytest.raises(StoreError, match="a build is using it"):
        sweep(root)
    store.close()
    assert sweep(root).dropped.artifacts == 40


def test_a_build_waits_for_a_sweep(root, tmp_path, monkeypatch):
    build(root, tmp_path / "one.yaml", "a")
    began, go_on = threading.Event(), threading.Event()

    def slow(*args):
        began.set()
        go_on.wait(30)
        return ()

    monkeypatch.setattr("pipeline.store.upkeep.needs", slow)
    sweeping = threading.Thread(target=sweep, args=(root,))
    sweeping.start()
    began.wait(30)
    found = []
    reading = threading.Thread(target=lambda: found.append(Store(root).get(digest("a"))))
    reading.start()
    time.sleep(0.1)
    assert found == []
    go_on.set()
    sweeping.join()
    reading.join()
    assert found == [None]


BUILDER = """
import sys
from pathlib import Path
from pipeline.key import digest
from pipeline.store import Store

root, number = Path(sys.argv[1]), sys.argv[2]
for round_ in range(20):
    store = Store(root)
    keys = [digest((n, round_)) for n in range(5)]
    store.need(number, Path(__file__), keys, add=True)
    for key in keys:
        assert store.put(key, {}, lambda path: path.write_bytes(b"x")).read_bytes() == b"x"
    for key in keys:
        assert store.get(key) is not None
    store.need(number, Path(__file__), add=False)
    store.close()
"""


def test_sweeps_among_builds_take_nothing_away_from_them(root, tmp_path):
    script = tmp_path / "builder.py"
    script.write_text(BUILDER)
    env = dict(os.environ, PYTHONPATH=str(REPOSITORY))
    builders = [
        subprocess.Popen([sys.executable, script, root, str(n)], env=env, stderr=subprocess.PIPE)
        for n in range(3)
    ]
    swept = 0
    while any(builder.poll() is None for builder in builders):
        try:
            swept += sweep(root).dropped.artifacts
        except StoreError:
            time.sleep(0.002)
    for builder in builders:
        assert builder.communicate()[1] == b""
        assert builder.returncode == 0
    swept += sweep(root).dropped.artifacts
    assert len(list((root / "objects").glob("??/*"))) == 5
    assert swept >= 95
