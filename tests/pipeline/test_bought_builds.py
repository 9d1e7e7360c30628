"""A lesson spoken by a server: each sentence is asked for once, whatever is built after that."""

import pytest

from tests.pipeline.small_lessons import SIZE, edited, run, write
from tests.pipeline.speech_server import Answer, serving

pytestmark = pytest.mark.render
BUILD = ("build", "small.yaml", "--resolution", SIZE, "--fps", "15", "-q", "l", "-j", "2")
SAID = (
    "Take one step downhill, look around, and measure the slope before the next one.",
    "And then another.",
    "Here is a bowl that is as round as a bowl can be.",
    "We start at five, high up on its side.",
    "And down.",
)


def lesson(url):
    """Return the small lesson in longer words, spoken by a server."""
    return edited(
        ("voice: silent", f"voice: {{openai: {{url: '{url}', model: m, voice: v}}}}"),
        ("Take one [go] step.", SAID[0].replace("one step", "one [go] step")),
        ("Here is a bowl.", SAID[2]),
        ("We start at {good.x[0][0]:.0f}.", SAID[3].replace("five", "{good.x[0][0]:.0f}")),
    )


def test_a_sentence_is_asked_for_once(tmp_path):
    with serving(Answer(503)) as server:
        write(tmp_path, lesson(server.url))
        found = run(*BUILD, "--verify", cwd=tmp_path)
        assert found.returncode == 0, found.stderr
        assert found.stdout.splitlines()[-1].endswith(": the same")
        asked = [one["input"] for one in server.asked]
    assert sorted(asked[1:]) == sorted(SAID)
    assert asked[0] in SAID  # busy, and asked again
    again = run(*BUILD, "--force", cwd=tmp_path)  # nobody is there to be asked
    assert again.returncode == 0, again.stderr


def test_a_server_that_is_away_ends_the_build_in_a_line(tmp_path):
    with serving() as server:
        pass
    write(tmp_path, lesson(server.url))
    found = run(*BUILD, cwd=tmp_path)
    assert found.returncode == 3
    assert found.stderr.startswith(f"the voice 'openai': no answer of {server.url}: ")
    assert found.stderr.count("\n") == 1
    assert not (tmp_path / "build" / "small").exists()
    silent = run(*BUILD, "--voice", "silent", cwd=tmp_path)
    assert silent.returncode == 0, silent.stderr
