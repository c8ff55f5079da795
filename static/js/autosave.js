// Nothing typed is lost: saved to the server every 20 seconds, kept on this computer until it has been saved,
// and never written over somebody else's words without asking.
(() => {
  "use strict";
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;

  const EVERY = Number(form.dataset.every || 20000);
  const state = form.querySelector("[data-state]");
  const key = `thidua:${document.body.dataset.user}:${form.dataset.reference}:${form.dataset.part}`;
  let dirty = false;
  let timer = null;
  let running = null;
  let held = false; // a conflict waits for a person's choice
  let generation = 0;

  const say = (text, bad) => {
    state.textContent = text;
    state.classList.toggle("bad", Boolean(bad));
  };
  const inputs = () => [...form.elements].filter((node) => node.name && node.type !== "file" && node.name !== "csrfmiddlewaretoken" && node.type !== "submit" && node.type !== "button");

  // --- what stands on the page, as plain data ---
  const values = () => {
    const found = {};
    for (const node of inputs()) {
      if (node.type === "checkbox" || node.type === "radio") {
        found[node.name] = found[node.name] || "";
        if (node.checked) found[node.name] = found[node.name] ? `${found[node.name]}|${node.value}` : node.value;
      } else found[node.name] = node.value;
    }
    return found;
  };
  const fill = (wanted) => {
    const rows = Object.keys(wanted).map((name) => /^votes-(\d+)-/.exec(name)).filter(Boolean).map((match) => Number(match[1]) + 1);
    const total = document.getElementById("id_votes-TOTAL_FORMS");
    while (total && Number(total.value) < Math.max(0, ...rows)) window.emulationAddRow("votes");
    for (const node of inputs()) {
      if (!(node.name in wanted) || node.name.endsWith("_FORMS")) continue;
      const text = wanted[node.name];
      if (node.type === "checkbox" || node.type === "radio") node.checked = String(text).split("|").includes(node.value);
      else node.value = text;
    }
    form.querySelectorAll("[data-clause]").forEach((clause) => clause.dispatchEvent(new Event("change")));
  };

  // --- the copy on this computer ---
  const keep = () => {
    if (document.body.dataset.leaving) return; // logging out: nothing stays on a shared computer
    try { localStorage[key] = JSON.stringify({ at: Date.now(), values: values() }); } catch { /* full or forbidden */ }
  };
  const drop = () => { try { localStorage.removeItem(key); } catch { /* nothing kept */ } };

  // --- talking to the server ---
  const token = () => (/(?:^|; )csrftoken=([^;]+)/.exec(document.cookie) || [])[1] || form.elements.csrfmiddlewaretoken.value;
  const body = () => {
    const data = new FormData(form);
    for (const node of form.querySelectorAll("input[type=file]")) data.delete(node.name);
    data.delete("csrfmiddlewaretoken");
    return new URLSearchParams(data);
  };
  const set = (hidden) => {
    for (const [name, value] of Object.entries(hidden || {})) if (form.elements[name]) form.elements[name].value = value;
  };

  const errorPlace = (name) => {
    const own = form.querySelector(`[data-error="${CSS.escape(name)}"]`);
    if (own) return own;
    const wrapper = document.getElementById(`div_id_${name}`) || (form.elements[name] && form.elements[name].parentElement);
    if (!wrapper) return null;
    const made = document.createElement("span");
    made.className = "field-error";
    made.dataset.error = name;
    wrapper.append(made);
    return made;
  };
  const showErrors = (errors) => {
    form.querySelectorAll("[data-error]").forEach((node) => { node.textContent = ""; });
    form.querySelectorAll(".invalid-feedback").forEach((node) => node.remove());
    form.querySelectorAll(".is-invalid").forEach((node) => node.classList.remove("is-invalid"));
    for (const [name, sentences] of Object.entries(errors)) {
      const place = errorPlace(name);
      if (place) place.textContent = sentences.join(" ");
    }
  };

  const save = () => {
    if (held || !dirty) return Promise.resolve();
    if (running) return running;
    clearTimeout(timer);
    timer = null;
    running = send().finally(() => { running = null; if (dirty && !held) later(); });
    return running;
  };
  const send = async () => {
    const mine = generation;
    keep();
    say("Đang lưu…");
    let answer;
    try {
      answer = await fetch(location.pathname, {
        method: "POST",
        headers: { Accept: "application/json", "X-CSRFToken": token() },
        body: body(),
        credentials: "same-origin",
        redirect: "error",
      });
    } catch {
      return say("Chưa lưu được – mất kết nối, nội dung được giữ trên máy này", true);
    }
    let told = {};
    try { told = await answer.json(); } catch { /* an answer that is no JSON has nothing to tell */ }
    if (answer.ok) return saved(told, mine);
    if (answer.status === 401) return expired(told);
    if (answer.status === 409) return conflict(told);
    say(told.sentence || "Chưa lưu được – máy chủ từ chối, nội dung được giữ trên máy này", true);
  };
  const saved = (told, mine) => {
    set(told.set);
    showErrors(told.errors);
    for (const [place, text] of Object.entries(told.show || {})) {
      const node = document.querySelector(`[data-show="${CSS.escape(place)}"]`);
      if (node) node.textContent = text;
    }
    const faults = Object.keys(told.errors).length;
    if (generation === mine) {
      dirty = false;
      if (!faults) drop();
    }
    document.dispatchEvent(new Event("emulation:saved"));
    // The copy carries the version that now stands, or restoring it would look like somebody else's change.
    if (dirty || faults) keep();
    if (dirty) { // typed on while it was being saved: not everything is saved, so do not say so
      say("Chưa lưu");
      return later(1000);
    }
    say(faults ? `Đã lưu lúc ${told.saved_at}; còn ${faults} ô cần sửa, nội dung ô đó được giữ trên máy này` : `Đã lưu lúc ${told.saved_at}`, faults);
  };
  const expired = (told) => {
    say(`${told.sentence} `, true);
    const link = document.createElement("a");
    link.href = told.login || form.dataset.login;
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = "Đăng nhập ở thẻ mới";
    state.append(link);
  };

  // --- somebody else saved first: both side by side, and a choice ---
  const element = (name, className, text) => {
    const node = document.createElement(name);
    if (className) node.className = className;
    if (text !== undefined) node.textContent = text;
    return node;
  };
  const conflict = (told) => {
    held = true;
    say("Chưa lưu – có hai nội dung khác nhau, hãy chọn ở đầu trang", true);
    document.getElementById("xung-dot")?.remove();
    const box = element("section", "box stop");
    box.id = "xung-dot";
    box.tabIndex = -1;
    box.append(element("h2", "", "Có hai nội dung khác nhau"), element("p", "", told.sentence));
    for (const field of told.fields) {
      const row = element("fieldset", "mb-3");
      row.append(element("legend", "form-label", field.label));
      const sides = element("div", "versus");
      for (const [value, title, text] of [["mine", "Nội dung của bạn", field.mine], ["theirs", `Nội dung đã lưu${told.who ? ` của ${told.who}` : ""}`, field.theirs]]) {
        const side = element("div");
        const label = element("label", "d-block");
        const radio = element("input", "form-check-input");
        Object.assign(radio, { type: "radio", name: `chon-${field.key}`, value, checked: value === "mine" });
        label.append(radio, " ", element("strong", "", title));
        side.append(label, element("div", "lines mt-2", text || "(trống)"));
        sides.append(side);
      }
      row.append(sides);
      box.append(row);
    }
    const button = element("button", "btn btn-primary", "Lưu theo lựa chọn");
    button.type = "button";
    button.addEventListener("click", () => {
      for (const field of told.fields) {
        const chosen = box.querySelector(`input[name="chon-${CSS.escape(field.key)}"]:checked`);
        if (chosen.value === "theirs") fill(field.fill);
      }
      set(told.set);
      box.remove();
      held = false;
      changed();
      save();
    });
    box.append(button);
    form.before(box);
    box.focus();
  };

  // --- when to save ---
  const later = (wait) => {
    if (timer && !wait) return;
    clearTimeout(timer);
    timer = setTimeout(() => { timer = null; save(); }, wait || EVERY);
  };
  const changed = () => {
    generation += 1;
    dirty = true;
    delete document.body.dataset.leaving;
    keep();
    later();
  };
  form.addEventListener("input", (event) => { if (event.target.type !== "file") { if (!held && !running) say("Chưa lưu"); changed(); } });
  form.addEventListener("change", (event) => { if (event.target.type !== "file") changed(); });
  form.addEventListener("focusout", (event) => { if (dirty && event.target.matches("input,textarea,select")) setTimeout(save, 300); });
  document.addEventListener("visibilitychange", () => { if (document.hidden || dirty) save(); });
  window.addEventListener("online", () => save());
  window.addEventListener("beforeunload", (event) => { if (dirty || held) { keep(); event.preventDefault(); } });
  let pressed = false;
  form.addEventListener("submit", (event) => {
    if (running) {
      // Two savings of one's own at once would meet as a conflict: the page waits for the first and its version.
      event.preventDefault();
      if (!pressed) running.finally(() => { pressed = false; if (!held) form.requestSubmit(event.submitter); });
      pressed = true;
      return;
    }
    // A login in another tab has changed the token that this page was made with.
    form.elements.csrfmiddlewaretoken.value = token();
    keep();
    dirty = held = false;
    clearTimeout(timer);
  });

  // --- what was left unsaved last time ---
  const offer = () => {
    let copy;
    try { copy = JSON.parse(localStorage[key]); } catch { return; }
    const now = values();
    const own = (name) => !/(^|-)(version|was)$/.test(name);
    const differs = Object.keys(copy.values).some((name) => own(name) && name in now && !name.endsWith("_FORMS") && copy.values[name] !== now[name]);
    const rows = Object.keys(copy.values).some((name) => !(name in now) && copy.values[name]);
    if (!differs && !rows) return drop();
    const box = element("div", "box warn");
    box.setAttribute("role", "alert");
    box.append(element("p", "mb-2", `Máy này còn giữ nội dung chưa lưu từ ${new Date(copy.at).toLocaleString("vi-VN")} (giờ máy này). Khôi phục vào trang?`));
    const actions = element("div", "actions");
    const yes = element("button", "btn btn-primary", "Khôi phục");
    const no = element("button", "btn btn-outline-secondary", "Bỏ đi");
    yes.type = no.type = "button";
    yes.addEventListener("click", () => { fill(copy.values); box.remove(); changed(); save(); });
    no.addEventListener("click", () => { drop(); box.remove(); });
    actions.append(yes, no);
    box.append(actions);
    form.before(box);
  };
  offer();
})();
