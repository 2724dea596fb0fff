// Lists: a click anywhere in a row opens it, J and K walk, X selects; the selection bar counts.
import { mayUseSingleKeys, onContent, within } from "./page.js";

let lastBox = null;

const rows = () => [...document.querySelectorAll("[data-rows] tbody tr:not([data-heading])")].filter((row) => row.offsetParent !== null);
const here = () => document.querySelector("[data-rows] tr.is-here");

/** Move to the next (1) or previous (-1) row; false when there is no list. */
export function moveRow(step) {
  const all = rows();
  if (!all.length) return false;
  const at = all.indexOf(here());
  const next = all[Math.min(Math.max(at === -1 ? (step > 0 ? 0 : all.length - 1) : at + step, 0), all.length - 1)];
  here()?.classList.remove("is-here");
  next.classList.add("is-here");
  (next.querySelector("td a[href]") ?? next.querySelector("input"))?.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  return true;
}

/** Do what the key means for the row one stands on: an element of it that says so is clicked, a box is ticked. */
export function rowKey(key) {
  const meant = here()?.querySelector(`[data-row-key="${CSS.escape(key)}"]`);
  if (!meant) return false;
  if (meant.matches("input")) return selectRow(false);
  keepPlace();
  meant.click();
  return true;
}

/** Tick or untick the row one stands on; with `isRange` all rows since the last tick. */
export function selectRow(isRange) {
  const box = here()?.querySelector(".cell-box input");
  if (!box) return false;
  box.checked = !box.checked;
  if (isRange && lastBox) tickRange(box);
  lastBox = box;
  count();
  return true;
}

/** Remember which row one stands on: the list that is loaded after the dialog goes on there. */
function keepPlace() {
  const list = here()?.closest("[data-keeps-row]");
  if (list) sessionStorage.setItem(list.dataset.keepsRow, JSON.stringify([location.href, rows().indexOf(here())]));
}

/** Go on where one stood before the page was loaded again. */
function goOn() {
  const list = document.querySelector("[data-keeps-row]");
  const kept = list && sessionStorage.getItem(list.dataset.keepsRow);
  if (!kept) return;
  sessionStorage.removeItem(list.dataset.keepsRow);
  const [address, place] = JSON.parse(kept);
  if (address !== location.href) return;
  for (let step = 0; step <= place; step += 1) moveRow(1);
}

export function start() {
  goOn();
  document.addEventListener("click", (event) => {
    const row = event.target.closest("tr[data-href]");
    if (!row || event.target.closest("a, button, input, label, select, summary, .cell-box") || getSelection().toString()) return;
    if (event.ctrlKey || event.metaKey) window.open(row.dataset.href, "_blank", "noopener");
    else location.assign(row.dataset.href);
  });
  document.addEventListener("click", (event) => {
    const box = event.target.closest(".cell-box input:not([data-select-all])");
    if (!box) return;
    if (event.shiftKey && lastBox) tickRange(box);
    lastBox = box;
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-select-all]")) {
      for (const box of event.target.closest("table").querySelectorAll("tbody .cell-box input")) box.checked = event.target.checked;
    }
    if (event.target.closest(".cell-box")) count();
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-selection-clear]")) return;
    for (const box of document.querySelectorAll(".cell-box input")) box.checked = false;
    count();
  });
  document.addEventListener("keydown", (event) => {
    if (!mayUseSingleKeys(event) || event.target.closest("dialog")) return;
    if (event.key === "Enter" && here() && !event.target.closest("a, button, summary")) here().querySelector("td a[href]")?.click();
  });
  onContent((root) => {
    if (within(root, "[data-rows]").length) count();
  });
}

function tickRange(box) {
  const boxes = [...document.querySelectorAll("tbody .cell-box input")];
  const [from, to] = [boxes.indexOf(lastBox), boxes.indexOf(box)].sort((one, other) => one - other);
  if (from >= 0) boxes.slice(from, to + 1).forEach((each) => { each.checked = box.checked; });
}

function count() {
  const boxes = [...document.querySelectorAll("tbody .cell-box input")];
  const chosen = boxes.filter((box) => box.checked).length;
  const all = document.querySelector("[data-select-all]");
  if (all) {
    all.checked = chosen > 0 && chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
  }
  for (const bar of document.querySelectorAll("[data-selection-bar]")) {
    bar.hidden = chosen === 0;
    bar.querySelector("[data-selection-count]").textContent = String(chosen);
  }
}
