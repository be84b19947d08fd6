"use strict";

// Django's search-as-you-type boxes (select2) have no name for screen readers: give them that of their field,
// whenever one appears, for nobody says when jQuery will have made it.
function nameSearchBoxes() {
  for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
    const label = document.querySelector(`label[for="${select.id}"]`);
    const box = select.nextElementSibling?.querySelector(".select2-selection");
    const shown = box?.querySelector("[role=textbox]");
    if (!label || !box) continue;
    label.id ||= `${select.id}_label`;
    box.setAttribute("aria-labelledby", shown ? `${label.id} ${shown.id}` : label.id);
    shown?.setAttribute("aria-labelledby", label.id);
  }
}

new MutationObserver(nameSearchBoxes).observe(document.documentElement, { childList: true, subtree: true });
window.addEventListener("load", nameSearchBoxes);
