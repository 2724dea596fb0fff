// select[data-proposes]: the chosen option proposes a value for another field, as long as nobody typed there.
// [data-fills]: a button that fills in a field; its group is shown by script only.
import { onContent, within } from "./page.js";

export function start() {
  onContent((root) => {
    for (const group of within(root, "[data-proposals]")) group.hidden = false;
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches?.("select[data-proposes]")) propose(event.target);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-fills]");
    const box = button && document.getElementById(button.dataset.fills);
    if (!box) return;
    box.value = button.dataset.value;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
  });
}

/** A value that was proposed gives way to the next proposal; one that was typed stays. */
function propose(select) {
  const box = document.getElementById(select.dataset.proposes);
  const { proposed } = select.selectedOptions[0]?.dataset ?? {};
  if (!box || !proposed || ![box.defaultValue, box.dataset.proposed, ""].includes(box.value)) return;
  box.value = proposed;
  box.dataset.proposed = proposed;
}
