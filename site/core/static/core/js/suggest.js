/* Suggestions while somebody types into a search box (ARIA combobox with a list). Without it the box just searches. */
(function () {
  "use strict";
  if (!window.fetch || !window.AbortController) return;
  var PAUSE = 150, SHORTEST = 2, count = 0;

  function start(input) {
    var form = input.form, list = document.createElement("ul"), status = document.createElement("p");
    var id = "suggestions-" + (++count), chosen = -1, typed = input.value, timer = 0, running = null;
    list.id = id;
    list.className = "search__list";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.dataset.suggestLabel);
    list.hidden = true;
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    form.appendChild(list);
    form.appendChild(status);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", id);
    input.setAttribute("aria-expanded", "false");

    function options() { return Array.prototype.slice.call(list.children); }
    function close() {
      list.hidden = true;
      chosen = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }
    function mark(index) {
      options().forEach(function (option, number) { option.setAttribute("aria-selected", String(number === index)); });
      chosen = index;
      if (index < 0) {
        input.value = typed;
        input.removeAttribute("aria-activedescendant");
      } else {
        input.value = list.children[index].textContent;
        input.setAttribute("aria-activedescendant", list.children[index].id);
        list.children[index].scrollIntoView({ block: "nearest" });
      }
    }
    function go(text) {
      input.value = text;
      close();
      if (form.requestSubmit) form.requestSubmit(); else form.submit();
    }
    function show(texts) {
      list.textContent = "";
      texts.forEach(function (text, number) {
        var option = document.createElement("li");
        option.id = id + "-" + number;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.textContent = text;
        // Before the box loses the focus, which would close the list under the finger.
        option.addEventListener("mousedown", function (event) { event.preventDefault(); });
        option.addEventListener("click", function () { go(text); });
        list.appendChild(option);
      });
      chosen = -1;
      input.removeAttribute("aria-activedescendant");
      list.hidden = !texts.length;
      input.setAttribute("aria-expanded", String(!!texts.length));
      status.textContent = texts.length ? input.dataset.suggestCount.replace("%s", texts.length) : "";
    }
    function ask() {
      if (running) running.abort();
      typed = input.value;
      if (typed.trim().length < SHORTEST) return show([]);
      running = new AbortController();
      fetch(input.dataset.suggest + "?q=" + encodeURIComponent(typed), { signal: running.signal, credentials: "same-origin" })
        .then(function (response) { return response.ok ? response.json() : { suggestions: [] }; })
        .then(function (answer) {
          if (input.value !== typed || document.activeElement !== input) return;
          show(answer.suggestions.filter(function (text) { return text !== typed; }));
        })
        .catch(function () { close(); });
    }
    input.addEventListener("input", function () {
      window.clearTimeout(timer);
      timer = window.setTimeout(ask, PAUSE);
    });
    input.addEventListener("keydown", function (event) {
      if (event.isComposing) return;
      var last = list.children.length - 1;
      if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        input.value = typed;
        close();
      } else if (event.key === "ArrowDown" && !list.hidden) {
        event.preventDefault();
        mark(chosen === last ? -1 : chosen + 1);
      } else if (event.key === "ArrowUp" && !list.hidden) {
        event.preventDefault();
        mark(chosen < 0 ? last : chosen - 1);
      } else if (event.key === "Enter") {
        window.clearTimeout(timer);
        if (running) running.abort();
        close();
      }
    });
    input.addEventListener("blur", close);
  }
  document.querySelectorAll("input[data-suggest]").forEach(start);
})();
