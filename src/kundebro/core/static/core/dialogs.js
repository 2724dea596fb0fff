// The page's one dialog: htmx loads into #dialog; it opens when content arrives and gives the focus back when it closes.
import { confirmLeaving } from "./forms.js";

let opener = null;

const host = () => document.getElementById("dialog-host");

/** Close the dialog and empty it; asks first when it holds unsaved typing. */
export function closeDialog() {
  if (!host()?.open || !confirmLeaving(host())) return;
  host().close();
}

export function start() {
  if (!host()) return;
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target?.id === "dialog" && !host().open) opener = document.activeElement;
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target?.id !== "dialog") return;
    if (!host().open) host().showModal();
    const first = host().querySelector("[data-error-summary], [autofocus], .dialog-body :is(input:not([type=hidden]), select, textarea), .dialog-foot .btn");
    first?.focus();
  });
  host().addEventListener("close", () => {
    document.getElementById("dialog").replaceChildren();
    if (opener?.isConnected) opener.focus();
    opener = null;
  });
  host().addEventListener("cancel", (event) => {
    if (event.target !== host()) return;
    event.preventDefault();
    closeDialog();
  });
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-download]")) requestAnimationFrame(closeDialog);
  });
  host().addEventListener("click", (event) => {
    if (event.target === host()) closeDialog();
    if (event.target.closest("[data-dialog-close]")) {
      event.preventDefault();
      closeDialog();
    }
  });
}
