/* The checklist of a guide: ticks are kept on this device and nowhere else. */
(function () {
  "use strict";
  document.querySelectorAll("[data-checklist]").forEach(function (section) {
    var boxes = Array.prototype.slice.call(section.querySelectorAll("input[type=checkbox]"));
    var tools = section.querySelector("[data-checklist-tools]");
    if (!boxes.length || !tools) return;
    var state = tools.querySelector("[data-checklist-state]");
    var key = "checklist:" + section.dataset.checklist;

    function read() {
      try { return JSON.parse(localStorage.getItem(key)) || []; } catch (error) { return []; }
    }
    function write(ticked) {
      // A device that keeps nothing (private window, full store) still has a checklist for this visit.
      try {
        if (ticked.length) localStorage.setItem(key, JSON.stringify(ticked));
        else localStorage.removeItem(key);
      } catch (error) { return; }
    }
    function show() {
      var done = boxes.filter(function (box) { return box.checked; }).length;
      var left = boxes.filter(function (box) { return !box.checked; });
      if (!done) state.textContent = state.dataset.none;
      else if (!left.length) state.textContent = state.dataset.all;
      else {
        var parts = [done, boxes.length, left.map(function (box) { return box.dataset.name; }).join(" · ")];
        state.textContent = state.dataset.some.replace(/%s/g, function () { return parts.shift(); });
      }
    }

    var kept = read();
    boxes.forEach(function (box) {
      box.checked = kept.indexOf(box.value) >= 0;
      box.addEventListener("change", function () {
        write(boxes.filter(function (other) { return other.checked; }).map(function (other) { return other.value; }));
        show();
      });
    });
    tools.querySelector("[data-checklist-clear]").addEventListener("click", function () {
      boxes.forEach(function (box) { box.checked = false; });
      write([]);
      show();
    });
    show();
    tools.hidden = false;
  });
})();
