// Notes: after an @ the colleagues one may mean are offered; Enter or a click puts the whole name in.
import { announce, text } from "./page.js";

const MOST = 6;
const TYPED = /(?:^|[\s(])@([\p{L}\p{N}][\p{L}\p{N} .-]{0,39}|)$/u;
let people;
let list;
let field;

/** Everyone who can be told something; asked for once. */
async function known(url) {
  people ??= fetch(url, { headers: { Accept: "application/json" } })
    .then((answer) => (answer.ok ? answer.json() : { choices: [] }))
    .then((answer) => answer.choices.map((choice) => ({ ...choice, words: `${choice.text} ${choice.note}`.toLowerCase().split(" ") })));
  return people;
}

/** What has been typed after the @ at the cursor; undefined when there is none. */
function typed() {
  return field.value.slice(0, field.selectionStart).match(TYPED)?.[1];
}

function matches(everyone, wanted) {
  const begun = wanted.toLowerCase();
  return everyone.filter((person) => person.text.toLowerCase().startsWith(begun) || person.words.some((word) => word.startsWith(begun))).slice(0, MOST);
}

function close() {
  list?.remove();
  list = undefined;
  field?.removeAttribute("aria-activedescendant");
  field?.removeAttribute("aria-controls");
}

function choose(option) {
  const end = field.selectionStart;
  const start = end - typed().length;
  field.setRangeText(`${option.dataset.name} `, start, end, "end");
  close();
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

function mark(option) {
  for (const each of list.children) each.setAttribute("aria-selected", String(each === option));
  field.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function show(found) {
  close();
  list = document.createElement("ul");
  list.id = "note-people";
  list.className = "note-people";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", text("mention"));
  found.forEach((person, place) => {
    const option = document.createElement("li");
    option.id = `note-people-${place}`;
    option.setAttribute("role", "option");
    option.dataset.name = person.text;
    option.textContent = person.note ? `${person.text} (${person.note})` : person.text;
    option.addEventListener("mousedown", (event) => { event.preventDefault(); choose(option); });
    list.append(option);
  });
  field.after(list);
  field.setAttribute("aria-controls", list.id);
  mark(list.firstElementChild);
  announce(found.map((person) => person.text).join(", "));
}

async function offer(target) {
  field = target;
  if (typed() === undefined) return close();
  const everyone = await known(field.dataset.mentions);
  const wanted = typed();
  const found = wanted === undefined ? [] : matches(everyone, wanted);
  const isWhole = found.length === 1 && found[0].text.toLowerCase() === wanted.toLowerCase();
  return found.length && !isWhole ? show(found) : close();
}

function onKey(event) {
  if (!list || event.target !== field) return;
  const chosen = list.querySelector("[aria-selected=true]");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const next = event.key === "ArrowDown" ? chosen.nextElementSibling : chosen.previousElementSibling;
    mark(next ?? (event.key === "ArrowDown" ? list.firstElementChild : list.lastElementChild));
  } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
    choose(chosen);
  } else if (event.key === "Escape") {
    close();
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}

export function start() {
  document.addEventListener("input", (event) => { if (event.target.matches("textarea[data-mentions]")) offer(event.target); });
  document.addEventListener("keydown", onKey, true);
  document.addEventListener("focusout", (event) => { if (event.target === field) close(); });
}
