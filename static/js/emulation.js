// Small comforts on every page. Every page works without this file.
(() => {
  "use strict";
  document.documentElement.classList.add("js");

  // --- countdown: the server says how many seconds are left; this computer's clock decides nothing ---
  const words = (seconds) => {
    if (seconds <= 0) return "đã hết hạn";
    const parts = [
      [Math.floor(seconds / 86400), "ngày"],
      [Math.floor(seconds / 3600) % 24, "giờ"],
      [Math.floor(seconds / 60) % 60, "phút"],
    ];
    const spoken = parts.filter(([n]) => n).map(([n, unit]) => `${n} ${unit}`).join(" ");
    return spoken ? `còn ${spoken}` : "còn dưới 1 phút";
  };
  const began = performance.now();
  const counters = [...document.querySelectorAll("[data-seconds-left]")].map((node) => ({
    node,
    left: Number(node.dataset.secondsLeft),
    capital: /^\s*[A-ZĐ]/.test(node.textContent),
  }));
  const tick = () => {
    const gone = (performance.now() - began) / 1000;
    for (const { node, left, capital } of counters) {
      const text = words(left - gone);
      node.textContent = capital ? text[0].toUpperCase() + text.slice(1) : text;
    }
  };
  if (counters.length) setInterval(tick, 20000);

  // --- search without marks ---
  const fold = (text) =>
    text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d").replace(/Đ/g, "D").toLowerCase().trim().replace(/\s+/g, " ");
  for (const box of document.querySelectorAll("[data-filter]")) {
    const list = document.getElementById(box.dataset.filter);
    const none = list.querySelector("[data-none]");
    const apply = () => {
      const wanted = fold(box.value);
      let found = 0;
      for (const row of list.querySelectorAll("[data-key]")) {
        row.hidden = !row.dataset.key.includes(wanted) && !row.querySelector(":checked");
        row.classList.toggle("d-none", row.hidden);
        if (!row.hidden) found += 1;
      }
      if (none) none.hidden = found > 0;
    };
    box.addEventListener("input", apply);
    box.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  }

  // --- a block that only one kind of nominee needs ---
  const kindBlocks = [...document.querySelectorAll("[data-only-kind]")];
  const showKind = () => {
    const chosen = document.querySelector("input[name=kind]:checked");
    for (const block of kindBlocks) block.classList.toggle("d-none", !chosen || chosen.value !== block.dataset.onlyKind);
  };
  if (kindBlocks.length) {
    document.addEventListener("change", (event) => { if (event.target.name === "kind") showKind(); });
    showKind();
  }

  // --- "Không áp dụng": figures that do not count step aside ---
  const showAnswer = (clause) => {
    const state = clause.querySelector("input[name$='-state']:checked");
    const answer = clause.querySelector("[data-answer]");
    if (state && answer) answer.classList.toggle("d-none", state.value !== "answered");
  };
  for (const clause of document.querySelectorAll("[data-clause]")) {
    clause.addEventListener("change", () => showAnswer(clause));
    showAnswer(clause);
  }

  // --- one more row ---
  const addRow = (prefix) => {
    const body = document.querySelector(`[data-rows="${prefix}"]`);
    const total = document.getElementById(`id_${prefix}-TOTAL_FORMS`);
    const place = Number(total.value);
    const row = body.lastElementChild.cloneNode(true);
    const rename = (text) => text.replace(/-\d+-/, `-${place}-`);
    row.querySelectorAll(".invalid-feedback").forEach((node) => node.remove());
    for (const node of row.querySelectorAll("[name],[for],[id]")) {
      for (const name of ["name", "for", "id"]) if (node.hasAttribute(name)) node.setAttribute(name, rename(node.getAttribute(name)));
      if (node.tagName === "LABEL") node.textContent = node.textContent.replace(/\d+$/, place + 1);
      if (node.tagName === "INPUT") {
        node.value = "";
        node.classList.remove("is-invalid");
        node.removeAttribute("aria-invalid");
        node.removeAttribute("aria-describedby");
      }
    }
    body.append(row);
    total.value = place + 1;
    return row;
  };
  window.emulationAddRow = addRow;
  for (const button of document.querySelectorAll("[data-add-row]")) {
    button.addEventListener("click", () => addRow(button.dataset.addRow).querySelector("input").focus());
  }

  // --- how much room is left in a long text ---
  for (const area of document.querySelectorAll("textarea[data-limit]")) {
    const limit = Number(area.dataset.limit);
    const note = document.createElement("div");
    note.className = "counter";
    note.hidden = true;
    area.after(note);
    const say = () => {
      const length = area.value.length;
      // Never by focus: a line that goes when one clicks elsewhere moves what is clicked, and the click is lost.
      note.hidden = length < limit / 2;
      note.textContent = `${length.toLocaleString("vi-VN")}/${limit.toLocaleString("vi-VN")} ký tự`;
      note.classList.toggle("over", length > limit);
    };
    area.removeAttribute("maxlength");
    area.addEventListener("input", say);
    say();
  }

  // --- asked twice, pressed once ---
  for (const form of document.querySelectorAll("form[data-ask]")) {
    form.addEventListener("submit", (event) => { if (!window.confirm(form.dataset.ask)) event.preventDefault(); });
  }
  for (const button of document.querySelectorAll("[data-once]")) {
    button.form.addEventListener("submit", () => setTimeout(() => { button.disabled = true; }, 0));
  }
  window.addEventListener("pageshow", () => document.querySelectorAll("[data-once]").forEach((button) => { button.disabled = false; }));
  for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());

  // --- a line of the checklist leads to its field: put the cursor there ---
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target) {
    const field = target.matches("input,select,textarea") ? target : target.querySelector("input:not([type=hidden]),select,textarea");
    (field || target).focus({ preventScroll: true });
    target.scrollIntoView({ block: "center" });
  }

  // --- what this computer kept of unsaved words: gone at logout, and after a week ---
  const user = document.body.dataset.user;
  const forget = (old) => {
    try {
      for (const key of Object.keys(localStorage)) {
        if (!key.startsWith("thidua:")) continue;
        if (old ? Date.now() - JSON.parse(localStorage[key]).at > 7 * 86400000 : key.startsWith(`thidua:${user}:`)) localStorage.removeItem(key);
      }
    } catch { /* a browser that keeps nothing has nothing to forget */ }
  };
  forget(true);
  for (const form of document.querySelectorAll("form[data-forget]")) form.addEventListener("submit", () => {
    document.body.dataset.leaving = "1";
    forget(false);
  });
})();
