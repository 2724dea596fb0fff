// Small things several modules need: texts in the page's language, whether a field has the focus, new content.

let texts;

/** The sentence of that name, as script_texts.py translated it. */
export function text(name) {
  texts ??= JSON.parse(document.getElementById("texts").textContent);
  return texts[name];
}

/** Whether keys belong to a field just now. */
export function isTyping(target) {
  return target.isContentEditable || target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, .ts-wrapper") !== null;
}

/** Whether single keys may act: switched on, and no field and no menu has the focus. */
export function mayUseSingleKeys(event) {
  return document.documentElement.dataset.singleKeys === "on" && !event.ctrlKey && !event.metaKey && !event.altKey
    && !isTyping(event.target) && event.target.closest(".dropdown-menu, [role=tablist], [role=grid]") === null;
}

/** Run now for the page and again for whatever htmx puts into it. */
export function onContent(prepare) {
  prepare(document);
  document.addEventListener("htmx:load", (event) => prepare(event.detail.elt));
}

/** Every element of the selector in the root, the root itself included. */
export function within(root, selector) {
  const found = [...root.querySelectorAll(selector)];
  return root instanceof Element && root.matches(selector) ? [root, ...found] : found;
}

/** Say it to a screen reader. */
export function announce(sentence) {
  const announcer = document.getElementById("announcer");
  if (announcer) announcer.textContent = sentence;
}
