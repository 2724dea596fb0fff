// The journal: when a line is saved the next one begins at its first field, whichever field Enter was pressed in.

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target.id !== "journal" || document.querySelector("#journal [data-error-summary]")) return;
  document.querySelector("#line-form [autofocus]")?.focus();
});
