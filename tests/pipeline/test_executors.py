"""Beats drawn by processes, or by a real Dask cluster on the loopback: the same bytes."""

import os
import shutil
import signal
import subprocess
import sys

import pytest

from pipeline import executors
from pipeline.build import RenderFailed, render, status
from pipeline.executors import NoSuchExecutor, away, opened
from pipeline.reports import Failure
from pipeline.shoot import shoot
from pipeline.store import Store
from tests.pipeline.clusters import machines
from tests.pipeline.small_lessons import (
    BEATS,
    CROWDED,
    ROOT,
    SIZE,
    command,
    edited,
    plan_of,
    write,
)
from tests.pipeline.test_interrupt import LONGER, outputs, wait_for

cluster = pytest.importorskip("pipeline.executors.cluster")

KEPT = "what was finished is kept; run it again to go on"


@pytest.fixture(scope="module")
def dask(tmp_path_factory):
    """A scheduler and two workers with this code."""
    with machines(tmp_path_factory.mktemp("dask")) as made:
        made.worker()
        made.worker()
        yield made


def files(store, statuses):
    keys = [key for one in statuses for key in (one.identity.key, one.identity.still_key)]
    return [store.get(key).read_bytes() for key in keys]


def call_me(value):
    """A function of a module, for workers."""
    if value == "no":
        raise KeyError(value)
    return value, os.getpid()


def test_a_call_happens_on_this_machine(dask):
    for executor in ("local", dask.address):
        with opened(executor, 1) as crew:
            crew.call("a", call_me, "yes")
            crew.call("b", call_me, "no")
            found = dict(crew.outcomes())
        assert found["a"][0] == "yes"
        assert (found["a"][1] == os.getpid()) == (executor != "local")
        assert found["b"].reason == "KeyError: 'no'"


@pytest.mark.render
def test_a_cluster_draws_the_same_bytes(built, dask, tmp_path):
    store = Store(tmp_path / "store")
    statuses = status(built.plan, store)
    render(statuses, built.plan, store, executor=dask.address)
    assert files(store, statuses) == files(built.store, statuses)
    assert {one.is_cached for one in status(built.plan, store)} == {True}
    inputs = {store.inputs(one.identity.key) == one.identity.inputs for one in statuses}
    assert inputs == {True}


@pytest.mark.render
def test_a_cluster_on_this_machine_makes_the_same_film(built, tmp_path):
    write(tmp_path)
    line = ("build", "small.yaml", "-r", SIZE, "--fps", "15", "-j", "1")
    temp = tmp_path / "temp"
    temp.mkdir()
    done = subprocess.run(
        command(*line, "--executor", "local-cluster"),
        cwd=tmp_path,
        env=dict(os.environ, TMPDIR=str(temp)),
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
    )
    assert done.returncode == 0, done.stderr
    assert {line.partition(":")[0] for line in done.stderr.splitlines()} == {"note"}
    for file in built.delivery.files:
        made = tmp_path / "build" / "small" / "144p15" / file.name
        assert made.read_bytes() == file.read_bytes(), file.name
    assert list(temp.iterdir()) == []


@pytest.mark.render
def test_a_mistake_in_a_script_is_told_as_ever(dask, tmp_path):
    made = plan_of(tmp_path, edited(CROWDED))
    store = Store(tmp_path / "store")
    with pytest.raises(RenderFailed) as caught:
        render(status(made, store), made, store, executor=dask.address)
    told = "the sentences do not fit the panel: shorten them or take a larger one"
    assert str(caught.value) == f"small/words/one: {told}\nsmall/words/two: {told}"


@pytest.mark.render
def test_what_arrives_damaged_is_not_kept(built, tmp_path, monkeypatch):
    one = status(built.plan, built.store)[0]
    report = away.report(shoot, one.beat.shot, one.identity)
    assert [sent.key for sent in report.outcome] == [one.identity.key, one.identity.still_key]
    store = Store(tmp_path)
    crew = cluster.Cluster(None, "here")
    bad = away.Sent(one.identity.key, {}, b"flipped", report.outcome[0].sha256)
    assert crew._kept((bad,), store) == Failure("it arrived damaged")
    assert store.get(one.identity.key) is None
    assert crew._kept(report.outcome, store) is None
    assert store.get(one.identity.key).read_bytes() == report.outcome[0].data


