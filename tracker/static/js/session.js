// Warns two minutes before the session ends; 继续使用 asks the server to keep it.
(function () {
  "use strict";
  const dialog = document.getElementById("timeout");
  if (!dialog || !dialog.showModal) return;
  const warnAfter = (Number(dialog.dataset.idleMinutes) - 2) * 60 * 1000;
  if (!(warnAfter > 0)) return;
  let timer = setTimeout(warn, warnAfter);

  function warn() {
    dialog.showModal();
  }

  async function keep() {
    const answer = await fetch(dialog.dataset.keepAlive, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) {
      location.reload();
      return;
    }
    dialog.close();
    clearTimeout(timer);
    timer = setTimeout(warn, warnAfter);
  }

  dialog.querySelector("[data-continue]").addEventListener("click", keep);
})();
