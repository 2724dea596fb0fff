// The card: click or E edits a group in place, Esc leaves it, J and K walk the list one came from, the foot opens sections.
import { confirmLeaving } from "./forms.js";
import { mayUseSingleKeys } from "./page.js";
import { start as startChecks } from "./checks.js";

let wanted = "";

startChecks();

document.addEventListener("click", (event) => {
  const fact = event.target.closest("[data-group] .fact");
  if (fact && !event.target.closest("a, button") && !getSelection().toString()) {
    wanted = fact.dataset.field;
    fact.closest("[data-group]").querySelector("[data-key=edit]").click();
  }
  if (event.target.closest("[data-print]")) window.print();
});

document.addEventListener("htmx:afterSettle", (event) => {
  const form = event.detail.elt; // the form itself: a check that settles inside it must not move the focus
  if (!form.matches?.("form[data-inline]") || form.querySelector("[data-error-summary], [autofocus]")) return;
  if (form.contains(document.activeElement)) return;
  const field = (wanted && form.querySelector(`#id_${CSS.escape(wanted)}`)) || form.querySelector("input:not([type=hidden]), select, textarea");
  wanted = "";
  (field?.tomselect ?? field)?.focus();
});

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
  if (event.key === "Escape") leave(event.target.closest("form[data-inline]"), event);
  else if (mayUseSingleKeys(event) && (event.key === "j" || event.key === "k")) {
    document.querySelector(`.walk [rel=${event.key === "j" ? "next" : "prev"}]`)?.click();
  }
});

function leave(form, event) {
  if (!form || event.target.closest(".ts-wrapper.dropdown-active") || !confirmLeaving(form)) return;
  form.classList.remove("is-changed");
  form.querySelector("[data-key=cancel]").click();
}

// The sections behind the buttons at the foot: one is open at a time, a second click closes it.

const panel = () => document.getElementById("record-panel");

document.addEventListener("htmx:confirm", (event) => {
  const button = event.target.closest("[data-record-panel]");
  if (button?.getAttribute("aria-expanded") !== "true") return;
  event.preventDefault();
  show(null);
  panel().replaceChildren();
  history.replaceState(history.state, "", button.dataset.closedUrl);
});

document.addEventListener("htmx:afterSwap", (event) => {
  const button = event.detail.requestConfig?.elt.closest("[data-record-panel]");
  if (!button) return;
  show(button);
  panel().scrollIntoView({ block: "start" });
});

function show(button) {
  panel().hidden = button === null;
  if (button) panel().setAttribute("aria-label", button.firstChild.textContent.trim() || button.textContent.trim());
  for (const each of document.querySelectorAll("[data-record-panel]")) each.setAttribute("aria-expanded", String(each === button));
}
