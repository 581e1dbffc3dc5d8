// Keys and focus of the forms. Every form works without this file.
(function () {
  "use strict";

  // A digit chooses in a group of joined radio buttons.
  document.querySelectorAll("[data-digits]").forEach(function (group) {
    const radios = group.querySelectorAll("input[type=radio]");
    group.addEventListener("keydown", function (event) {
      const radio = radios[Number(event.key) - 1];
      if (!radio || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      radio.focus();
      radio.checked = true;
      radio.dispatchEvent(new Event("change", { bubbles: true }));
    });
  });

  // Enter in a text field does not register; Ctrl+Enter does.
  document.querySelectorAll("form[data-deliberate]").forEach(function (form) {
    form.addEventListener("keydown", function (event) {
      if (event.key !== "Enter" || event.isComposing) return;
      if (event.ctrlKey) {
        event.preventDefault();
        const main = document.querySelector("button.button-main[form='" + form.id + "']") || form.querySelector("button.button-main");
        form.requestSubmit(main);
      } else if (event.target.matches("input:not([type=submit])")) {
        event.preventDefault();
      }
    });
  });

  // A second press of a button sends nothing twice; coming back by the browser's button frees it.
  document.querySelectorAll("form[method=post]").forEach(function (form) {
    form.addEventListener("submit", function (event) {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "1";
    });
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) {
      delete form.dataset.sent;
    });
  });

  const summary = document.querySelector("[data-error-summary]");
  if (summary) summary.focus();

  // 全选 of a list.
  const all = document.querySelector("[data-check-all]");
  if (all) {
    all.addEventListener("change", function () {
      document.querySelectorAll("input[name=chosen]").forEach(function (box) {
        box.checked = all.checked;
      });
    });
  }
})();
