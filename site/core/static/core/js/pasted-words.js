/* The rich text editor takes the text of every element that it does not know: pasted code would stand among the
   words. What nobody can have meant as text is taken out of the clipboard before the editor sees it. */
"use strict";

(() => {
  const NO_TEXT = "script, style, title, template, noscript, xml";
  const cleaned = new WeakSet();

  document.addEventListener("paste", (event) => {
    const target = event.target;
    if (cleaned.has(event) || !(target instanceof Element) || !target.closest("[data-draftail-editor-wrapper]")) return;
    const html = event.clipboardData?.getData("text/html");
    if (!html) return;
    const page = new DOMParser().parseFromString(html, "text/html"); // runs no script, loads nothing
    const found = page.querySelectorAll(NO_TEXT);
    if (!found.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    for (const element of found) element.remove();
    const words = new DataTransfer();
    words.setData("text/html", page.documentElement.outerHTML);
    words.setData("text/plain", event.clipboardData.getData("text/plain"));
    const again = new ClipboardEvent("paste", { clipboardData: words, bubbles: true, cancelable: true });
    cleaned.add(again);
    target.dispatchEvent(again);
  }, true);
})();
