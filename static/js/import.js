// Says that a file is too large before it is sent. The server says so too, but has to end the
// connection for that.
"use strict";
const form = document.querySelector("form[data-upload]");
form?.addEventListener("submit", (event) => {
  const file = form.elements.file.files[0];
  if (!file || file.size <= 64 * 1024 * 1024) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const words = document.createElement("p");
  words.className = "note";
  words.textContent = form.dataset.tooLarge;
  document.getElementById("refusal").replaceChildren(words);
});
