// Keeps quietly what is being typed, a moment after the last key. Every form works without this file.
(function () {
  "use strict";
  const note = document.getElementById("draft-note");
  if (!note || !note.dataset.keep) return;
  const form = document.getElementById(note.dataset.form);
  if (!form) return;
  const PAUSE = 3000;
  let timer;
  let running;
  let isSent = false;

  async function keep(options) {
    clearTimeout(timer);
    timer = undefined;
    if (isSent) return;
    const body = new FormData(form);
    body.delete("files");
    running = new AbortController();
    try {
      const answer = await fetch(
        note.dataset.keep,
        Object.assign({ method: "POST", body: body, credentials: "same-origin", signal: running.signal }, options),
      );
      if (isSent) return;
      if (answer.redirected) note.textContent = "登录已超时；已存为草稿，重新登录后在工作台接着做";
      else if (answer.ok) note.textContent = (await answer.text()) || note.textContent;
      else note.textContent = "草稿没有存上，稍后再试";
    } catch (error) {
      if (error.name !== "AbortError") note.textContent = "草稿没有存上：网络不通";
    }
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  }

  if ("typed" in note.dataset) later();
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("submit", function () {
    isSent = true;
    clearTimeout(timer);
    if (running) running.abort();
  });
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "hidden" && timer !== undefined) keep({ keepalive: true });
  });
  window.addEventListener("pageshow", function () {
    isSent = false;
  });
})();
