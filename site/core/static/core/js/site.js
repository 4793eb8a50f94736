/* What the frame does better with JavaScript; everything works without it. */
(function () {
  "use strict";

  // The display panel closes on Escape and on a click elsewhere.
  var panel = document.querySelector("details.display");
  if (panel) {
    document.addEventListener("click", function (event) {
      if (panel.open && !panel.contains(event.target)) panel.open = false;
    });
    panel.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && panel.open) {
        panel.open = false;
        panel.querySelector("summary").focus();
      }
    });
  }

  // "/" goes to the search box, unless the reader is typing.
  document.addEventListener("keydown", function (event) {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable) return;
    var box = document.querySelector(".search__input");
    if (box) {
      event.preventDefault();
      box.focus();
    }
  });

  // Print buttons are written with `hidden` and appear only where they work.
  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      // data-print="checklist" prints only the parts of that name; the style sheet for paper knows them.
      document.documentElement.dataset.printOnly = button.dataset.print;
      window.print();
      delete document.documentElement.dataset.printOnly;
    });
  });
})();
