/* The rich text editor writes what was typed into its form a quarter of a second after the last key. A form that is
   sent sooner, by Ctrl+S or a quick hand, would leave the last words behind: it waits for them. */
"use strict";

(() => {
  const RECENT = 3000; // milliseconds in which what was typed may not be written yet, however busy the browser is
  const WRITTEN = 300; // the editor's own interval is 250
  let last = -Infinity;

  const typed = (event) => {
    if (event.target instanceof Element && event.target.closest("[data-draftail-editor-wrapper]")) {
      last = performance.now();
    }
  };
  for (const kind of ["keydown", "beforeinput", "input", "paste", "cut", "drop"]) {
    document.addEventListener(kind, typed, true);
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (performance.now() - last > RECENT || !form.querySelector("[data-draftail-editor-wrapper]")) return;
    last = -Infinity;
    event.preventDefault();
    event.stopImmediatePropagation();
    const button = event.submitter;
    setTimeout(() => {
      const isOff = button?.disabled; // as a button that shows progress is; its name would not be sent
      if (isOff) button.disabled = false;
      form.requestSubmit(button);
      if (isOff) button.disabled = true;
    }, WRITTEN);
  }, true);
})();
