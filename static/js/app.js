// Everything works without this file. It guards what was typed, stops double sending, tells of a
// failed network, and lets lists marked data-reorder be sorted by pointer.
"use strict";

// One notice at the foot of the page: what happened, what was kept. The words come from the page.
function tell(kind) {
  const words = document.getElementById("notices");
  if (!words) return;
  document.querySelector(".notice.floating")?.remove();
  const notice = document.createElement("div");
  notice.className = "notice floating bad";
  notice.setAttribute("role", "alert");
  const text = document.createElement("p");
  text.textContent = words.dataset[kind] || words.dataset.failed;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "small";
  close.textContent = words.dataset.close;
  close.addEventListener("click", () => notice.remove());
  notice.append(text, close);
  if (kind === "ended") {
    const again = document.createElement("button");
    again.type = "button";
    again.className = "small primary";
    again.textContent = words.dataset.again;
    again.addEventListener("click", () => {
      dirty.clear(); // drafts.js keeps it
      location.reload();
    });
    close.before(again);
  }
  document.body.append(notice);
}
const unanswered = (event) => tell(event.detail.requestConfig?.verb === "get" ? "offline" : "unsure");
document.addEventListener("htmx:sendError", unanswered);
document.addEventListener("htmx:timeout", unanswered);
document.addEventListener("htmx:responseError", (event) => {
  const status = event.detail.xhr.status;
  tell({ 401: "ended", 403: "refused", 404: "gone" }[status] || "failed");
});

// What was typed is not lost to a stray click: forms marked data-guard ask before leaving.
const dirty = new Set();
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-guard]");
  if (form) dirty.add(form);
});
document.addEventListener("reset", (event) => dirty.delete(event.target));
window.addEventListener("beforeunload", (event) => {
  if ([...dirty].some((form) => form.isConnected)) event.preventDefault();
});

// A double click sends once. The pressed button keeps its name and value: it is never disabled.
document.addEventListener("submit", (event) => {
  const form = event.target;
  dirty.delete(form);
  if (form.method !== "post" || form.hasAttribute("hx-post")) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "1";
  event.submitter?.setAttribute("aria-disabled", "true");
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
});

// A new organisation begins in the time zone of this browser, where it is one of those offered.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
for (const select of document.querySelectorAll("select[data-zone]")) {
  const option = [...select.options].find((choice) => choice.value === zone);
  if (option) option.defaultSelected = option.selected = true;
}
// Menus close on Escape and on a click elsewhere.
const openMenus = () => document.querySelectorAll("details.menu[open]");
document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// Lists marked data-reorder: drag by [data-handle], then the form around the list is sent.
let dragged = null;
document.addEventListener("pointerdown", (event) => {
  const handle = event.target.closest("[data-reorder] [data-handle]");
  if (!handle || event.button) return;
  const list = handle.closest("[data-reorder]");
  dragged = [...list.children].find((item) => item.contains(handle));
  dragged.classList.add("dragging");
  dragged.wasBefore = dragged.nextElementSibling;
  event.preventDefault();
});
document.addEventListener("pointermove", (event) => {
  if (!dragged) return;
  const rest = [...dragged.parentNode.children].filter((item) => item !== dragged);
  const next = rest.find((item) => {
    const box = item.getBoundingClientRect();
    return event.clientY < box.top + box.height / 2;
  });
  dragged.parentNode.insertBefore(dragged, next || null);
});
document.addEventListener("pointerup", () => {
  if (!dragged) return;
  const [item, moved] = [dragged, dragged.wasBefore !== dragged.nextElementSibling];
  dragged = null;
  item.classList.remove("dragging");
  if (moved) item.closest("form")?.requestSubmit();
});
