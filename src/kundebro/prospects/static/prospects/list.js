// The list: empty filters stay out of the address, and the dialog closes when the exported file comes.
import { closeDialog } from "../core/dialogs.js";

document.addEventListener("htmx:configRequest", (event) => {
  if (!event.target.matches("[data-filter-bar]")) return;
  const { formData } = event.detail;
  for (const [name, value] of [...formData.entries()]) if (value === "") formData.delete(name);
});

document.addEventListener("submit", (event) => {
  if (event.target.id === "export-form") requestAnimationFrame(closeDialog);
});
