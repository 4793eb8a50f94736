/* Steps of a journey: all open or closed without loading the page again, open where the address points, open on paper. */
(function () {
  "use strict";
  var list = document.querySelector("[data-journey]");
  var link = document.querySelector("[data-journey-all] a");
  if (!list || !link) return;
  var steps = Array.prototype.slice.call(list.querySelectorAll("details"));

  function allOpen() { return steps.every(function (step) { return step.open; }); }
  function show() { link.textContent = allOpen() ? list.dataset.hide : list.dataset.show; }

  link.setAttribute("role", "button");
  link.addEventListener("click", function (event) {
    event.preventDefault();
    var open = !allOpen();
    steps.forEach(function (step) { step.open = open; });
  });
  link.addEventListener("keydown", function (event) {
    if (event.key === " ") {
      event.preventDefault();
      link.click();
    }
  });
  steps.forEach(function (step) { step.addEventListener("toggle", show); });

  function openTarget() {
    var target = location.hash && document.getElementById(location.hash.slice(1));
    var step = target && target.closest("details");
    if (step && list.contains(step)) {
      step.open = true;
      target.scrollIntoView();
    }
  }
  window.addEventListener("hashchange", openTarget);
  openTarget();

  var closed = [];
  window.addEventListener("beforeprint", function () {
    closed = steps.filter(function (step) { return !step.open; });
    closed.forEach(function (step) { step.open = true; });
  });
  window.addEventListener("afterprint", function () {
    closed.forEach(function (step) { step.open = false; });
  });
  show();
})();
