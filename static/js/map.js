// The map works by links alone. This fetches only what changes, lets arrow keys walk the boxes, and
// lights up what hangs together. Listens on the page: a back button puts another map in its place.
"use strict";

const inMap = (event, what) => {
  const found = event.target.closest?.(what);
  return found?.closest("#map") ? found : null;
};
const boxesOf = (layer) => [...document.querySelectorAll(`a.box[data-layer="${layer}"]`)];

// A link to another state of the map: the part is swapped, the address follows, the focus stays.
document.addEventListener("click", (event) => {
  const link = inMap(event, "a[href^='?']");
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  show(location.pathname + link.getAttribute("href"), link.id);
});
document.addEventListener("submit", (event) => {
  const form = inMap(event, "form.map-fail");
  if (!form) return;
  event.preventDefault();
  show(`${location.pathname}?${new URLSearchParams(new FormData(form))}`, "map-fail");
});
async function show(address, focus) {
  await htmx.ajax("GET", address, { target: "#map", swap: "innerHTML" });
  document.getElementById(focus)?.focus({ preventScroll: true });
}

// Arrow keys: up and down in a layer, left and right to the nearest box of the next.
const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
document.addEventListener("keydown", (event) => {
  const here = inMap(event, "a.box");
  const step = STEPS[event.key];
  if (!here || !step || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const boxes = boxesOf(Number(here.dataset.layer) + step[0]);
  const top = (box) => box.getBoundingClientRect().top;
  const away = (box) => Math.abs(top(box) - top(here));
  const next = step[0] ? boxes.sort((a, b) => away(a) - away(b))[0] : boxes[boxes.indexOf(here) + step[1]];
  next?.focus();
});

// What a box rests on and what rests on it stands out while it is pointed at or has the focus.
function lightUp(box) {
  const wires = [...document.querySelectorAll(".map .wire")];
  for (const wire of wires) wire.classList.remove("near");
  for (const [from, to] of box ? [["upper", "lower"], ["lower", "upper"]] : []) {
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
  document.addEventListener(kind, (event) => {
    if (inMap(event, ".map")) lightUp(inMap(event, "a.box"));
  });
}
