from __future__ import annotations

from scenes.headline import Params, Pulse
from script.typed import Text
from tests.scenes.sample import Sample

SAMPLES = (
    Sample("headline", Params(Text("Why does it never land?")), "head", {}, (("pulse", Pulse()),)),
    Sample(
        "headline",
        Params(Text("Why does the loss sometimes plateau and then drop again?")),
        "left",
        {},
        (("pulse", Pulse()),),
    ),
)
