// Toasts: ten seconds, paused by pointer and focus; the way back is kept for Ctrl+Z until it is used.

const SECONDS = 10;
const LAST_UNDO = "last-undo";

/** Show a message: {text, level, undo_url, open_url}; one that stands there already is not repeated. */
export function showToast(toast) {
  const isTold = (shown) => !toast.undo_url && shown.textContent === toast.text;
  if ([...document.querySelectorAll("#toasts [data-toast-text]")].some(isTold)) return;
  const card = document.getElementById("toast-template").content.firstElementChild.cloneNode(true);
  card.classList.replace("toast-success", `toast-${toast.level ?? "success"}`);
  card.querySelector("[data-toast-text]").textContent = toast.text;
  const undo = card.querySelector("[data-toast-undo]");
  if (toast.undo_url) {
    undo.action = toast.undo_url;
    undo.elements.next.value = location.pathname + location.search;
    undo.hidden = false;
  }
  const open = card.querySelector("[data-toast-open]");
  if (toast.open_url) {
    open.href = toast.open_url;
    open.hidden = false;
  }
  document.getElementById("toasts").append(card);
  prepare(card);
}

/** Take the last change back; false when there is none. */
export function undoLast() {
  const url = sessionStorage.getItem(LAST_UNDO);
  if (!url) return false;
  sessionStorage.removeItem(LAST_UNDO);
  const form = document.getElementById("toast-template").content.querySelector("[data-toast-undo]").cloneNode(true);
  form.action = url;
  form.elements.next.value = location.pathname + location.search;
  form.hidden = true;
  document.body.append(form);
  form.submit();
  return true;
}

export function start() {
  document.querySelectorAll("#toasts [data-toast]").forEach(prepare);
  document.addEventListener("kundebro:toasts", (event) => event.detail.value.forEach(showToast));
  document.addEventListener("click", (event) => event.target.closest("[data-toast-close]")?.closest("[data-toast]").remove());
  document.addEventListener("submit", (event) => {
    if (event.target.closest("[data-toast-undo]")) sessionStorage.removeItem(LAST_UNDO);
  });
}

function prepare(card) {
  const undo = card.querySelector("[data-toast-undo]");
  if (!undo.hidden) sessionStorage.setItem(LAST_UNDO, undo.getAttribute("action"));
  let timer = 0;
  const run = () => {
    timer = setTimeout(() => card.remove(), SECONDS * 1000);
  };
  const pause = () => clearTimeout(timer);
  for (const name of ["pointerenter", "focusin"]) card.addEventListener(name, pause);
  for (const name of ["pointerleave", "focusout"]) card.addEventListener(name, run);
  if (!card.classList.contains("toast-error")) run();
}
