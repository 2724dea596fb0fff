// select[data-picker]: a list to search in; data-picker-url fetches the matches. Tom Select is loaded on first use.
// F2 opens the picker one stands in, else the first on the form.
import { onContent, text, within } from "./page.js";

export function start() {
  onContent(async (root) => {
    const selects = within(root, "select[data-picker]:not(.tomselected)");
    if (!selects.length) return;
    await import("../tom-select/js/tom-select.popular.min.js");
    selects.filter((select) => select.isConnected && !select.tomselect).forEach((select) => new window.TomSelect(select, settings(select)));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "F2") return;
    const part = event.target.closest(".field:has(.tomselected)") ?? event.target.closest("form, dialog") ?? document;
    const picker = part.querySelector("select.tomselected")?.tomselect;
    if (!picker) return;
    event.preventDefault();
    picker.focus();
    picker.open();
  });
  document.addEventListener("htmx:beforeCleanupElement", (event) => event.target.tomselect?.destroy());
}

function settings(select) {
  const url = select.dataset.pickerUrl;
  return {
    plugins: select.multiple ? { remove_button: { title: text("remove") } } : {},
    maxOptions: 200,
    valueField: "value",
    labelField: "text",
    searchField: url ? [] : ["text"],
    allowEmptyOption: !select.required && !select.multiple,
    hidePlaceholder: true,
    closeAfterSelect: !select.multiple,
    openOnFocus: true,
    ...(url && { load(query, done) { search(this, url, query, done); }, preload: "focus", loadThrottle: 150, score: () => () => 1 }),
    onInitialize() {
      select.setAttribute("aria-hidden", "true");
      describe(this, select);
    },
    render: {
      option: (item, escape) => `<div><span>${escape(item.text)}</span>${item.note ? `<small>${escape(item.note)}</small>` : ""}</div>`,
      item: (item, escape) => `<div>${escape(item.text)}</div>`,
      no_results: () => `<div class="no-results">${text("noMatch")}</div>`,
      loading: () => `<div class="no-results">${text("loading")}</div>`,
    },
  };
}

function describe(picker, select) {
  for (const name of ["aria-describedby", "aria-invalid", "aria-required"]) {
    if (select.hasAttribute(name)) picker.control_input.setAttribute(name, select.getAttribute(name));
  }
}

/** Fetch the matches; an answer that comes after something else was typed, or nothing, changes nothing. */
async function search(picker, url, query, done) {
  try {
    const response = await fetch(`${url}?q=${encodeURIComponent(query)}`, { headers: { Accept: "application/json" } });
    const isWanted = response.ok && query === picker.inputValue();
    const choices = isWanted ? (await response.json()).choices : undefined;
    if (choices) picker.clearOptions();
    done(choices);
  } catch {
    done();
  }
}
