/* The checklist of a guide: ticks are kept on this device and nowhere else. What is still missing, and which
   service issues it, is computed here from what the page already holds. */
(function () {
  "use strict";
  function list(nodes) { return Array.prototype.slice.call(nodes); }
  function ticked(boxes) { return boxes.filter(function (box) { return box.checked; }); }
  function values(boxes) { return boxes.map(function (box) { return box.value; }); }
  function filled(text, parts) { return text.replace(/%s/g, function () { return parts.shift(); }); }

  document.querySelectorAll("[data-checklist]").forEach(function (section) {
    var boxes = list(section.querySelectorAll("input[name=have]"));
    var cases = list(section.querySelectorAll("input[name=case]"));
    var tools = section.querySelector("[data-checklist-tools]");
    if (!boxes.length || !tools) return;
    var state = tools.querySelector("[data-checklist-state]");
    var key = "checklist:" + section.dataset.checklist;
    var asked = /[?&](have|case|list)=/.test(location.search);

    function read() {
      try { return JSON.parse(localStorage.getItem(key)) || []; } catch (error) { return []; }
    }
    function write(kept) {
      // A device that keeps nothing (private window, full store) still has a checklist for this visit.
      try {
        if (kept.length) localStorage.setItem(key, JSON.stringify(kept));
        else localStorage.removeItem(key);
      } catch (error) { return; }
    }
    function missing() {
      var chosen = values(ticked(cases));
      return boxes.filter(function (box) {
        return !box.checked && (!box.dataset.case || chosen.indexOf(box.dataset.case) >= 0);
      });
    }
    function show() {
      var done = ticked(boxes).length;
      var left = missing();
      if (!done) state.textContent = state.dataset.none;
      else if (!left.length) state.textContent = state.dataset.all;
      else {
        var names = left.map(function (box) { return box.dataset.name; }).join(" · ");
        state.textContent = filled(state.dataset.some, [done, done + left.length, names]);
      }
      estimate(left, done || ticked(cases).length);
    }
    function estimate(left, begun) {
      var block = section.querySelector("[data-estimate]");
      var wanted = values(left), fees = 0, days = 0;
      list(block.querySelectorAll("[data-paper]")).forEach(function (row) {
        row.hidden = wanted.indexOf(row.dataset.paper) < 0;
        if (row.hidden) return;
        fees += Number(row.dataset.fee || 0);
        days = Math.max(days, Number(row.dataset.days || 0));
      });
      sum(block.querySelector("[data-estimate-fees]"), fees);
      sum(block.querySelector("[data-estimate-days]"), days);
      block.querySelector("[data-estimate-done]").hidden = left.length > 0;
      block.hidden = !begun;
    }
    function sum(line, number) {
      line.hidden = !number;
      if (number) line.textContent = filled(line.dataset.text, [number.toLocaleString("en")]);
    }
    function keep() {
      write(values(ticked(boxes)).concat(values(ticked(cases)).map(function (one) { return "case:" + one; })));
      show();
    }

    var kept = asked ? [] : read();
    boxes.forEach(function (box) { if (!asked) box.checked = kept.indexOf(box.value) >= 0; });
    cases.forEach(function (box) { if (!asked) box.checked = kept.indexOf("case:" + box.value) >= 0; });
    boxes.concat(cases).forEach(function (box) { box.addEventListener("change", keep); });
    tools.querySelector("[data-checklist-clear]").addEventListener("click", function () {
      boxes.concat(cases).forEach(function (box) { box.checked = false; });
      keep();
    });
    section.querySelector("[data-checklist-submit]").hidden = true;
    show();
    tools.hidden = false;
  });
})();
