// Theme and single keys change at once; the cookie follows by the form's own post.

export function start() {
  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("[data-appearance]");
    if (!form) return;
    event.preventDefault();
    const { name, value } = event.submitter;
    for (const button of form.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button === event.submitter));
    apply(name, value);
    const body = new FormData(form, event.submitter);
    await fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" } });
  });
}

function apply(name, value) {
  const root = document.documentElement;
  if (name === "single_keys") root.dataset.singleKeys = value;
  if (name === "density") root.dataset.density = value;
  if (name !== "theme") return;
  root.dataset.theme = value;
  const isDark = value === "dark" || (value === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  root.dataset.bsTheme = isDark ? "dark" : "light";
}
