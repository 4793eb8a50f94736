/* Keeps what was written where the session ends while it is being written. What a form sends is kept in this
   tab; the next screen shows that it arrived and forgets it. Where the same screen comes back as new, after
   signing in again, the words are sent to it once more, to be shown and not saved. */
(() => {
  "use strict";
  const KEY = "guideline-words";
  const form = document.querySelector("form[data-keep]");

  function kept() {
    const text = sessionStorage.getItem(KEY);
    return text ? JSON.parse(text) : null;
  }

  function keep() {
    const words = [...new FormData(form)].filter(([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string");
    try {
      sessionStorage.setItem(KEY, JSON.stringify({ path: location.pathname, user: form.dataset.keepUser, words }));
    } catch (error) {
      console.warn("These words are too many to be kept in this tab", error);
    }
  }

  function restore(words) {
    const again = document.createElement("form");
    again.method = "post";
    const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    for (const [name, value] of [...words, ["csrfmiddlewaretoken", token], ["restore", "1"]]) {
      const field = document.createElement("textarea");
      field.name = name;
      field.value = value;
      again.append(field);
    }
    again.hidden = true;
    document.body.append(again);
    again.submit();
  }

  const found = kept();
  if (form && form.dataset.keep === "new" && found && found.path === location.pathname && found.user === form.dataset.keepUser) {
    restore(found.words);
  } else {
    sessionStorage.removeItem(KEY);
  }
  if (form) {
    form.addEventListener("submit", keep);
  }
})();
