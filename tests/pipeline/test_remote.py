"""A store that machines share: what comes is verified, and one that is away costs nothing."""

import socket
import threading

import pytest
from fsspec.implementations.local import LocalFileSystem

from pipeline.key import digest
from pipeline.store import NoSuchStore, Remote, Store, StoreError, artifact
from pipeline.store.objects import Objects
from tests.pipeline.object_server import READ_ONLY, object_server, surroundings
from tests.pipeline.test_packing import flipped, packed

KEY, OTHER = digest("a"), digest("b")


@pytest.fixture(scope="module")
def server():
    with object_server() as server:
        yield server


@pytest.fixture
def s3(server, monkeypatch, request):
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    name = f"b{digest(request.node.name)[:20]}"
    return name, server.bucket(name)


@pytest.fixture(params=["s3", "file", "memory"])
def url(request, tmp_path):
    match request.param:
        case "s3":
            return request.getfixturevalue("s3")[1]
        case "file":
            return f"file://{tmp_path}/shared folder"
    return f"memory://{digest(request.node.name)}"


@pytest.fixture
def machine(tmp_path):
    return lambda name, url: Store(tmp_path / name, Remote(url))


def put(store, name="a"):
    return store.put(digest(name), {"made": name}, lambda path: path.write_bytes(b"picture"))


def fail(path):
    raise AssertionError("made again")


def test_what_one_machine_makes_another_gets(machine, url):
    one, two = machine("one", url), machine("two", url)
    assert one.get(KEY) is None
    put(one)
    assert one.close() == ()
    assert two.get(KEY).read_bytes() == b"picture"
    assert two.inputs(KEY) == {"made": "a"}
    assert two.put(KEY, {}, fail).read_bytes() == b"picture"
    assert two.close() == ()
    assert (two.root / "objects").is_dir()
    assert two.check().damaged == ()


def test_many_come_at_once_and_are_sent_at_once(machine, url):
    one, two = machine("one", url), machine("two", url)
    names = [f"{n}" for n in range(20)]
    for name in names:
        put(one, name)
    assert one.close() == ()
    two.fetch(map(digest, [*names, "missing"]))
    here = Store(two.root)
    assert all(here.get(digest(name)) for name in names)
    assert two.offered(*map(digest, names)) == url
    assert two.offered(*map(digest, names), digest("missing")) is None
    assert two.close() == ()


def test_what_was_there_before_is_sent_when_it_is_used(machine, url, tmp_path):
    put(Store(tmp_path / "one"))
    one, two = machine("one", url), machine("two", url)
    assert one.get(KEY)
    one.share(OTHER)  # which is not there
    assert one.close() == ()
    assert two.get(KEY)
    assert two.close() == ()


def test_nothing_is_asked_or_sent_twice(machine, url, monkeypatch):
    one = machine("one", url)
    put(one)
    one.close()
    again = machine("one", url)
    monkeypatch.setattr(Objects, "put", fail)
    monkeypatch.setattr(Remote, "fetch", fail)
    put(again)
    again.fetch([KEY])
    assert again.get(KEY)
    assert again.close() == ()


def test_what_is_forced_is_made_and_sent_again(machine, url):
    one, two = machine("one", url), machine("two", url)
    put(one)
    one.close()
    one.discard(KEY)
    assert one.get(KEY) is None
    one.put(KEY, {}, lambda path: path.write_bytes(b"another"))
    assert one.close() == ()
    assert two.get(KEY).read_bytes() == b"another"
    two.close()


