/* While the worker makes the files of a report, the list of them is brought up to date. Without this script the
   reader loads the screen again. */

(() => {
  const again = async () => {
    const shown = document.querySelector("[data-making]");
    if (!shown) return;
    try {
      const answer = await fetch(window.location.href, { credentials: "same-origin" });
      if (!answer.ok || answer.redirected) return; // signed out: what is shown stays
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const now = page.querySelector("[data-making]") ?? page.querySelector("[data-made]");
      if (now && now.innerHTML !== shown.innerHTML) {
        const held = shown.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
        shown.replaceWith(document.importNode(now, true));
        if (held) document.querySelector(`[data-making] a[href="${held}"], [data-made] a[href="${held}"]`)?.focus();
      }
    } catch {
      /* the next look may succeed */
    }
    window.setTimeout(again, Number(shown.dataset.making));
  };
  window.setTimeout(again, 2000);
})();
