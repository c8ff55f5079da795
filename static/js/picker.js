// Choosing a file: the browser's own button speaks the browser's language, ours speaks Vietnamese.
(() => {
  "use strict";
  for (const input of document.querySelectorAll("input[type=file]")) {
    const picker = document.createElement("div");
    const label = document.createElement("label");
    const name = document.createElement("span");
    picker.className = "picker";
    label.className = "btn btn-outline-secondary btn-sm";
    label.htmlFor = input.id;
    label.textContent = "Chọn tệp";
    name.className = "small soft";
    const say = () => { name.textContent = input.files.length ? input.files[0].name : "Chưa chọn tệp nào"; };
    input.addEventListener("change", say);
    input.before(picker);
    picker.append(input, label, name);
    input.classList.add("visually-hidden");
    say();
  }
})();
