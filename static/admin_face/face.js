// What the admin's own scripts leave without a name: the boxes that search while one types.
(() => {
  "use strict";
  const name = () => {
    for (const select of document.querySelectorAll("select.admin-autocomplete")) {
      const label = document.querySelector(`label[for="${select.id}"]`);
      const box = select.parentElement.querySelector(".select2-selection");
      if (!label || !box) continue;
      const words = label.textContent.replace(/[:*\s]+$/, "").trim();
      for (const node of [box, box.querySelector(".select2-selection__rendered")]) node.setAttribute("aria-label", words);
    }
  };
  // In the queue behind the script that makes the boxes.
  if (window.django && window.django.jQuery) window.django.jQuery(name);
})();
