// [data-date-field]: a text field in Danish writing; its button opens the browser's own calendar.
import { onContent, within } from "./page.js";

export function start() {
  onContent((root) => within(root, "[data-date-field]").forEach(prepare));
}

function prepare(field) {
  if (field.querySelector(".date-native")) return;
  const box = field.querySelector("input");
  const button = field.querySelector("[data-date-open]");
  const calendar = document.createElement("input");
  Object.assign(calendar, { type: "date", className: "date-native", tabIndex: -1 });
  calendar.setAttribute("aria-hidden", "true");
  field.append(calendar);
  button.hidden = box.disabled || box.readOnly;
  button.addEventListener("click", () => {
    calendar.value = isoDate(box.value);
    calendar.showPicker();
  });
  calendar.addEventListener("change", () => {
    if (!calendar.value) return;
    box.value = calendar.value.split("-").reverse().join("-");
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.dispatchEvent(new Event("change", { bubbles: true }));
    box.focus();
  });
}

function isoDate(text) {
  const parts = text.match(/^(\d{1,2})[-./](\d{1,2})[-./](\d{4})$/);
  return parts ? `${parts[3]}-${parts[2].padStart(2, "0")}-${parts[1].padStart(2, "0")}` : "";
}
