// htmx: aria-busy while a part loads, counts said aloud, errors told without losing what was typed.
import { announce, text } from "./page.js";
import { showToast } from "./toasts.js";

const SENTENCES = { 0: "offline", 403: "forbidden", 404: "missing", 409: "conflict", 429: "tooMany" };
const SLOW = 5000;

export function start() {
  let timer = 0;
  document.addEventListener("htmx:beforeRequest", (event) => {
    event.detail.target?.setAttribute("aria-busy", "true");
    clearTimeout(timer);
    timer = setTimeout(() => announce(text("slow")), SLOW);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    clearTimeout(timer);
    event.detail.target?.removeAttribute("aria-busy");
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const told = event.detail.target?.querySelector("[data-announce]");
    if (told) announce(told.textContent.trim());
  });
  document.addEventListener("htmx:responseError", (event) => tell(event.detail.xhr));
  document.addEventListener("htmx:sendError", () => tell({ status: 0 }));
  window.addEventListener("offline", () => tell({ status: 0 }));
}

function tell(xhr) {
  const id = xhr.getResponseHeader?.("X-Error-Id");
  const sentence = text(SENTENCES[xhr.status] ?? "failed");
  showToast({ text: id ? `${sentence} ${text("errorId")}: ${id}` : sentence, level: "error" });
}
