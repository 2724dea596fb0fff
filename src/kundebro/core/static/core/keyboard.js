// Shortcuts (ux.md 5; core/keyboard.py writes the sheet). Single keys are dead inside fields and can be switched off.
import { sendForm } from "./forms.js";
import { isTyping, mayUseSingleKeys } from "./page.js";
import { moveRow, rowKey, selectRow } from "./rows.js";
import { undoLast } from "./toasts.js";

const PATIENCE = 1500;
let lastG = -PATIENCE;

const visible = (selector) => [...document.querySelectorAll(selector)].find((element) => element.offsetParent !== null);

function click(selector) {
  const element = visible(selector);
  element?.click();
  return Boolean(element);
}

function focus(selector) {
  const element = visible(selector);
  element?.focus();
  element?.select?.();
  return Boolean(element);
}

const withControl = {
  k: () => click(".search-opener") || click(".bottombar [href*=palette]"),
  s: (event) => sendForm(event.target, "save"),
  Enter: (event) => sendForm(event.target, "save-close"),
  z: (event) => !isTyping(event.target) && undoLast(),
};

const alone = {
  "?": () => click("[href*='/keyboard/']") || document.querySelector("[href*='/keyboard/']")?.click() === undefined,
  n: createNew,
  "+": createNew,
  "/": () => focus("[data-list-search]"),
  j: () => moveRow(1),
  ArrowDown: () => moveRow(1),
  k: () => moveRow(-1),
  ArrowUp: () => moveRow(-1),
  x: () => selectRow(false),
  X: () => selectRow(true),
  e: () => click("[data-key=edit]"),
};

function createNew() {
  return click("[data-key=new]") || click("[data-new]");
}

export function start() {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    if (act(event)) event.preventDefault();
  });
}

function act(event) {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) return withControl[event.key]?.(event) ?? false;
  if (!mayUseSingleKeys(event)) return false;
  if (document.querySelector("dialog[open]")) return false;
  if (event.timeStamp - lastG < PATIENCE) {
    lastG = -PATIENCE;
    return follow(event.key.toLowerCase());
  }
  if (event.key === "g") {
    lastG = event.timeStamp;
    return true;
  }
  if (event.key === " " && event.target.closest("button, input, summary")) return false;
  return rowKey(event.key) || (alone[event.key]?.(event) ?? false);
}

function follow(key) {
  const link = document.querySelector(`[data-go="${CSS.escape(key)}"]`);
  link?.click();
  return link !== null;
}
