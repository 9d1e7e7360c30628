from __future__ import annotations

import sys
from types import ModuleType

import pytest

from tests.bench.__main__ import NAMES, main
from tests.bench.case import Case


@pytest.fixture
def timed(monkeypatch):
    """Stand in for a benchmark of one case with a bound that ``bound`` sets."""

    def install(bound):
        module = ModuleType("tests.bench.bench_gdmath")
        module.CASES = (Case("work", lambda: sum(range(20_000)), "nothing", lambda: None, bound),)
        monkeypatch.setitem(sys.modules, "tests.bench.bench_gdmath", module)

    return install


def test_a_ratio_beyond_its_bound_fails(timed, capsys):
    timed(1.0)
    assert main(["gdmath"]) == 1
    assert "<-- beyond its bound" in capsys.readouterr().out


def test_a_ratio_within_its_bound_passes(timed, capsys):
    timed(float("inf"))
    assert main(["gdmath"]) == 0
    shown = capsys.readouterr().out
    assert "work" in shown
    assert "beyond" not in shown


def test_an_unknown_name_is_refused(capsys):
    with pytest.raises(SystemExit) as stop:
        main(["gdmth"])
    assert stop.value.code == 2
    assert "there is no benchmark 'gdmth', only " + ", ".join(NAMES) in capsys.readouterr().err


def test_the_folder_is_the_registry():
    assert "gdmath" in NAMES
    assert "case" not in NAMES
