// Lists: the filter panel is fetched when it is first opened, its fields are not written into every list page; empty
// filters stay out of the address.

export function start() {
  document.addEventListener("htmx:configRequest", (event) => {
    if (!event.target.matches("[data-filter-bar]")) return;
    const { formData } = event.detail;
    for (const [name, value] of [...formData.entries()]) if (value === "") formData.delete(name);
  });
  document.addEventListener("click", async (event) => {
    const opener = event.target.closest("[data-filters]");
    if (!opener || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    opener.setAttribute("aria-busy", "true");
    const response = await fetch(addressNow(opener)).catch(() => null);
    if (!response?.ok) return location.assign(opener.href);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const bar = opener.closest("[data-filter-bar]");
    for (const part of ["[data-kept]", ".filter-panel"]) {
      const target = part === ".filter-panel" ? opener : bar.querySelector(part);
      window.htmx.swap(target, page.querySelector(part).outerHTML, { swapStyle: "outerHTML", settleDelay: 0 });
    }
    bar.querySelector(".filter-panel summary").focus();
  });
}

function addressNow(opener) {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of new URL(opener.href).searchParams) {
    if (name === "filters") query.set(name, value);
  }
  return `${location.pathname}?${query}`;
}
