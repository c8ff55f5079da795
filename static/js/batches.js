// The progress of long work, asked for while something is under way. Without this file a reload shows the same.
(() => {
  "use strict";
  const list = document.querySelector("[data-progress]");
  if (!list) return;
  const rows = new Map([...list.querySelectorAll("[data-batch]")].map((row) => [row.dataset.batch, row]));
  const isLive = (state) => state === "queued" || state === "running";
  const show = (row, told) => {
    row.querySelector("[data-label]").textContent = told.label;
    const words = row.querySelector("[data-words]");
    if (words.textContent !== told.words) words.textContent = told.words;
    const bar = row.querySelector("progress");
    if (bar) {
      bar.max = told.total || 1;
      bar.value = told.done;
    }
    row.dataset.state = told.state;
  };
  const ask = async () => {
    if (![...rows.values()].some((row) => isLive(row.dataset.state))) return;
    try {
      const answer = await fetch(list.dataset.progress, { headers: { Accept: "application/json" } });
      // Logged out, or no longer allowed: the page itself says so.
      if (answer.status === 401 || answer.status === 403) { location.reload(); return; }
      if (answer.ok) {
        for (const told of (await answer.json()).batches) {
          const row = rows.get(String(told.pk));
          if (!row) continue;
          // What has ended has buttons and sentences that only the page knows.
          if (isLive(row.dataset.state) && !isLive(told.state)) { location.reload(); return; }
          show(row, told);
        }
      }
    } catch { /* the server is being restarted: ask again */ }
    setTimeout(ask, 1500);
  };
  setTimeout(ask, 1000);
})();
