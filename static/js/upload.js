// Uploads with a progress bar. Without this file the same forms post as usual.
(() => {
  "use strict";
  const token = () => (/(?:^|; )csrftoken=([^;]+)/.exec(document.cookie) || [])[1] || document.querySelector("[name=csrfmiddlewaretoken]").value;

  const send = (url, data, bar) =>
    new Promise((resolve) => {
      const request = new XMLHttpRequest();
      request.open("POST", url);
      request.setRequestHeader("Accept", "application/json");
      request.setRequestHeader("X-CSRFToken", token());
      request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) { bar.max = event.total; bar.value = event.loaded; } });
      request.addEventListener("load", () => {
        let told = {};
        try { told = JSON.parse(request.responseText); } catch { /* no JSON, no words */ }
        resolve({ ok: request.status === 200, told, status: request.status });
      });
      request.addEventListener("error", () => resolve({ ok: false, told: { sentence: "Mất kết nối, tệp chưa được tải lên. Hãy thử lại." } }));
      request.send(data);
    });
  const progress = (after) => {
    const bar = document.createElement("progress");
    bar.setAttribute("aria-label", "Tiến độ tải tệp");
    after.after(bar);
    return bar;
  };
  const sentence = ({ told, status }) => {
    if (told.errors) return Object.values(told.errors).flat().join(" ");
    return told.sentence || (status === 413 ? "Tệp quá lớn so với giới hạn của máy chủ." : "Chưa tải lên được. Hãy thử lại.");
  };

  // --- the page of evidence ---
  const form = document.querySelector("form[data-upload-form]");
  if (form) {
    const state = form.querySelector("[data-state]");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const button = form.querySelector("button[type=submit]");
      if (button.disabled) return;
      button.disabled = true;
      state.textContent = "Đang tải lên…";
      state.classList.remove("bad");
      const data = new FormData(form);
      data.delete("csrfmiddlewaretoken");
      const bar = progress(form.querySelector(".picker"));
      const answer = await send(location.pathname, data, bar);
      bar.remove();
      button.disabled = false;
      form.querySelectorAll("[data-error]").forEach((node) => node.remove());
      if (answer.ok) { location.assign(location.pathname); return; }
      state.textContent = "Chưa tải lên được";
      state.classList.add("bad");
      const errors = answer.told.errors || { file: [sentence(answer)] };
      for (const [name, sentences] of Object.entries(errors)) {
        const node = document.createElement("span");
        node.className = "field-error";
        node.dataset.error = name;
        node.setAttribute("role", "alert");
        node.textContent = sentences.join(" ");
        document.getElementById(`div_id_${name}`).append(node);
      }
    });
  }

  // --- inside the score sheet ---
  const sheet = document.querySelector("form[data-upload]");
  for (const box of document.querySelectorAll("[data-uploader]")) {
    const picker = box.querySelector("input[type=file]");
    const note = box.querySelector("[data-note]");
    const error = box.querySelector("[data-upload-error]");
    picker.addEventListener("change", async () => {
      if (!picker.files.length || !sheet || picker.disabled) return;
      const data = new FormData();
      data.append("file", picker.files[0]);
      data.append("clause", box.dataset.code);
      data.append("description", note.value);
      error.textContent = "";
      const bar = progress(picker.closest(".picker"));
      picker.disabled = true;
      const answer = await send(sheet.dataset.upload, data, bar);
      bar.remove();
      picker.disabled = false;
      picker.value = "";
      picker.dispatchEvent(new Event("change"));
      if (!answer.ok) { error.textContent = sentence(answer); return; }
      note.value = "";
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = answer.told.url;
      link.textContent = answer.told.name;
      const size = document.createElement("span");
      size.className = "small soft";
      size.textContent = ` ${answer.told.size}`;
      item.append(link, size);
      box.closest("[data-clause]").querySelector("[data-files]").append(item);
    });
  }
})();
