"""What a build costs, against stock manim and against encoding alone. It takes half an hour.

Stock manim renders the same pictures for the same frames, as one scene (``stock_scene``), with the
cache it has by default; it speaks, captions and checks nothing. Every command is a process of its
own, as a user starts it, in a folder of its own.
"""

from __future__ import annotations

import compileall
import pickle
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from math import inf
from pathlib import Path
from time import perf_counter

import av
import numpy as np

from pipeline.cast import cast
from pipeline.encode import encode_segment
from pipeline.plan import Plan
from pipeline.prepare import planned, ready
from pipeline.store import Store
from scenes.canvas import studio
from scenes.look import look
from scenes.player import Player
from tests.bench.case import Row
from tests.bench.commands import surroundings, timed, until_ready
from tests.bench.floor import floor, two_at_once
from tests.bench.memory import peaks

ROOT = Path(__file__).parents[2]
LESSON = ROOT / "script" / "lessons" / "06-ten-steps.yaml"
OLD, NEW = (
    "That curve runs through every single dot.",
    "That curve runs through every one of the dots.",
)
HOLD = ("    pause: 7\n", "    pause: 7.5\n")
COURSE = 3
SAMPLED = 40


def rows() -> Iterator[Row]:
    """Yield the rows of the table, cheap ones last: they use what the others left."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        bench = Bench(Path(folder))
        yield from bench.rows()


@dataclass
class Bench:
    """A folder with a lesson to build and to edit."""

    folder: Path

    def rows(self) -> Iterator[Row]:
        write(self.folder, LESSON.read_text(encoding="utf-8"))
        compileall.compile_dir(ROOT / "pipeline", quiet=2)
        self.build(
            "hook/watch", "-q", "l", "--store", "warm", "-o", "warm-out"
        )  # compiles the rest
        first = self.build()
        plan = self.plan()
        stock = self.stock(plan)
        again = self.build("--store", "again", "-o", "again-out")
        cold = (first + again) / 2  # the machine's speed drifts: once before, once after stock
        yield Row("lesson 6, 1080p30, nothing stored", cold, "stock manim", stock, 1 / 6)
        both, encoded = floor(plan, self.folder)
        yield Row("  the same", cold, "its frames drawn and encoded", both, 1.5)
        yield Row("  the same", cold, "its frames encoded", encoded, inf)
        unchanged = self.build()
        yield Row("nothing changed", unchanged, "1 s", 1.0, 1)
        write(self.folder, replaced(LESSON.read_text(encoding="utf-8"), OLD, NEW))
        edited = self.build()
        changed = self.plan()
        beat = self.beat(changed, "curve/draw")
        yield Row("one sentence changed", edited, "its beat and 3 s", beat + 3, 1)
        write(self.folder, replaced(self.text(), *HOLD))
        held = self.build()
        yield Row("a pause longer", held, "2 s", 2.0, 1)
        for what, seconds, bound in self.watched():
            yield Row(f"  watched: {what}", seconds, f"{bound:.1f} s", bound, 1)
        yield from self.course()
        ours, theirs = (
            self.likeness(plan, self.film("again-out")),
            self.likeness(plan, self.stock_film()),
        )
        yield Row("PSNR-Y of stock, dB", theirs, "ours", ours, 1)
        yield Row("nothing changed", unchanged, "stock, its cache", self.stock(plan), 1 / 200)
        yield Row("one sentence changed", edited, "stock, its cache", self.stock(changed), 1 / 60)
        yield from self.memory()

    def text(self) -> str:
        return (self.folder / "lesson.yaml").read_text(encoding="utf-8")

    def build(self, *words: str, lesson: str = "lesson.yaml") -> float:
        """Build as a user does; return the seconds."""
        return timed(
            [sys.executable, str(ROOT / "render.py"), "build", lesson, *words], self.folder
        )

    def watched(self) -> Iterator[tuple[str, float, float]]:
        """Yield what edits cost while a command watches: what, seconds, and the bound."""
        text = LESSON.read_text(encoding="utf-8")
        line = [sys.executable, str(ROOT / "render.py"), "build", "lesson.yaml", "--watch"]
        with subprocess.Popen(
            line, cwd=self.folder, env=surroundings(), stderr=subprocess.PIPE, text=True
        ) as process:
            try:
                until_ready(process)
                for word in ("single", "last"):  # the first one warms the worker
                    write(self.folder, replaced(text, "every single dot", f"each {word} dot"))
                    edited = until_ready(process)
                beat = self.beat(self.plan(), "curve/draw")
                yield "one sentence changed", edited, beat + 3
                write(self.folder, replaced(self.text(), *HOLD))
                yield "a pause longer", until_ready(process), 2.0
            finally:
                process.send_signal(signal.SIGINT)

    def film(self, out: str) -> Path:
        return self.folder / out / "lesson" / "1080p30" / "lesson.mp4"

    def plan(self) -> Plan:
        chosen = look("h")
        lesson = ready(self.folder / "lesson.yaml", chosen)
        return planned(lesson, chosen, cast(lesson), Store(self.folder / "build" / "store"))

    def stock(self, plan: Plan) -> float:
        """Render the plan's pictures with stock manim; return the seconds."""
        shots = self.folder / "shots.pickle"
        shots.write_bytes(pickle.dumps([beat.shot for beat in plan.beats]))
        scene = Path(__file__).with_name("stock_scene.py")
        line = [sys.executable, "-m", "manim", "render", "-v", "ERROR", "--progress_bar", "none"]
        line += ["-r", "1920,1080", "--fps", "30", "--media_dir", "media", str(scene), "Stock"]
        paths = {"DOWNHILL_SHOTS": str(shots), "PYTHONPATH": str(ROOT)}
        return timed(line, self.folder, paths)

    def stock_film(self) -> Path:
        return next(self.folder.glob("media/videos/stock_scene/*/Stock.mp4"))

    def beat(self, plan: Plan, name: str) -> float:
        """Return the seconds of drawing and encoding one beat where manim is warm."""
        (beat,) = (beat for beat in plan.beats if beat.name == name)
        with studio(plan.look):
            began = perf_counter()
            size = plan.look.width, plan.look.height
            film = Player(plan.look).film(beat.shot)
            encode_segment(film, self.folder / "beat.mp4", plan.look.fps, size)
            return perf_counter() - began

    def likeness(self, plan: Plan, film: Path) -> float:
        """Return the mean PSNR of luma, in dB, of some frames of a film against what was drawn."""
        wanted = np.linspace(5, plan.frames - 5, SAMPLED).astype(int).tolist()
        drawn = {}
        with studio(plan.look):
            player = Player(plan.look)
            for frame in wanted:
                beat = next(b for b in plan.beats if b.start <= frame < b.start + b.frames)
                inside = frame - beat.start
                if beat.shot.fade_in <= inside < beat.frames - beat.shot.fade_out:
                    drawn[frame] = luma(player.still(beat.shot, inside))
        found = []
        with av.open(str(film)) as container:
            for number, shown in enumerate(container.decode(video=0)):
                if number in drawn:
                    error = luma(shown.to_ndarray(format="rgb24")) - drawn[number]
                    found.append(10 * np.log10(255**2 / np.mean(error**2)))
        return float(np.mean(found))

    def course(self) -> Iterator[Row]:
        """Yield what several lessons cost on one core and on two, and with nothing to do."""
        text = LESSON.read_text(encoding="utf-8")
        names = []
        for number in range(COURSE):
            name = f"lesson-{number}.yaml"
            edge = 6 + number / 10  # other pictures of the same costs
            other = text.replace("[-1, 6, -1, 6]", f"[-1, {edge:g}, -1, {edge:g}]")
            other = other.replace("\nnumber: 6\n", "\n")
            (self.folder / name).write_text(other, encoding="utf-8")
            names.append(name)
        draft = ("-q", "l", "--voice", "silent")
        one = self.build(*names[1:], *draft, "-j", "1", "--store", "one", lesson=names[0])
        two = self.build(
            *names[1:], *draft, "-j", "2", "--store", "two", "-o", "two-out", lesson=names[0]
        )
        yield Row(f"a course of {COURSE}, 480p15, 2 workers", two, "1 worker", one, 1 / 1.9)
        apart, together = two_at_once(self.plan(), "curve/draw", self.folder)
        yield Row("  a beat drawn twice at once", together, "twice in turn", apart, inf)
        still = self.build(
            *names[1:], *draft, "-j", "2", "--store", "two", "-o", "two-out", lesson=names[0]
        )
        yield Row("  nothing changed", still, "3 s", 3.0, 1)

    def memory(self) -> Iterator[Row]:
        """Yield peak memory of a driver and its worker, in GiB."""
        fine = ("-r", "1920,1080", "--fps", "60", "-j", "1", "--store", "sixty", "-o", "sixty-out")
        driver, worker = self.peak(*fine)
        yield Row("memory of a worker, 1080p60, GiB", worker, "2 GiB", 2.0, 1)
        yield Row("memory of the driver, 1080p60, GiB", driver, "1 GiB", 1.0, 1)
        peaks = []
        for scenes in (20, 200):
            name = f"long-{scenes}.yaml"
            (self.folder / name).write_text(long_lesson(scenes), encoding="utf-8")
            words = ("-q", "l", "-j", "1", "--store", f"long-{scenes}", "-o", f"long-{scenes}-out")
            peaks.append(self.peak(*words, lesson=name))
        bounds = {"driver": 2.0, "worker": 1.15}  # a driver reads all of the film
        for (who, bound), few, many in zip(bounds.items(), *peaks, strict=True):
            yield Row(f"memory of the {who}, 200 scenes, GiB", many, "20 scenes", few, bound)

    def peak(self, *words: str, lesson: str = "lesson.yaml") -> tuple[float, float]:
        """Build; return the peak memory, in GiB, of the driver and of its largest child."""
        return peaks(
            [sys.executable, str(ROOT / "render.py"), "build", lesson, *words], self.folder
        )


