/* The review screen: fields and doubts light up their places, places lead back, and keys do it all.
   Keys are told by their position (event.code), so that they work on a Thai keyboard as well. */
(() => {
  const screen = document.querySelector("[data-review]");
  if (!screen) return;
  const text = screen.querySelector("[data-review-text]");
  const switchBox = screen.querySelector("[data-review-keys]");
  const sources = [...screen.querySelectorAll("[data-place]")];
  const doubts = [...screen.querySelectorAll("[data-doubt]")];
  const memory = "ruam-review-keys";

  function light(name, scroll) {
    let first = null;
    for (const piece of text.querySelectorAll("[data-inside]")) {
      const lit = name !== "" && piece.dataset.inside.split(" ").includes(name);
      piece.classList.toggle("letter-review__lit", lit);
      if (lit && !first) first = piece;
    }
    if (first && scroll) text.scrollTop += first.getBoundingClientRect().top - text.getBoundingClientRect().top - 60;
  }

  for (const source of sources) {
    const name = source.dataset.place;
    source.addEventListener("focusin", () => light(name, true));
    source.addEventListener("mouseenter", () => light(name, false));
    source.addEventListener("mouseleave", () => {
      const held = document.activeElement.closest("[data-place]");
      light(held ? held.dataset.place : "", false);
    });
  }

  text.addEventListener("click", (event) => {
    const piece = event.target.closest("[data-inside]");
    if (!piece || String(window.getSelection())) return;
    for (const name of piece.dataset.inside.split(" ")) {
      const source = sources.find((one) => one.dataset.place === name);
      if (source) return (source.querySelector("a, textarea") || source).focus();
    }
  });

  function step(by) {
    if (!doubts.length) return;
    const at = doubts.findIndex((one) => one.contains(document.activeElement));
    const next = at < 0 ? (by > 0 ? 0 : doubts.length - 1) : (at + by + doubts.length) % doubts.length;
    doubts[next].querySelector("[data-doubt-title]").focus();
  }

  function act(code) {
    const doubt = document.activeElement.closest("[data-doubt]");
    if (code === "KeyJ") step(1);
    else if (code === "KeyK") step(-1);
    else if (code === "KeyR" && doubt) doubt.querySelector("textarea")?.focus();
    else if (code === "KeyT") text.focus();
    else if (code === "KeyN") document.querySelector("[data-next-letter]")?.click();
    else return false;
    return true;
  }

  try { switchBox.checked = localStorage.getItem(memory) !== "off"; } catch { /* no storage: on, as shown */ }
  switchBox.addEventListener("change", () => {
    try { localStorage.setItem(memory, switchBox.checked ? "on" : "off"); } catch { /* for this page only */ }
  });

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("textarea, select, input:not([type=checkbox])");
    const doubt = event.target.closest("[data-doubt]");
    if (typing && doubt && event.code === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      return typing.form.requestSubmit();
    }
    if (typing && doubt && event.code === "Escape") {
      event.stopPropagation(); // Wagtail's menu takes the focus at it on a narrow screen
      return doubt.querySelector("[data-doubt-title]").focus();
    }
    if (typing || !switchBox.checked || event.ctrlKey || event.metaKey || event.altKey) return undefined;
    if (act(event.code)) event.preventDefault();
    return undefined;
  }, true);
  // After a decision the address names the doubt that comes next.
  const named = location.hash && document.getElementById(location.hash.slice(1));
  if (named && named.matches("[data-doubt-title]")) named.focus();
})();
