// Fields that the server looks at while they are typed: their usual form, and the town of a postal code.

export function start() {
  document.addEventListener("htmx:afterSettle", (event) => {
    const check = event.detail.elt;
    if (!check.matches?.(".field-check[data-value]")) return;
    rewrite(document.getElementById(check.dataset.of), check.dataset.value);
    if (check.dataset.fills) fill(document.getElementById(check.dataset.fills), check.dataset.town);
  });
}

function rewrite(box, value) {
  if (box && box !== document.activeElement && box.value.trim()) box.value = value;
}

/** A town that nobody typed follows the postal code; one that was typed stays. */
function fill(box, town) {
  if (!box || ![box.defaultValue, box.dataset.filled, ""].includes(box.value)) return;
  box.value = town;
  box.dataset.filled = town;
}
