// Everything works without this file. It ticks a whole page at once and counts what is ticked.
"use strict";

const ticks = () => [...document.querySelectorAll('input[name="function"][form="bulk"]')];

function count() {
  const said = document.querySelector("[data-ticked]");
  if (!said) return;
  const all = document.querySelector("[data-tick-all]");
  all.closest("label").hidden = false;
  const ticked = ticks().filter((box) => box.checked).length;
  all.checked = ticked > 0 && ticked === ticks().length;
  all.indeterminate = ticked > 0 && !all.checked;
  said.textContent = ticked ? said.dataset.ticked.replace("%n", ticked) : "";
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-tick-all]")) {
    for (const box of ticks()) box.checked = event.target.checked;
  }
  if (event.target.matches('[data-tick-all], input[form="bulk"]')) count();
});
document.addEventListener("htmx:afterSettle", count);
window.addEventListener("pageshow", count);
