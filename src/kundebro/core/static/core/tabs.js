// [data-tabs]: arrows, Home and End inside the tab list; the chosen tab is marked when its content comes.

export function start() {
  document.addEventListener("keydown", (event) => {
    const tab = event.target.closest("[data-tabs] [role=tab]");
    if (!tab) return;
    const tabs = [...tab.closest("[data-tabs]").querySelectorAll("[role=tab]")];
    const at = tabs.indexOf(tab);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (event.key === " ") {
      event.preventDefault();
      tab.click();
    }
    if (next === undefined) return;
    event.preventDefault();
    tabs[(next + tabs.length) % tabs.length].focus();
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const tab = event.detail.requestConfig?.elt.closest("[data-tabs] [role=tab]");
    if (!tab || !event.detail.shouldSwap) return;
    for (const each of tab.closest("[data-tabs]").querySelectorAll("[role=tab]")) {
      each.setAttribute("aria-selected", String(each === tab));
      each.tabIndex = each === tab ? 0 : -1;
    }
    document.getElementById(tab.getAttribute("aria-controls"))?.setAttribute("aria-labelledby", tab.id);
  });
}
