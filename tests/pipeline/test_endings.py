"""Endings are heard wherever they come, also where Python forgets what is raised."""

import subprocess
import sys

import pytest

from tests.pipeline.small_lessons import ROOT

FORGETFUL = """
import os, signal, sys, time
sys.path.insert(0, sys.argv[1])
from pipeline.endings import end_on_signals, interrupt_on_ctrl_c
end_on_signals()
interrupt_on_ctrl_c()

class Gone:
    def __del__(self):
        self.close()
    def close(self):
        os.kill(os.getpid(), int(sys.argv[2]))
        time.sleep(0)

try:
    if sys.argv[3] == "in __del__":
        gone = Gone()
        del gone
    else:
        Gone.close(None)
    time.sleep(20)
    print("not heard")
except KeyboardInterrupt:
    print("interrupted")
"""


@pytest.mark.parametrize("where", ["in __del__", "elsewhere"])
@pytest.mark.parametrize(
    ("number", "code", "said"), [(15, 143, ""), (1, 129, ""), (2, 0, "interrupted\n")]
)
def test_an_ending_is_heard(number, code, said, where):
    done = subprocess.run(
        [sys.executable, "-c", FORGETFUL, str(ROOT), str(number), where],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout, done.stderr) == (code, said, "")
