// A pasted dispatch text is split into the form's fields; nothing already typed is overwritten.
(function () {
  "use strict";
  const source = document.querySelector("[data-dispatch]");
  if (!source) return;
  const words = JSON.parse(source.dataset.dispatch);
  const note = document.getElementById("dispatch-note");

  function split(text) {
    const labels = Object.keys(words).sort(function (a, b) {
      return b.length - a.length;
    });
    const pattern = new RegExp("(?:^|[\\s；;，,　])(" + labels.join("|") + ")\\s*[:：]", "g");
    const found = Array.from(text.matchAll(pattern));
    return found.map(function (match, index) {
      const end = index + 1 < found.length ? found[index + 1].index : text.length;
      return [words[match[1]], text.slice(match.index + match[0].length, end).trim().replace(/[；;，,]$/, "")];
    });
  }

  function fill(name, value) {
    const field = source.form.elements[name];
    if (!field || !value) return false;
    if (field instanceof RadioNodeList) {
      const wanted = value.replace(/类$/, "");
      const radio = Array.from(field).find(function (candidate) {
        return candidate.labels[0].textContent.replace(/^\d\s*/, "") === wanted;
      });
      if (radio) radio.checked = true;
      return Boolean(radio);
    }
    if (field.value) return false;
    field.value = value;
    return true;
  }

  // A whole dispatch text pasted into any field goes to where it is split.
  source.form.addEventListener("paste", function (event) {
    const text = event.clipboardData.getData("text/plain");
    if (event.target === source || split(text).length < 2) return;
    event.preventDefault();
    source.value = text;
    source.dispatchEvent(new Event("input", { bubbles: true }));
  });

  source.addEventListener("input", function () {
    const filled = split(source.value).filter(function (pair) {
      return fill(pair[0], pair[1]);
    }).length;
    if (filled && note) note.textContent = "✓ 已由粘贴填入 " + filled + " 栏";
    if (filled) source.form.dispatchEvent(new Event("change"));
  });
})();
