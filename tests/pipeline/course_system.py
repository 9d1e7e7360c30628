"""A course system that takes SCORM 1.2 at its word: what is not in it is refused, and noted."""

from __future__ import annotations

PAGE = """\
<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>A course system</title>
<link rel="icon" href="data:,"></head><body><script>
"use strict";
const STATUS = /^(passed|completed|failed|incomplete|browsed)$/;
const DECIMAL = /^-?\\d{0,3}(\\.\\d{1,2})?$/;
const MODEL = {
  "cmi.core.lesson_mode": [true, null],
  "cmi.core.lesson_location": [true, /^[\\x20-\\x7e]{0,255}$/],
  "cmi.core.lesson_status": [true, STATUS],
  "cmi.core.score.raw": [true, DECIMAL],
  "cmi.core.score.min": [true, DECIMAL],
  "cmi.core.score.max": [true, DECIMAL],
  "cmi.core.session_time": [false, /^\\d{2,4}:[0-5]\\d:[0-5]\\d(\\.\\d{1,2})?$/],
  "cmi.core.exit": [false, /^(time-out|suspend|logout|)$/],
  "cmi.suspend_data": [true, /^[\\x20-\\x7e]{0,4096}$/],
};
const kept = {"cmi.core.lesson_status": "not attempted", "cmi.core.lesson_mode": "normal"};
const refused = [];
let state = "none";
let commits = 0;
const no = (...words) => { refused.push(words.join(" ")); return "false"; };
var API = {
  LMSInitialize(...words) {
    if (state === "open" || words.length !== 1 || words[0] !== "") return no("initialize", state);
    state = "open";
    return "true";
  },
  LMSFinish(...words) {
    if (state !== "open" || words.length !== 1 || words[0] !== "") return no("finish", state);
    state = "finished";
    return "true";
  },
  LMSCommit(...words) {
    if (state !== "open" || words.length !== 1 || words[0] !== "") return no("commit", state);
    commits += 1;
    return "true";
  },
  LMSGetValue(name) {
    if (state !== "open" || MODEL[name]?.[0] !== true) { no("get", name, state); return ""; }
    return kept[name] ?? "";
  },
  LMSSetValue(name, value) {
    const form = MODEL[name]?.[1];
    if (state !== "open" || !form || typeof value !== "string" || !form.test(value)) {
      return no("set", name, value, state);
    }
    kept[name] = value;
    return "true";
  },
  LMSGetLastError: () => "0",
  LMSGetErrorString: () => "",
  LMSGetDiagnostic: () => "",
};
const start = (url) => {
  document.querySelector("iframe")?.remove();
  const frame = document.createElement("iframe");
  frame.src = url;
  document.body.append(frame);
};
const inner = () => {
  let at = document.querySelector("iframe").contentWindow;
  while (at?.frames.length) at = at.frames[0];
  return at?.document;
};
</script></body></html>
"""
"""The lesson is in a frame; ``kept`` is what the system has of it, ``refused`` wrong calls."""

NESTED = """\
<!doctype html>
<title>A player</title><link rel="icon" href="data:,"><iframe src="{url}"></iframe>
"""
"""A frame around the frame, as most systems have it."""