def write(folder: Path, text: str) -> None:
    shutil.copy(LESSON.with_name("course.yaml"), folder)
    (folder / "lesson.yaml").write_text(text, encoding="utf-8")


def replaced(text: str, old: str, new: str) -> str:
    if text.count(old) < 1:
        raise ValueError(f"{old!r} does not stand in the lesson")
    return text.replace(old, new, 1)


def luma(pixels: np.ndarray) -> np.ndarray:
    return pixels[..., :3] @ np.array([0.299, 0.587, 0.114])


def long_lesson(scenes: int) -> str:
    """Return a lesson of so many scenes: a sentence and a step on a bowl each."""
    head = (
        "lesson: long\ntitle: Long\nobjective: Go on.\nminutes: 1\nvoice: silent\nruns:\n"
        "  good: {objective: bowl, optimizer: {gd: {lr: 0.1}}, start: [5, 5], steps: 9}\nscenes:\n"
    )
    scene = (
        "- {{id: s{0}, title: Scene {0}, kind: descent_2d, with: {{objective: bowl, "
        "window: [-1, {1}, -1, 6]}}, beats: [{{id: b, say: One more step number {0}., "
        "do: [{{start: {{run: good}}, for: 0.2}}, {{step: {{to: 2}}, for: 0.4}}]}}]}}\n"
    )
    return head + "".join(scene.format(i, 6 + i / 1000) for i in range(scenes))
