"""Machines that share a store over S3: what one has drawn, another does not draw again."""

import hashlib
import os
import re
import shutil

import pytest

from pipeline.build import status
from pipeline.store import Remote, Store
from tests.pipeline.object_server import object_server, surroundings
from tests.pipeline.small_lessons import BEATS, LESSON, SIZE, edited, run, write

pytestmark = pytest.mark.render

LOOK = ("-r", SIZE, "--fps", "15")


@pytest.fixture(scope="module")
def server():
    with object_server() as server:
        yield server


def outputs(folder):
    files = (folder / "build" / "small" / "144p15").iterdir()
    return digests(file for file in files if "manifest" not in file.name)


def digests(files):
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def machine(tmp_path, name, text=LESSON, store=None):
    """Give a folder with the lesson, and with the store of an earlier build."""
    folder = tmp_path / name
    write(folder, text)
    if store is not None:
        shutil.copytree(store, folder / "build" / "store")
    return folder


def notes(done):
    return [line for line in done.stderr.splitlines() if "://" in line]


def test_the_second_machine_draws_nothing(server, tmp_path, built):
    url = server.bucket("two-machines")
    env = dict(os.environ, **server.environment)
    line = ("small.yaml", *LOOK, "--store", url)
    one, two = machine(tmp_path, "one", store=built.root), machine(tmp_path, "two")

    made = run("build", *line, cwd=one, env=env)
    assert made.returncode == 0, made.stderr
    assert notes(made) == []
    used = {f"course/{path.name[:2]}/{path.name}.tar" for path in built.root.glob("objects/??/*")}
    assert server.keys("two-machines") == used

    told = run("explain", *line, cwd=two, env=env)
    assert told.stdout.splitlines() == [f"{beat}: cached in {url}" for beat in BEATS]
    fetched = len(list((two / "build" / "store" / "objects").glob("??/*")))
    assert fetched == len(BEATS)  # what is said; no picture

    made = run("build", *line, cwd=two, env=env)
    assert made.returncode == 0, made.stderr
    assert "0 rendered" in made.stdout
    assert outputs(two) == outputs(one)
    told = run("explain", *line[:-2], cwd=two)
    assert told.stdout.splitlines() == [f"{beat}: cached" for beat in BEATS]


def filled(server, name, built, monkeypatch):
    """Return the URL of a shared store that has all of a build."""
    for variable, value in server.environment.items():
        monkeypatch.setenv(variable, value)
    url = server.bucket(name)
    store = Store(built.root, Remote(url))
    store.share(*(path.name for path in built.root.glob("objects/??/*")))
    assert store.close() == ()
    return url


def test_an_edit_costs_what_no_machine_has_drawn(server, tmp_path, built, monkeypatch):
    line = ("small.yaml", *LOOK, "--store", filled(server, "edited", built, monkeypatch))
    one = machine(tmp_path, "one", edited(("And then another.", "And then one more.")))
    told = run("explain", *line, cwd=one).stdout.splitlines()
    assert [text.partition(" (")[0] for text in told] == [
        f"words/one: cached in {line[-1]}",
        "words/two: render",
        "    never rendered",
        *(f"{beat}: cached in {line[-1]}" for beat in BEATS[2:]),
    ]
    made = run("build", *line, cwd=one)
    assert "1 rendered" in made.stdout, made.stderr
    assert notes(made) == []


def test_damage_there_costs_what_it_meets(server, tmp_path, built, monkeypatch):
    url = filled(server, "damaged", built, monkeypatch)
    hurt = status(built.plan, built.store)[0].identity.key
    server.overwrite("damaged", f"course/{hurt[:2]}/{hurt}.tar", b"damaged")
    here = machine(tmp_path, "here")
    made = run("build", "small.yaml", *LOOK, "--store", url, cwd=here)
    assert "1 rendered" in made.stdout, made.stderr
    assert notes(made) == [f"note: {url}: {hurt[:12]} is damaged there, going on without it"]
    assert outputs(here) == digests(built.delivery.files)
    there = Store(tmp_path / "there", Remote(url))
    assert there.get(hurt).read_bytes() == built.store.get(hurt).read_bytes()
    assert there.close() == ()


def test_a_store_that_is_away_costs_one_line_and_no_build(tmp_path, built):
    env = dict(os.environ, **surroundings("http://127.0.0.1:9"))
    text = edited(("And then another.", "And then one more."))
    here = machine(tmp_path, "here", text, built.root)
    line = ("small.yaml", *LOOK, "--store", "s3://away/course")
    made = run("build", *line, cwd=here, env=env)
    assert made.returncode == 0
    assert "1 rendered" in made.stdout
    (note,) = notes(made)
    told = r"note: s3://away/course: cannot be (read|written), [\w ]+ \(Could not connect to .*\)"
    assert re.fullmatch(told, note)
    told = run("explain", *line, cwd=here, env=env)
    assert (told.returncode, told.stdout.count(": cached\n")) == (0, len(BEATS))


def test_a_mounted_folder_can_be_shared(tmp_path, built):
    url = f"file://{tmp_path}/mounted"
    one, two = machine(tmp_path, "one", store=built.root), machine(tmp_path, "two")
    made = run("build", "small.yaml", *LOOK, "--store", url, cwd=one)
    assert "0 rendered" in made.stdout, made.stderr
    made = run("build", "small.yaml", *LOOK, "--store", url, cwd=two)
    assert "0 rendered" in made.stdout, made.stderr
    assert outputs(one) == outputs(two) == digests(built.delivery.files)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("gopher://x/y", "--store gopher://x/y: Protocol not known: gopher\n"),
        ("s3://", "--store s3://: name a bucket or folder, such as s3://bucket/course\n"),
    ],
)
def test_a_url_nothing_opens_is_one_line_before_anything_is_made(tmp_path, url, told):
    here = machine(tmp_path, "here")
    done = run("build", "small.yaml", "--store", url, cwd=here)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", told)
    assert [path.name for path in here.iterdir()] == ["small.yaml"]
