/* How far a large import is, asked for every two seconds; the screen is loaded anew when a stage ends. */
(function () {
  "use strict";
  var bar = document.querySelector("[data-batch]");
  if (!bar) return;
  function ask() {
    fetch(bar.dataset.url, { credentials: "same-origin" })
      .then(function (response) { return response.ok ? response.json() : null; })
      .then(function (now) {
        if (now === null) return;
        if (now.state !== bar.dataset.batch) { location.reload(); return; }
        bar.max = now.total || 1;
        bar.value = now.done;
        document.querySelector("[data-batch-done]").textContent = now.done.toLocaleString("en");
        document.querySelector("[data-batch-total]").textContent = now.total.toLocaleString("en");
      })
      .finally(function () { setTimeout(ask, 2000); });
  }
  setTimeout(ask, 2000);
})();
