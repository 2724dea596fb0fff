// Forms: the error summary takes the focus, unsaved typing is not lost by accident, Ctrl+S and Ctrl+Enter send.
import { onContent, text, within } from "./page.js";

let isLeavingOnPurpose = false;

/** Whether the part holds typing that nobody saved, in a form that asked to be guarded. */
function hasUnsaved(part) {
  return within(part, "form[data-guard].is-changed").length > 0;
}

/** True when nothing would be lost, or the user says so. */
export function confirmLeaving(part) {
  return !hasUnsaved(part) || window.confirm(text("unsaved"));
}

/** Send the form that has the focus, or the page's only guarded one; `button` names which of its buttons. */
export function sendForm(target, button) {
  const form = target.closest("form") ?? document.querySelector("dialog[open] form") ?? document.querySelector("form[data-guard]");
  if (!form) return false;
  const chosen = button && form.querySelector(`[data-key="${button}"]`);
  form.requestSubmit(chosen ?? undefined);
  return true;
}

export function start() {
  onContent((root) => within(root, "[data-error-summary]").forEach((summary) => summary.focus()));
  document.addEventListener("input", (event) => event.target.closest("form[data-guard]")?.classList.add("is-changed"));
  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[data-guard]")) isLeavingOnPurpose = true;
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt.closest("form[data-guard]");
    isLeavingOnPurpose = false;
    if (form && event.detail.successful) {
      form.classList.remove("is-changed");
      isLeavingOnPurpose = event.detail.xhr.getResponseHeader("HX-Redirect") !== null;
    }
  });
  window.addEventListener("beforeunload", (event) => {
    if (!isLeavingOnPurpose && hasUnsaved(document)) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".error-summary a[href^='#']");
    if (!link) return;
    event.preventDefault();
    const field = document.getElementById(link.hash.slice(1));
    (field?.tomselect ?? field)?.focus();
  });
}
