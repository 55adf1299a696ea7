// Counts down what <time data-until> says; without it the page shows the time left when it was made.
"use strict";

(() => {
  if (window.countingDown) return;
  window.countingDown = true;

  function spelled(minutes) {
    const parts = [
      [Math.floor(minutes / 1440), "d"],
      [Math.floor((minutes % 1440) / 60), "h"],
      [minutes % 60, "min"],
    ].filter(([count]) => count);
    return (parts.length ? parts : [[0, "min"]]).map(([n, unit]) => `${n}\u00a0${unit}`).join("\u00a0");
  }

  function count() {
    for (const time of document.querySelectorAll("time[data-until]")) {
      const minutes = Math.round((Date.parse(time.dateTime) - Date.now()) / 60000);
      const words = minutes >= 0 ? time.dataset.ahead : time.dataset.gone;
      const text = words.replace("%(time)s", spelled(Math.abs(minutes)));
      if (time.textContent !== text) time.textContent = text;
    }
  }

  count();
  setInterval(count, 10000);
})();