DAMAGES = {
    "empty": lambda tmp: b"",
    "no tar": lambda tmp: b"<html>404</html>" * 100,
    "cut in the middle": lambda tmp: packed(tmp, KEY, b"p" * 5000)[:3000],
    "cut before the data": lambda tmp: packed(tmp, KEY)[:1024],
    "a flipped bit": lambda tmp: packed(tmp, KEY, spoil=flipped),
    "another artifact": lambda tmp: packed(tmp, OTHER),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_arrives_damaged_is_not_used_and_is_replaced(machine, server, s3, tmp_path, damage):
    bucket, url = s3
    name = f"course/{KEY[:2]}/{KEY}.tar"
    server.overwrite(bucket, name, DAMAGES[damage](tmp_path))
    one, two = machine("one", url), machine("two", url)
    assert one.get(KEY) is None
    assert put(one).read_bytes() == b"picture"
    assert one.close() == (f"{url}: {KEY[:12]} is damaged there, going on without it",)
    assert two.get(KEY).read_bytes() == b"picture"
    assert two.close() == ()
    assert server.keys(bucket) == {name}


def test_a_file_system_shows_no_half_of_an_object(machine, tmp_path, monkeypatch):
    url = f"file://{tmp_path}/shared"
    one = machine("one", url)
    real = LocalFileSystem.put_file
    seen = []

    def slowly(self, source, to):
        seen.append(list((tmp_path / "shared").glob("??/*")))
        real(self, source, to)
        seen.append(list((tmp_path / "shared").glob("??/*")))

    monkeypatch.setattr(LocalFileSystem, "put_file", slowly)
    put(one)
    assert one.close() == ()
    assert seen == [[], []]
    assert len(list((tmp_path / "shared").glob("??/*.tar"))) == 1
    assert list((tmp_path / "shared" / "partial").iterdir()) == []


def test_a_store_one_may_only_read_is_read(machine, server, s3, monkeypatch):
    bucket, url = s3
    one = machine("one", url)
    put(one)
    one.close()
    with server.allowing(*READ_ONLY) as environment:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        two = machine("two", url)
        assert two.get(KEY).read_bytes() == b"picture"
        for name in "bcd":
            put(two, name)
        (told,) = two.close()
    assert told.startswith(f"{url}: cannot be written, what is made here is not shared (")
    assert len(server.keys(bucket)) == 1


def test_a_store_one_may_not_read_is_told_once(machine, server, s3, monkeypatch):
    with server.allowing("s3:ListAllMyBuckets") as environment:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        one = machine("one", s3[1])
        assert all(put(one, name).exists() for name in "abc")
        (told,) = one.close()
    assert told.startswith(f"{s3[1]}: cannot be read, going on without it (")


def test_a_bucket_there_is_not_is_told(machine, server, s3):
    one = machine("one", "s3://nobody-made-it/course")
    put(one)
    (told,) = one.close()
    assert "cannot be written" in told
    assert "bucket does not exist" in told


def test_a_server_that_is_down_is_told_once_and_costs_little(machine, s3, monkeypatch):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for name, value in surroundings(f"http://127.0.0.1:{port}").items():
        monkeypatch.setenv(name, value)
    one = machine("one", s3[1])
    one.fetch(map(digest, "abcdef"))
    assert all(put(one, name).exists() for name in "abcdef")
    assert one.offered(KEY) is None
    told = one.close()
    assert len(told) == 1
    assert "cannot be read, going on without it (Could not connect" in told[0]
    assert "\n" not in told[0]
    assert one.close() == ()


def test_a_build_that_is_ended_sends_no_more(machine, monkeypatch):
    one = machine("one", "memory://ended")
    begun, go_on = [], threading.Event()

    def slowly(self, file, name):
        begun.append(name)
        go_on.wait(30)

    monkeypatch.setattr(Objects, "put", slowly)
    for number in range(4):
        put(one, str(number))
    ending = threading.Timer(0.2, go_on.set)
    ending.start()
    assert one.close(wait=False) == ()
    ending.join()
    assert len(begun) == one.remote.at_once == 1


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("gopher://x/y", "Protocol not known: gopher"),
        ("s3://", "name a bucket or folder, such as s3://bucket/course"),
        ("s3:///course", "name a bucket or folder, such as s3://bucket/course"),
    ],
)
def test_a_url_that_nothing_opens_is_a_mistake_of_the_command_line(url, told):
    with pytest.raises(NoSuchStore, match=f": {told}$") as caught:
        Remote(url)
    assert caught.value.exit_code == 2


def test_a_missing_package_is_named(monkeypatch):
    def missing(*args, **options):
        raise ImportError("Install s3fs to access S3")

    monkeypatch.setattr("fsspec.get_filesystem_class", missing)
    with pytest.raises(NoSuchStore, match=r"^--store s3://x: Install s3fs to access S3$"):
        Remote("s3://x")


def test_a_full_disk_here_is_not_blamed_on_the_store_there(machine, url, monkeypatch):
    one, two = machine("one", url), machine("two", url)
    put(one)
    one.close()

    def full(*args):
        raise OSError(28, "No space left on device", "data")

    monkeypatch.setattr(artifact, "settle", full)
    with pytest.raises(StoreError, match=r"^data: No space left on device$"):
        two.get(KEY)
    assert two.close() == ()


def test_a_password_is_not_told(machine, monkeypatch):
    def refuse(*args, **options):
        raise PermissionError("Authentication failed")

    monkeypatch.setattr("fsspec.core.url_to_fs", refuse)
    one = machine("one", "memory://ann:secret@host/course")
    assert one.get(KEY) is None
    told = "memory://ann@host/course: cannot be read, going on without it (Authentication failed)"
    assert one.close() == (told,)
