/* Filters that work without the button: a change fetches the same page, and only the list and the boxes are put in. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-facets]");
  if (!form || !window.fetch || !window.history.pushState) return;
  var latest = 0;

  function query() {
    var pairs = new URLSearchParams();
    new FormData(form).forEach(function (value, name) { if (value) pairs.append(name, value); });
    return pairs.toString();
  }
  // What is folded or half-read stays so: boxes are put in group by group, each group's fold untouched.
  function boxes(fresh) {
    var open = {};
    form.querySelectorAll("details").forEach(function (group) {
      var list = group.querySelector(".facets__list");
      open[group.querySelector("summary").textContent] = [group.open, list ? list.scrollTop : 0];
    });
    var focus = document.activeElement, name = focus && focus.name, value = focus && focus.value, id = focus && focus.id;
    var text = form.querySelector("input[type=search]"), typed = text && text.value;
    form.innerHTML = fresh.innerHTML;
    form.querySelectorAll("details").forEach(function (group) {
      var was = open[group.querySelector("summary").textContent], list = group.querySelector(".facets__list");
      if (was) group.open = was[0];
      if (was && list) list.scrollTop = was[1];
    });
    text = form.querySelector("input[type=search]");
    if (text && typed !== undefined && focus && focus.type === "search") text.value = typed;
    var again = id ? document.getElementById(id) : null;
    if (!again && name) {
      again = Array.prototype.find.call(form.elements, function (each) { return each.name === name && each.value === value; });
    }
    if (again) again.focus({ preventScroll: true });
  }
  function load(url, keep) {
    var turn = ++latest, target = document.getElementById(form.dataset.facets);
    target.setAttribute("aria-busy", "true");
    return fetch(url, { credentials: "same-origin", headers: { Accept: "text/html" } }).then(function (response) {
      if (!response.ok) throw new Error(response.status);
      return response.text();
    }).then(function (html) {
      if (turn !== latest) return;
      var page = new DOMParser().parseFromString(html, "text/html");
      var fresh = page.getElementById(form.dataset.facets), fields = page.querySelector("form[data-facets]");
      if (!fresh || !fields) throw new Error("not the same page");
      boxes(fields);
      document.querySelectorAll("[data-with-facets]").forEach(function (part) {
        var other = page.getElementById(part.id);
        if (other) part.replaceWith(document.importNode(other, true));
      });
      // The status line is kept in the document and its words changed, so that screen readers say them.
      var status = target.querySelector("[role=status]"), said = fresh.querySelector("[role=status]");
      target.innerHTML = fresh.innerHTML;
      if (status && said) {
        var words = said.innerHTML;
        target.querySelector("[role=status]").replaceWith(status);
        window.setTimeout(function () { status.innerHTML = words; }, 50);
      }
      target.removeAttribute("aria-busy");
      document.title = page.title;
      if (keep) history.pushState({ filters: true }, "", url);
      document.dispatchEvent(new CustomEvent("filters:changed"));
    }).catch(function () { window.location.href = url; });
  }
  form.addEventListener("change", function (event) {
    if (event.target.type === "search") return;
    // A box that hangs on another one (a province's districts) is emptied with it.
    form.querySelectorAll("[data-follows]").forEach(function (box) {
      if (box.dataset.follows === event.target.name) box.value = "";
    });
    var asked = query();
    load(form.getAttribute("action") + (asked ? "?" + asked : ""), true);
  });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    var asked = query();
    load(form.getAttribute("action") + (asked ? "?" + asked : ""), true);
  });
  window.addEventListener("popstate", function () { load(window.location.href, false); });
})();
