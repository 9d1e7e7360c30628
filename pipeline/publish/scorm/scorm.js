"use strict";

// What a course system keeps of a viewer, in the words of SCORM 1.2's run-time environment: where
// the film was left, whether the lesson was seen, and the score of its question. Without such a
// system the page works all the same, and keeps nothing: others may sit at this browser next.
globalThis.lessonProgress = (() => {
  const find = (from) => {
    try {
      for (let at = from, left = 10; at && left > 0; at = at === at.parent ? null : at.parent, left -= 1) {
        if (at.API) return at.API;
      }
    } catch {
      // A window of another origin is none of this lesson's.
    }
    return null;
  };
  const api = find(window) ?? find(window.opener) ?? find(window.top === window ? null : window.top?.opener);
  const call = (name, ...words) => {
    try {
      return String(api[name](...words));
    } catch {
      return "";
    }
  };
  let isOpen = api !== null && call("LMSInitialize", "") === "true";
  const get = (name) => (isOpen ? call("LMSGetValue", `cmi.${name}`) : "");
  const set = (name, value) => isOpen && call("LMSSetValue", `cmi.${name}`, String(value));

  const kept = (() => {
    try {
      return JSON.parse(get("suspend_data") || "{}");
    } catch {
      return {};
    }
  })();
  const counts = !["browse", "review"].includes(get("core.lesson_mode"));
  const status = get("core.lesson_status");
  const state = {
    at: Number(get("core.lesson_location")) || 0,
    watched: ["completed", "passed"].includes(status),
    quiz: kept.quiz,
  };
  if (counts && ["", "not attempted"].includes(status)) set("core.lesson_status", "incomplete");

  let notes = 0;
  const note = (lesson, what) => {
    Object.assign(state, what);
    if ("at" in what) set("core.lesson_location", what.at);
    if (counts && "watched" in what) {
      set("core.lesson_status", what.watched ? "completed" : "incomplete");
    }
    if (counts && "quiz" in what) {
      set("core.score.raw", what.quiz ? 100 : 0);
      set("core.score.min", 0);
      set("core.score.max", 100);
      set("suspend_data", JSON.stringify({ quiz: what.quiz }));
    }
    notes += 1;
    if (!("at" in what) || notes % 12 === 0) call("LMSCommit", "");
  };

  const twoDigits = (number) => String(number).padStart(2, "0");
  const close = () => {
    if (!isOpen) return;
    const seconds = Math.round(performance.now() / 1000);
    const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
    set("core.session_time", `${String(hours).padStart(4, "0")}:${twoDigits(minutes)}:${twoDigits(seconds % 60)}`);
    set("core.exit", state.watched ? "" : "suspend");
    call("LMSCommit", "");
    call("LMSFinish", "");
    isOpen = false;
  };
  addEventListener("pagehide", close);
  addEventListener("pageshow", (event) => {
    if (event.persisted && api !== null) location.reload(); // the session was closed
  });
  return { read: () => ({ last: undefined, lessons: {} }), of: () => state, note };
})();
