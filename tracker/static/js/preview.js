// Deadline preview and duplicate hints while typing: the server answers with pieces of the page.
(function () {
  "use strict";
  const form = document.querySelector("form[data-preview]");
  if (!form) return;
  let timer;
  let running;

  async function ask(address, target) {
    const place = document.getElementById(target);
    if (!address || !place) return;
    const body = new FormData(form);
    body.delete("files");
    const answer = await fetch(address, { method: "POST", body: body, credentials: "same-origin", signal: running.signal });
    if (answer.ok && !answer.redirected) {
      const text = await answer.text();
      if (place.dataset.last !== text) {
        place.innerHTML = text;
        place.dataset.last = text;
      }
    }
  }

  function refresh() {
    if (running) running.abort();
    running = new AbortController();
    Promise.all([ask(form.dataset.preview, "preview"), ask(form.dataset.duplicates, "duplicates-place")]).catch(function (error) {
      if (error.name !== "AbortError") throw error;
    });
  }

  form.addEventListener("input", function () {
    clearTimeout(timer);
    timer = setTimeout(refresh, 400);
  });
  form.addEventListener("change", refresh);
})();
