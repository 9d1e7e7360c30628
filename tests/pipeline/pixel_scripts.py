"""Scripts for films of the pixel proof, to be filled in: maps, lines, plots, directions, clouds."""

from __future__ import annotations

HEAD = """\
lesson: pixels
title: Marks to be measured
objective: Be where you belong.
minutes: 1
voice: silent
"""

MAP = """\
runs:
  a: {{objective: {objective}, optimizer: {optimizer}, start: {start}, steps: 8}}
  b: {{objective: {objective}, optimizer: {other}, start: {start}, steps: 8}}
scenes:
- id: map
  title: A map
  panels:
    map: {{kind: descent_2d, at: {left}, with: {{objective: {objective}, window: {window}}}}}
    top:
      kind: trajectory_plot
      at: {top}
      with: {{series: [{{run: a, of: {of}}}, {{run: b, of: {of}}}], steps: 8, name: a}}
    fit: {{kind: line_fit, at: {bottom}, with: {{objective: {{five_dots: {{noise: {noise}}}}}}}}}
  beats:
  - id: walk
    say: Here they go.
    do:
    - {{map.start: {{run: a}}, for: 0.2}}
    - {{map.show: {{what: gradient, scale: {scale}}}, for: 0.2}}
    - {{map.show: step, for: 0.2}}
    - {{map.show: minimum, for: 0.2}}
    - {{map.step: {{to: 2}}, after: 0.4, for: 2.4}}
    - {{top.step: {{to: 2}}, after: 0.4, for: 2.4}}
    - {{map.hide: gradient, after: 3, for: 0.1}}
    - {{map.hide: step, after: 3, for: 0.1}}
    - {{map.start: {{run: b, k: 2}}, after: 3, for: 0.1}}
    - {{map.step: {{to: 8}}, after: 3.2, for: 1.6}}
    - {{top.step: {{to: 8}}, after: 3.2, for: 1.6}}
    pause: 0.4
"""

LINES = """\
runs:
  a: {{objective: {objective}, optimizer: {optimizer}, start: {start}, steps: 8}}
  b: {{objective: {objective}, optimizer: {other}, start: {start}, steps: 8}}
scenes:
- id: lines
  title: Lines
  panels:
    slice: {{kind: descent_1d, at: {top}, with: {{objective: {objective}, window: [-4, 4]}}}}
    line: {{kind: number_line, at: {bottom}, with: {{window: [-4, 4]}}}}
    race:
      kind: race
      at: {left}
      with:
        fraction: 0.000000001
        columns: [A, B]
        rows: [{{name: One, runs: [a, b], window: {window}}}]
  beats:
  - id: walk
    say: Here they go.
    do:
    - {{slice.start: {{run: a}}, for: 0.2}}
    - {{line.start: {{run: b}}, for: 0.2}}
    - {{slice.step: {{to: 4}}, after: 0.4, for: 1.6}}
    - {{line.step: {{to: 4}}, after: 0.4, for: 1.6}}
    - {{race.step: {{to: 6}}, after: 0.4, for: 1.6}}
    pause: 3
"""

PLOTS = """\
runs:
  a: {{objective: {objective}, optimizer: {{gd: {{lr: {lr}}}}}, start: {start}, steps: 8}}
  b: {{objective: {objective}, optimizer: {other}, start: {start}, steps: 8}}
sweeps:
  u: {{run: a, lr: {{from: 0.02, to: 0.45, count: 60, also: [{lr}]}}, until: 0.01}}
scenes:
- id: plots
  title: Plots
  panels:
    loss: {{kind: loss_curve, at: {top}, with: {{curves: [{{of: a}}, {{of: b}}], scale: {axis}}}}}
    needs: {{kind: sweep, at: {bottom}, with: {{of: u}}}}
    web:
      kind: descent_1d
      at: {left}
      with: {{objective: {objective}, view: cobweb, window: [-4, 4]}}
  beats:
  - id: walk
    say: Here they go.
    do:
    - {{web.start: {{run: a}}, for: 0.2}}
    - {{loss.step: {{to: 4}}, after: 0.4, for: 1.6}}
    - {{web.step: {{to: 4}}, after: 0.4, for: 1.6}}
    - {{needs.draw: {{}}, after: 0.4, for: 1.6}}
    - {{loss.mark: {{k: 2, text: here}}, after: 2.4, for: 0.2}}
    - {{needs.show: fewest, after: 2.4, for: 0.2}}
    - {{needs.mark: {{run: a, text: a}}, after: 2.7, for: 0.2}}
    - {{loss.draw: {{}}, after: 3, for: 0.6}}
    pause: 3
"""

