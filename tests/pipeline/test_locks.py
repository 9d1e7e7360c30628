"""Locks of a store, and that removing one lets nobody in twice."""

import fcntl
import os
import threading
import time

from pipeline.store.locks import locked, remove_lock


def test_a_lock_that_is_held_stays(tmp_path):
    path = tmp_path / "key"
    with locked(path):
        assert not remove_lock(path)
        assert path.exists()
    assert remove_lock(path)
    assert not path.exists()


def test_who_waited_for_a_lock_that_was_removed_takes_a_new_one(tmp_path):
    path = tmp_path / "key"
    removed = os.open(path, os.O_RDWR | os.O_CREAT)
    fcntl.flock(removed, fcntl.LOCK_EX)
    entered, leave = threading.Event(), threading.Event()

    def wait_for_it():
        with locked(path):
            entered.set()
            leave.wait(30)

    waiting = threading.Thread(target=wait_for_it)
    waiting.start()
    time.sleep(0.1)
    assert not entered.is_set()
    path.unlink()
    os.close(removed)
    assert entered.wait(30)
    assert not remove_lock(path)  # it is the new one that is held
    leave.set()
    waiting.join()
