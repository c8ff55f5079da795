// The paper as it will be printed, beside its form: drawn anew whenever something has been saved.
(() => {
  "use strict";
  const pane = document.querySelector("[data-pane]");
  if (!pane) return;
  const opener = pane.querySelector(".pane-open");
  const note = pane.querySelector("[data-blanks]");
  const beside = window.matchMedia("(min-width: 1200px)");
  let frame = pane.querySelector("iframe");
  let coming = null;
  let stale = false;

  const isSeen = () => beside.matches || pane.classList.contains("open");
  const count = () => {
    const sheet = frame.contentDocument;
    if (!sheet || !sheet.querySelector("main")) return; // not drawn yet
    const blanks = sheet.querySelectorAll(".blank").length;
    note.textContent = blanks ? `${blanks} chỗ còn trống, tô vàng (khi in không có màu này).` : "Không còn chỗ trống.";
  };

  // The next sheet is drawn behind the one that is read, and takes its place where it was being read.
  const refresh = () => {
    stale = !isSeen() || Boolean(coming);
    if (stale) return;
    coming = frame.cloneNode();
    coming.loading = "eager";
    coming.className = "coming";
    coming.addEventListener("load", () => {
      try { coming.contentWindow.scrollTo(0, frame.contentWindow.scrollY); } catch { /* another page: from its top */ }
      frame.remove();
      coming.className = "";
      [frame, coming] = [coming, null];
      count();
      if (stale) refresh();
    }, { once: true });
    frame.after(coming);
  };

  frame.addEventListener("load", count);
  count();
  document.addEventListener("emulation:saved", refresh);
  beside.addEventListener("change", () => { if (stale) refresh(); });
  opener.addEventListener("click", () => {
    const open = pane.classList.toggle("open");
    opener.setAttribute("aria-expanded", open);
    opener.textContent = open ? "Ẩn bản in" : "Xem bản in";
    if (open && stale) refresh();
    if (open) pane.scrollIntoView({ block: "start" });
  });
})();