WAYS = """\
runs:
  a:
    objective: {{five_dots: {{noise: {noise}}}}}
    optimizer: {{sgd: {{lr: 0.02, batch: 2, seed: {seed}}}}}
    start: {start}
    steps: 6
  b: {{objective: {objective}, optimizer: {{gd: {{lr: {lr}}}}}, start: {start}, steps: 6}}
scenes:
- id: ways
  title: Ways
  panels:
    map:
      kind: descent_2d
      at: {left}
      with: {{objective: {{five_dots: {{noise: {noise}}}}}, window: [-4, 8, -4, 8]}}
    fit: {{kind: line_fit, at: {top}, with: {{objective: {{five_dots: {{noise: {noise}}}}}}}}}
    slice: {{kind: descent_1d, at: {bottom}, with: {{objective: {objective}, window: [-4, 4]}}}}
  beats:
  - id: walk
    say: Here they go.
    do:
    - {{map.start: {{run: a}}, for: 0.1}}
    - {{fit.start: {{run: a}}, for: 0.1}}
    - {{slice.start: {{run: b}}, for: 0.1}}
    - {{slice.probe: {{to: 2}}, for: 0.1}}
    - {{slice.show: gradient, for: 0.1}}
    - {{map.compass: {{to: downhill}}, after: 0.2, for: 0.1}}
    - {{map.turn: {{to: {angle}}}, after: 0.5, for: 0.6}}
    - {{slice.probe: {{to: -1}}, after: 0.5, for: 0.8}}
    - {{map.uncompass: {{}}, after: 1.2, for: 0.1}}
    - {{map.race: {{length: 2.4}}, after: 1.4, for: 0.8}}
    - {{map.unrace: {{}}, after: 2.4, for: 0.1}}
    - {{map.show: {{what: samples, scale: 0.1}}, after: 2.6, for: 0.1}}
    - {{map.average: {{}}, after: 2.8, for: 0.8}}
    - {{map.hide: samples, after: 3.8, for: 0.1}}
    - {{map.show: {{what: estimate, scale: 0.2}}, after: 4, for: 0.1}}
    - {{step: {{to: 2}}, after: 4.2, for: 0.8}}
    pause: 4
"""

CLOUD = """\
runs:
  a:
    objective: {objective}
    optimizer: {{noisy_gd: {{lr: {lr}, sigma: 2, seed: {seed}}}}}
    start: {start}
    steps: 8
  b: {{objective: {objective}, optimizer: {{gd: {{lr: {lr}}}}}, start: {start}, steps: 8}}
scenes:
- id: cloud
  title: A cloud
  panels:
    cloud:
      kind: descent_2d
      at: {left}
      with: {{objective: {objective}, window: {window}}}
    dial: {{kind: descent_2d, at: {right}, with: {{objective: {objective}, window: {window}}}}}
  beats:
  - id: walk
    say: Here they go.
    do:
    - {{cloud.start: {{run: a, seeds: 7}}, for: 0.1}}
    - {{dial.start: {{run: b}}, for: 0.1}}
    - {{cloud.show: {{what: estimate, scale: {scale}}}, for: 0.1}}
    - {{cloud.step: {{to: 2}}, after: 0.4, for: 0.8}}
    - {{dial.step: {{to: 4}}, after: 0.4, for: 0.8}}
    - {{dial.rate: {{to: {other_lr}}}, after: 1.4, for: 0.8}}
    - {{cloud.step: {{to: 5}}, after: 1.4, for: 1.2}}
    pause: 3
"""

SPACE = """\
runs:
  a: {{objective: {objective}, optimizer: {{gd: {{lr: {lr}}}}}, start: {start}, steps: 8}}
scenes:
- id: space
  title: Space
  kind: surface
  with: {{objective: {objective}, window: {window}}}
  beats:
  - id: walk
    say: Here it goes.
    do:
    - {{start: {{run: a}}, for: 0.1}}
    - {{show: drops, for: 0.1}}
    - {{step: {{to: 5}}, after: 0.3, for: 1.6}}
    - {{camera: {{azimuth: {angle}, elevation: {height}}}, after: 0.8, for: 2}}
    - {{rise: {{to: 0.5}}, after: 3, for: 0.4}}
    pause: 3.5
"""

TRAINING = """\
runs:
  net:
    objective: {{network: {{hidden: 4, samples: 40, seed: {seed}}}}}
    optimizer: {{epochs: {{optimizer: {{gd: {{lr: 1}}}}, batch: 10}}}}
    steps: 40
curves:
  seen: {{run: net, every: 4, validation: 1}}
  shelf: moons_plateau
scenes:
- id: net
  title: A network
  panels:
    net: {{kind: network, at: left, with: {{run: net, count: epoch}}}}
    own: {{kind: loss_curve, at: right-top, with: {{of: seen}}}}
    kept:
      kind: loss_curve
      at: right-bottom
      with: {{curves: [{{of: shelf, validation: shown}}]}}
  beats:
  - id: train
    say: Here it learns.
    do:
    - {{net.step: {{to: 8}}, after: 0.3, for: 1}}
    - {{own.step: {{to: 8}}, after: 0.3, for: 1}}
    - {{kept.draw: {{}}, after: 0.3, for: 1}}
    - {{kept.show: best, after: 1.5, for: 0.2}}
    pause: 1
"""
