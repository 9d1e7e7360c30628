"""What a build draws, what it keeps when a beat fails, and that its bytes never differ."""

import hashlib
import os
import shutil
import stat

import pytest

from pipeline.build import RenderFailed, discard, render, status, stills
from pipeline.store import Store
from tests.pipeline.small_lessons import BEATS, CROWDED, SIZE, edited, plan_of, run, write

pytestmark = pytest.mark.render


def drawn(statuses):
    return {one.beat.name for one in statuses if not one.is_cached}


def test_the_first_build_draws_everything_once(built):
    assert built.drawn == set(BEATS)
    assert drawn(status(built.plan, built.store)) == set()


def test_nothing_was_rendered_before_the_first_build(built, tmp_path):
    reasons = {one.reasons for one in status(built.plan, Store(tmp_path))}
    assert reasons == {("never rendered",)}


def test_a_damaged_segment_is_drawn_again(built, tmp_path):
    store = Store(shutil.copytree(built.root, tmp_path / "store"))
    one = status(built.plan, store)[1]
    store.get(one.identity.key).write_bytes(b"damaged")
    (again,) = (s for s in status(built.plan, store) if not s.is_cached)
    assert (again.beat.name, again.reasons) == (
        "words/two",
        ("its segment is missing or damaged",),
    )


def test_discarded_footage_is_drawn_again_to_the_same_bytes(built, tmp_path):
    store = Store(shutil.copytree(built.root, tmp_path / "store"))
    before = built.store.get(status(built.plan, store)[0].identity.key).read_bytes()
    again = discard(status(built.plan, store)[:1], store)
    assert drawn(again) == {"words/one"}
    footage = render(again, built.plan, store, jobs=1)
    assert footage["words/one"].segment.read_bytes() == before


def test_a_beat_that_fails_is_named_and_the_others_are_kept(tmp_path):
    made = plan_of(tmp_path, edited(CROWDED))
    store = Store(tmp_path / "store")
    with pytest.raises(RenderFailed) as caught:
        render(status(made, store), made, store, jobs=2)
    told = "the sentences do not fit the panel: shorten them or take a larger one"
    assert str(caught.value) == f"small/words/one: {told}\nsmall/words/two: {told}"
    assert drawn(status(made, store)) == {"words/one", "words/two"}


def test_stills_need_no_video_and_a_build_uses_them(built, tmp_path):
    store = Store(tmp_path / "store")
    statuses = status(built.plan, store)[:1]
    pictures = stills(statuses, built.plan, store, jobs=1)
    assert store.get(statuses[0].identity.key) is None
    theirs = built.store.get(statuses[0].identity.still_key)
    assert pictures["words/one"].read_bytes() == theirs.read_bytes()
    stamp = pictures["words/one"].stat().st_mtime_ns
    render(statuses, built.plan, store, jobs=1)
    assert pictures["words/one"].stat().st_mtime_ns == stamp


SURROUNDINGS = [
    {"TZ": "Pacific/Kiritimati", "LANG": "de_DE.UTF-8", "PYTHONHASHSEED": "1", "jobs": "1"},
    {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "2", "jobs": "2", "umask": "077"},
]


@pytest.mark.parametrize("other", SURROUNDINGS, ids=["one worker", "two workers"])
def test_surroundings_do_not_change_a_byte(built, tmp_path, other):
    away = tmp_path / "ünother place"
    lesson = write(away)
    keep = ("PATH", "TMPDIR", "LD_LIBRARY_PATH")
    env = {name: os.environ[name] for name in keep if name in os.environ}
    env |= {"HOME": str(away)} | {k: v for k, v in other.items() if k.isupper()}
    done = run(
        *("build", lesson.name, "-r", SIZE, "--fps", "15", "-j", other["jobs"]),
        cwd=away,
        env=env,
        umask=int(other.get("umask", "022"), 8),
    )
    assert done.returncode == 0, done.stderr
    film = away / done.stdout.splitlines()[-1]
    made = {file.name: file for file in film.parent.glob("small.*") if "manifest" not in file.name}
    assert made.keys() == {file.name for file in built.delivery.files}
    for file in built.delivery.files:
        assert _sha256(made[file.name]) == _sha256(file), file.name
    words = ("ünother", str(tmp_path), "imestamp")
    assert not any(word.encode() in film.read_bytes() for word in words)
    assert stat.filemode(film.stat().st_mode) == "-rw-r--r--"


def _sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()
