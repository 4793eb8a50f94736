/* The panel of quality: asked for anew after every save that the editor makes by itself; a remark leads to its field. */
(function () {
  "use strict";
  function renew() {
    var panel = document.querySelector("[data-guide-quality]");
    var page = /\/pages\/(\d+)\/edit/.exec(location.pathname);
    if (!panel || !page) return;
    fetch(panel.dataset.url.replace("/0/", "/" + page[1] + "/"), { credentials: "same-origin" })
      .then(function (response) { return response.ok ? response.text() : null; })
      .then(function (html) { if (html !== null) panel.innerHTML = html; });
  }
  document.addEventListener("w-autosave:success", function () { renew(); });
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("[data-guide-field]");
    if (!link) return;
    var name = link.dataset.guideField;
    var field = document.getElementById("id_" + name) || document.querySelector('[data-contentpath="' + name + '"]');
    if (!field) return;
    event.preventDefault();
    field.scrollIntoView({ block: "center" });
    if (field.matches("input, textarea, select")) field.focus();
  });
})();
