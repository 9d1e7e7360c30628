"use strict";

// How far a viewer has come stays in the browser, under the folder the course stands in, unless a
// script before this one keeps it elsewhere.
const KEY = `course ${new URL(".", location.href).pathname}`;
const progress = globalThis.lessonProgress ?? {
  read() {
    try {
      const { last, lessons } = JSON.parse(localStorage.getItem(KEY)) ?? {};
      return { last, lessons: lessons ?? {} };
    } catch {
      return { last: undefined, lessons: {} };
    }
  },
  of(lesson) {
    return this.read().lessons[lesson] ?? {};
  },
  note(lesson, what) {
    const { lessons } = this.read();
    lessons[lesson] = { ...lessons[lesson], ...what };
    try {
      localStorage.setItem(KEY, JSON.stringify({ last: lesson, lessons }));
    } catch {
      // A browser that keeps nothing shows the course all the same.
    }
  },
};

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
const show = (element) => element?.removeAttribute("hidden");

function course() {
  const { last, lessons } = progress.read();
  const cards = [...document.querySelectorAll("[data-lesson]")];
  const isDone = (card) => lessons[card.dataset.lesson]?.watched === true;
  cards.filter(isDone).forEach((card) => show(card.querySelector(".mark")));
  for (const phase of document.querySelectorAll(".phase")) {
    const own = cards.filter((card) => phase.contains(card));
    const count = own.filter(isDone).length;
    const told = phase.querySelector(".done");
    told.textContent = fill(told.dataset.text, { done: count, all: own.length });
    if (count > 0) show(told);
  }
  const from = cards.findIndex((card) => card.dataset.lesson === last);
  const next = [...cards.slice(from), ...cards.slice(0, from)].find((card) => !isDone(card));
  if (next && from >= 0) {
    const told = document.getElementById("go-on");
    const title = next.querySelector("h3 a");
    const link = told.querySelector("a");
    link.href = title.getAttribute("href");
    link.textContent = fill(told.dataset.text, { title: title.textContent });
    show(told);
  }
}

function lesson(film) {
  const id = film.dataset.lesson;
  const jumps = [...document.querySelectorAll("a[data-at]")];
  const chapters = jumps.filter((link) => link.closest(".chapters"));
  const told = jumps.filter((link) => link.closest(".transcript p"));
  const at = (link) => Number(link.dataset.at);
  const current = (links) => links.findLast((link) => at(link) <= film.currentTime + 0.05);

  const follow = () => {
    const chapter = current(chapters);
    for (const link of chapters) {
      if (link === chapter) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    const paragraph = current(told);
    for (const link of told) link.closest("p").classList.toggle("now", link === paragraph);
  };
  const whenReady = (act) => {
    if (film.readyState > 0) act();
    else film.addEventListener("loadedmetadata", act, { once: true });
    if (film.networkState === HTMLMediaElement.NETWORK_IDLE && film.readyState === 0) film.load();
  };
  const seek = (seconds) => {
    whenReady(() => {
      film.currentTime = seconds;
      film.play().catch(() => {}); // where nothing may start by itself, the viewer starts it
    });
    film.scrollIntoView({ block: "nearest" });
  };
  for (const link of jumps) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      seek(at(link));
    });
  }

  const watched = document.getElementById("watched");
  const mark = (isWatched) => watched.setAttribute("aria-pressed", String(isWatched));
  const note = (isWatched) => {
    progress.note(id, { watched: isWatched });
    mark(isWatched);
  };
  mark(progress.of(id).watched === true);
  watched.addEventListener("click", () => note(watched.getAttribute("aria-pressed") !== "true"));
  document.querySelectorAll(".controls").forEach(show);

  let noted = 0;
  film.addEventListener("timeupdate", () => {
    follow();
    if (Math.abs(film.currentTime - noted) < 5) return;
    noted = film.currentTime;
    progress.note(id, { at: Math.floor(noted) });
  });
  film.addEventListener("seeked", follow);
  film.addEventListener("ended", () => {
    progress.note(id, { at: 0 });
    note(true);
  });
  follow();

  const asked = Number(new URLSearchParams(location.search).get("t") ?? progress.of(id).at ?? 0);
  if (asked > 0) whenReady(() => { film.currentTime = asked; });

  document.getElementById("quality")?.addEventListener("change", (event) => {
    const { currentTime, paused } = film;
    film.src = event.target.value;
    whenReady(() => {
      film.currentTime = currentTime;
      if (!paused) film.play().catch(() => {});
    });
  });
  const choose = () => {
    const choice = document.getElementById("quality");
    const playing = new URL(film.currentSrc || location.href).pathname;
    for (const option of choice?.options ?? []) {
      if (playing.endsWith(`/${option.value}`)) choice.value = option.value;
    }
  };
  film.addEventListener("loadstart", choose);
  choose();
}

function quiz(form, film) {
  const right = Number(form.dataset.right);
  const within = Number(form.dataset.within ?? 0);
  const verdict = document.getElementById("verdict");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const given = String(new FormData(form).get("answer") ?? "").trim().replace("−", "-").replace(",", ".");
    if (given === "" && !("within" in form.dataset)) return;
    const answer = given === "" ? NaN : Number(given);
    const isRight = Math.abs(answer - right) <= within;
    verdict.dataset.is = isRight ? "right" : "wrong";
    const { isRight: yes, isWrong: no, noNumber } = form.dataset;
    verdict.textContent = isRight ? yes : Number.isNaN(answer) ? noNumber : no;
    if (isRight) form.querySelector("details").open = true;
    if (Number.isNaN(answer)) return;
    const lesson = film.dataset.lesson;
    progress.note(lesson, { quiz: isRight || progress.of(lesson).quiz === true });
  });
}

const film = document.getElementById("film");
const form = document.getElementById("quiz-form");
if (film) lesson(film);
else course();
if (film && form) quiz(form, film);
