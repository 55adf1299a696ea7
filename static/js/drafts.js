// What was typed outlives a session that ends, a server that is away and a stray step back: each
// form being filled in is kept in this tab until the server has taken it. Never passwords or files.
"use strict";
(() => {
  const STEM = "draft:";
  const UNKEPT = ["hidden", "password", "file", "submit", "button", "reset", "image", "search", "fieldset"];
  const CODES = "[type=password], [autocomplete=one-time-code]";
  const TYPED = "textarea, input:not([type=checkbox], [type=radio], [type=search], [type=file])";
  const person = document.body.dataset.person;
  const here = (address) => STEM + new URL(address || "", location.href).pathname;
  const keyOf = (form) => here(form.getAttribute("hx-post") || form.getAttribute("action"));
  const ticks = (control) => control.type === "checkbox" || control.type === "radio";
  const controls = (form) => [...form.elements].filter((c) => c.name && !UNKEPT.includes(c.type));
  // A browser may refuse to keep anything: then the pages work as they do without this file.
  const storage = (() => {
    try {
      sessionStorage.setItem("draft-try", "1");
      sessionStorage.removeItem("draft-try");
      return sessionStorage;
    } catch {
      return null;
    }
  })();
  if (!storage) return;
  const keys = () => Object.keys(storage).filter((key) => key.startsWith(STEM));
  const read = (key) => JSON.parse(storage.getItem(key));
  const drop = (key) => storage.removeItem(key);

  function keep(form) {
    const fields = controls(form).map((control) => {
      const { name, value } = control;
      if (!ticks(control)) return { name, value };
      const words = control.checked ? control.closest("label")?.textContent.trim() : "";
      return { name, value, on: control.checked, words };
    });
    try {
      storage.setItem(keyOf(form), JSON.stringify({ person, page: location.pathname, fields }));
    } catch {
      // Full: what was typed is still in the form, and leaving it asks first.
    }
  }

  // A box that was ticked among results of a search is not on a fresh page: it is made anew.
  function ticked(form, field) {
    const place = form.querySelector(".results");
    if (!place || !field.on || !field.words) return null;
    const label = document.createElement("label");
    const box = Object.assign(document.createElement("input"), { type: "checkbox", name: field.name, value: field.value });
    label.append(box, ` ${field.words}`);
    label.dataset.back = "";
    place.prepend(label);
    return box;
  }

  function fill(form, fields) {
    const count = {};
    let differs = false;
    for (const field of fields) {
      const like = controls(form).filter((c) => c.name === field.name);
      if ("on" in field) {
        const box = like.find((c) => c.value === field.value) || ticked(form, field);
        if (!box || box.checked === field.on) continue;
        box.checked = field.on;
      } else {
        count[field.name] = (count[field.name] ?? -1) + 1;
        const control = like[count[field.name]];
        if (!control || control.value === field.value) continue;
        control.value = field.value;
      }
      differs = true;
    }
    return differs;
  }

  function said(text, button, act) {
    const notice = document.createElement("div");
    notice.className = "notice watch";
    notice.setAttribute("role", "status");
    const words = document.createElement("p");
    words.textContent = text;
    notice.append(words);
    if (button) {
      const press = Object.assign(document.createElement("button"), { type: "button", className: "small", textContent: button });
      press.addEventListener("click", () => {
        act();
        notice.remove();
      });
      notice.append(press);
    }
    return notice;
  }

  const seen = new WeakSet();
  function restore(form) {
    if (seen.has(form) || form.getAttribute("method") !== "post") return;
    seen.add(form);
    const [key, words] = [keyOf(form), document.getElementById("notices").dataset];
    const draft = read(key);
    if (!draft || draft.person !== person || !fill(form, draft.fields)) return;
    for (let box = form.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    form.dispatchEvent(new Event("input", { bubbles: true }));
    const discard = () => {
      for (const label of form.querySelectorAll("label[data-back]")) label.remove();
      form.reset();
      drop(key);
    };
    form.before(said(words.back, words.discard, discard));
  }

  // The server says in a cookie which form it has taken (core/drafts.py).
  const taken = document.cookie.match(/(?:^|; )taken=([^;]*)/);
  if (taken) {
    drop(STEM + decodeURIComponent(taken[1]));
    document.cookie = "taken=; path=/; max-age=0; samesite=lax";
  }
  // Nothing of one person's is shown to the next.
  if (person) for (const key of keys()) if (read(key).person !== person) drop(key);
  if (keys().length) for (const note of document.querySelectorAll("[data-kept]")) note.hidden = false;

  for (const form of document.forms) restore(form);
  document.addEventListener("htmx:load", (event) => {
    for (const form of event.detail.elt.querySelectorAll("form")) restore(form);
    if (event.detail.elt.matches("form")) restore(event.detail.elt);
  });
  const open = new Set([...document.forms].map(keyOf));
  const closed = keys().find((key) => read(key).page === location.pathname && !open.has(key));
  if (person && closed) {
    const words = document.getElementById("notices");
    words.append(said(words.dataset.closed, words.dataset.discard, () => drop(closed)));
  }

  document.addEventListener("input", (event) => {
    const form = event.target.closest("form");
    if (!person || form?.getAttribute("method") !== "post" || form.querySelector(CODES)) return;
    if (form.hasAttribute("data-guard") || event.target.matches(TYPED)) keep(form);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.getAttribute("action")?.endsWith("/logout/")) return;
    for (const key of keys()) drop(key);
  });
  // htmx: taken, unless the answer says what is wrong.
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const { xhr, requestConfig } = event.detail;
    const fine = xhr.status < 300 && !xhr.responseText.includes("error-summary");
    if (requestConfig.verb === "post" && fine) drop(here(requestConfig.path));
  });
})();