@pytest.mark.render
def test_a_worker_with_other_code_is_refused(built, tmp_path):
    other = tmp_path / "other"
    for room in ("gdmath", "script", "scenes", "pipeline"):
        shutil.copytree(ROOT / room, other / room)
    kind = other / "scenes" / "statements.py"
    kind.write_text(kind.read_text() + "\nEDITED = True\n")
    store = Store(tmp_path / "store")
    with machines(tmp_path) as made:
        made.worker(other)
        with pytest.raises(cluster.ClusterFailed) as caught:
            render(status(built.plan, store), built.plan, store, executor=made.address)
        first = "a worker has other code or tools: code.statements: "
        assert str(caught.value).startswith(f"{made.address}: {first}")
        assert "\n" not in str(caught.value)
    with machines(tmp_path) as made:
        made.worker(None)
        with pytest.raises(cluster.ClusterFailed) as caught:
            render(status(built.plan, store), built.plan, store, executor=made.address)
        told = "a worker has other code: No module named 'pipeline'"
        assert str(caught.value) == f"{made.address}: {told}"


@pytest.mark.render
def test_a_worker_that_dies_is_replaced_by_another(tmp_path, monkeypatch):
    plan = plan_of(tmp_path, edited(("at: go, for: 0.4", "at: go, for: 4")))
    store, here = Store(tmp_path / "store"), Store(tmp_path / "here")
    statuses = status(plan, store)
    with machines(tmp_path) as made:
        victim = made.worker()

        def kill(part):
            if not made.workers[1:]:
                made.worker()
                victim.kill()

        render(statuses, plan, store, stage=told(kill), executor=made.address)
        monkeypatch.setattr(cluster, "PATIENCE_S", 0.5)
        made.workers[1].kill()
        with pytest.raises(cluster.ClusterFailed) as caught:
            render(statuses, plan, Store(tmp_path / "lost"), executor=made.address)
        assert str(caught.value) == f"{made.address}: it has no workers: {KEPT}"
    render(statuses, plan, here, jobs=2)
    assert files(store, statuses) == files(here, statuses)


def told(function):
    """Return a stage that calls a function with each part that is done."""
    from contextlib import contextmanager

    @contextmanager
    def stage(doing, total):
        yield function

    return stage


@pytest.mark.render
@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGINT], ids=["scheduler", "Ctrl-C"])
def test_a_build_that_loses_its_cluster_keeps_what_was_finished(tmp_path, sent):
    write(tmp_path, LONGER)
    line = ("build", "small.yaml", "-r", SIZE, "--fps", "15")
    with machines(tmp_path) as made:
        made.worker()
        build = subprocess.Popen(
            command(*line, "--executor", made.address),
            cwd=tmp_path,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        names = tmp_path / "build" / "store" / "names"
        wait_for(lambda: names.is_dir() and any(names.glob("small*")))
        target = made.scheduler if sent == signal.SIGKILL else build
        os.kill(target.pid, sent)
        _, heard = build.communicate(timeout=60)
    if sent == signal.SIGKILL:
        assert heard == f"{made.address}: the scheduler is gone: {KEPT}\n"
        assert build.returncode == 3
    else:
        assert heard == f"interrupted: {KEPT}\n"
        assert build.returncode == 130
    assert outputs(tmp_path) == {}
    look = subprocess.run(
        command("explain", *line[1:]), cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert 0 < look.stdout.count(": cached") < len(BEATS)


def test_no_scheduler_is_one_line(monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE_S", 0.2)
    with pytest.raises(cluster.ClusterFailed) as caught, opened("tcp://127.0.0.1:9"):
        pass
    assert str(caught.value) == "tcp://127.0.0.1:9: no scheduler answers"


@pytest.mark.parametrize("name", ["", "dask", "udp://127.0.0.1:1", "local:2"])
def test_an_executor_there_is_not(name):
    with pytest.raises(NoSuchExecutor, match="use local, local-cluster or tcp://host:port") as e:
        opened(name)
    assert e.value.exit_code == 2


def test_a_missing_package_is_named(monkeypatch):
    monkeypatch.delitem(sys.modules, "pipeline.executors.cluster")
    monkeypatch.delattr(executors, "cluster")
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(NoSuchExecutor, match=r"needs a package: pip install 'distrib"):
        opened("local-cluster")
