// The map works by links alone. This fetches only what changes, and lets arrow keys walk the boxes.
"use strict";

const map = document.getElementById("map");

// A link to another state of the map: the part is swapped, the address follows, the focus stays.
map?.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='?']");
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  const address = location.pathname + link.getAttribute("href");
  show(address, link.id);
});
map?.addEventListener("submit", (event) => {
  const form = event.target;
  event.preventDefault();
  show(`${location.pathname}?${new URLSearchParams(new FormData(form))}`, "map-fail");
});
async function show(address, focus) {
  await htmx.ajax("GET", address, { target: "#map", swap: "innerHTML" });
  document.getElementById(focus)?.focus({ preventScroll: true });
}

// Arrow keys: up and down in a layer, left and right to the nearest box of the next.
const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
map?.addEventListener("keydown", (event) => {
  const here = event.target.closest("a.box");
  const step = STEPS[event.key];
  if (!here || !step || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const layer = Number(here.dataset.layer) + step[0];
  const boxes = [...map.querySelectorAll(`a.box[data-layer="${layer}"]`)];
  const middle = (box) => box.getBoundingClientRect().top + box.getBoundingClientRect().height / 2;
  const next = step[0]
    ? boxes.sort((a, b) => Math.abs(middle(a) - middle(here)) - Math.abs(middle(b) - middle(here)))[0]
    : boxes[boxes.indexOf(here) + step[1]];
  next?.focus();
});

// What a box rests on and what rests on it stands out while it is pointed at or has the focus.
function near(box) {
  const wires = [...map.querySelectorAll(".wire")];
  for (const wire of wires) wire.classList.remove("near");
  if (!box) return;
  for (const [from, to] of [["upper", "lower"], ["lower", "upper"]]) {
    const reached = new Set([box.id]);
    for (const end of reached) {
      for (const wire of wires) {
        if (wire.dataset[from] !== end) continue;
        wire.classList.add("near");
        reached.add(wire.dataset[to]);
      }
    }
  }
}
for (const kind of ["pointerover", "focusin"]) {
  map?.addEventListener(kind, (event) => near(event.target.closest("a.box")));
}
