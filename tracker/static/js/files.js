// Files dragged onto a form or pasted into it are sent at once and wait there. Without this file they go with the form.
(function () {
  "use strict";
  const row = document.querySelector("[data-files]");
  if (!row || !row.dataset.files) return;
  const input = row.querySelector("input[type=file]");
  const list = document.getElementById("waiting-files");
  const form = input.form;
  const largest = Number(row.dataset.largest);
  let last = Promise.resolve();

  function show(html, refusals) {
    list.innerHTML = html;
    refusals.forEach(function (sentence) {
      const line = document.createElement("span");
      line.className = "error";
      line.textContent = sentence;
      list.append(line);
    });
  }

  async function ask(add) {
    const body = new FormData(form);
    body.delete("files");
    add(body);
    const answer = await fetch(row.dataset.files, { method: "POST", body: body, credentials: "same-origin" });
    if (answer.redirected) return "<span class='error'>登录已超时，请重新登录；填写的内容已存为草稿。</span>";
    if (!answer.ok) return null;
    return answer.text();
  }

  async function send(files) {
    let html = list.innerHTML;
    const refusals = [];
    for (const file of files) {
      if (file.size > largest) {
        const size = (file.size / 1048576).toFixed(1);
        refusals.push("「" + file.name + "」有 " + size + " MB，超过 " + largest / 1048576 + " MB，请压缩或者拆分。");
        continue;
      }
      const answer = await ask(function (body) {
        body.append("files", file, file.name);
      });
      if (answer === null) refusals.push("「" + file.name + "」没有传上，请再试一次。");
      else {
        html = answer;
        new DOMParser().parseFromString(answer, "text/html").querySelectorAll(".error").forEach(function (line) {
          refusals.push(line.textContent);
          html = html.replace(line.outerHTML, "");
        });
      }
    }
    show(html, refusals);
    input.value = "";
  }

  function take(files) {
    const named = Array.from(files);
    if (named.length) last = last.then(function () { return send(named); });
  }

  function screenshot(file) {
    const now = new Date();
    const two = function (number) { return String(number).padStart(2, "0"); };
    const moment = two(now.getMonth() + 1) + two(now.getDate()) + "-" + two(now.getHours()) + two(now.getMinutes()) + two(now.getSeconds());
    return new File([file], "截图" + moment + "." + (file.type.split("/")[1] || "png").replace("jpeg", "jpg"), { type: file.type });
  }

  input.addEventListener("change", function () {
    take(input.files);
  });
  document.addEventListener("paste", function (event) {
    const files = Array.from(event.clipboardData ? event.clipboardData.files : []);
    if (!files.length) return;
    event.preventDefault();
    take(files.map(function (file) {
      return /^image\.\w+$/.test(file.name) ? screenshot(file) : file;
    }));
  });
  document.addEventListener("dragover", function (event) {
    if (!Array.from(event.dataTransfer.types).includes("Files")) return;
    event.preventDefault();
    row.classList.add("files-over");
  });
  document.addEventListener("dragleave", function (event) {
    if (event.relatedTarget === null) row.classList.remove("files-over");
  });
  document.addEventListener("drop", function (event) {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    row.classList.remove("files-over");
    take(event.dataTransfer.files);
  });
  list.addEventListener("click", function (event) {
    const button = event.target.closest("button[name=remove_file]");
    if (!button) return;
    event.preventDefault();
    last = last.then(async function () {
      const answer = await ask(function (body) {
        body.append("remove_file", button.value);
      });
      if (answer !== null) show(answer, []);
      input.focus();
    });
  });
})();
