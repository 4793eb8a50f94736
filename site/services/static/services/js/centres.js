/* The nearest centres, found on this device: the places of all fitting centres come, the reader's place never goes. */
(function () {
  "use strict";
  if (!("geolocation" in navigator)) return;
  var EARTH = 6371, SHOWN = 20;

  function kilometres(a, b) {
    var rad = Math.PI / 180;
    var h = Math.pow(Math.sin((b.latitude - a.latitude) * rad / 2), 2) +
      Math.cos(a.latitude * rad) * Math.cos(b.latitude * rad) * Math.pow(Math.sin((b.longitude - a.longitude) * rad / 2), 2);
    return 2 * EARTH * Math.asin(Math.sqrt(h));
  }
  function make(tag, className, text) {
    var node = document.createElement(tag);
    if (className) node.className = className;
    if (text) node.textContent = text;
    return node;
  }
  function distance(value, unit) {
    return (value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString("th-TH-u-nu-latn")) + " " + unit;
  }

  function start(box) {
    var button = box.querySelector("button"), words = box.dataset;
    var target = document.getElementById("centre-list");
    box.hidden = false;

    function say(text) {
      var status = target.querySelector("[role=status]");
      if (status) status.textContent = text;
      button.disabled = text === words.wait;
    }
    function show(here, answer) {
      var near = answer.centres.map(function (centre) {
        return { centre: centre, far: kilometres(here, centre) };
      }).sort(function (a, b) { return a.far - b.far; }).slice(0, SHOWN);
      if (!near.length) return say(words.none);
      var list = make("ol", "items");
      near.forEach(function (each) {
        var item = make("li"), title = make("h3", "items__title"), link = make("a", "", each.centre.title);
        link.href = each.centre.url;
        title.appendChild(link);
        var meta = make("p", "items__meta");
        meta.appendChild(make("strong", "", distance(each.far, words.unit)));
        if (each.centre.complete) meta.appendChild(make("span", "tag tag--success", words.complete));
        if (each.centre.status) meta.appendChild(make("span", "tag" + (each.centre.open ? " tag--success" : ""), each.centre.status));
        [each.centre.kind, each.centre.place].forEach(function (text) { if (text) meta.appendChild(make("span", "", text)); });
        item.appendChild(title);
        item.appendChild(meta);
        list.appendChild(item);
      });
      var old = target.querySelector("[data-centres]"), pages = target.querySelector(".pagination");
      list.setAttribute("data-centres", "");
      if (old) old.replaceWith(list); else target.appendChild(list);
      if (pages) pages.remove();
      say(words.title + (answer.unplaced ? " · " + words.unplaced + " " + answer.unplaced : ""));
      target.setAttribute("tabindex", "-1");
      target.focus({ preventScroll: true });
      target.scrollIntoView({ block: "start" });
    }

    button.addEventListener("click", function () {
      say(words.wait);
      navigator.geolocation.getCurrentPosition(function (position) {
        var here = { latitude: position.coords.latitude, longitude: position.coords.longitude };
        fetch(words.points, { credentials: "same-origin" }).then(function (response) {
          if (!response.ok) throw new Error(response.status);
          return response.json();
        }).then(function (answer) { show(here, answer); }).catch(function () { say(words.failed); });
      }, function (error) {
        say(error.code === error.PERMISSION_DENIED ? words.refused : words.failed);
      }, { maximumAge: 300000, timeout: 15000 });
    });
  }

  function begin() { document.querySelectorAll("[data-near-me]").forEach(start); }
  document.addEventListener("filters:changed", begin);
  begin();
})();
