// Messe-indtastning: the boxes move like a spreadsheet, take what Excel copies, and each row is looked at while it is typed.
import { announce } from "../core/page.js";
import { cellsIn } from "./paste.js";

const PATIENCE = 400;
const sheet = document.getElementById("fair-sheet");
const body = sheet.tBodies[0];
const form = sheet.closest("form");
const blankRow = document.getElementById("fair-row").content;
const interests = document.getElementById("fair-interests");
const facts = JSON.parse(document.getElementById("fair-facts").textContent);
const columns = Object.keys(facts.columns);
const toCheck = new Set();
const known = new WeakMap(); // row → what the server said of it
let timer = 0;

const said = (name, values) => facts.texts[name].replace(/%\((\w+)\)s/g, (_match, key) => values[key]);
const boxesOf = (row) => [...row.querySelectorAll("[data-column]")];
const boxOf = (row, column) => row.querySelector(`[data-column="${column}"]`);
const textsOf = (row) => boxesOf(row).map((box) => box.value);
const isBlank = (row) => boxesOf(row).every((box) => !box.value.trim());
const placeOf = (row) => row.sectionRowIndex;
const isBox = (element) => element.matches?.("[data-column]") ?? false;

// --- Rows ---------------------------------------------------------------------------------------------------------

function addRow() {
  const place = body.rows.length;
  if (place >= facts.most) {
    announce(said("full", { most: facts.most }));
    return null;
  }
  body.append(blankRow.cloneNode(true));
  const row = body.rows[place];
  row.cells[0].textContent = place + 1;
  for (const box of boxesOf(row)) {
    const { column } = box.dataset;
    box.id = `${column}.${place}`;
    box.name = box.id;
    box.setAttribute("aria-label", said("cell", { column: facts.columns[column], row: place + 1 }));
  }
  proposeNumbers();
  return row;
}

/** Rows without a number of their own show the one they would get. */
function proposeNumbers() {
  const typed = new Set();
  const open = [];
  for (const row of body.rows) {
    const box = boxOf(row, "number");
    if (box.value.trim()) typed.add(box.value.trim());
    else open.push(box);
  }
  const free = facts.numbers.filter((number) => !typed.has(number));
  open.forEach((box, index) => {
    box.placeholder = free[index] ?? facts.texts.automatic;
  });
}

function count() {
  const filled = [...body.rows].filter((row) => !isBlank(row)).length;
  document.getElementById("fair-count").textContent = filled ? said("count", { count: filled }) : "";
}

// --- Moving -------------------------------------------------------------------------------------------------------

function goTo(place, index) {
  if (place < 0 || index < 0 || index >= columns.length) return;
  const row = body.rows[place] ?? addRow();
  const box = row && boxesOf(row)[index];
  box?.focus();
  box?.select();
}

const isWhole = (box) => box.selectionStart === 0 && box.selectionEnd === box.value.length;
const isAtStart = (box) => isWhole(box) || box.selectionEnd === 0;
const isAtEnd = (box) => isWhole(box) || box.selectionStart === box.value.length;

const moves = {
  ArrowUp: () => [-1, 0],
  ArrowDown: () => [1, 0],
  ArrowLeft: (box) => isAtStart(box) && [0, -1],
  ArrowRight: (box) => isAtEnd(box) && [0, 1],
  Enter: () => [1, 0],
};

sheet.addEventListener("keydown", (event) => {
  const box = event.target;
  if (!isBox(box) || event.isComposing || event.ctrlKey || event.metaKey) return;
  if (event.altKey) {
    if (event.key === "Enter" && box.matches("textarea")) {
      event.preventDefault();
      box.setRangeText("\n", box.selectionStart, box.selectionEnd, "end");
      changed(box);
    }
    return;
  }
  const isBack = event.key === "Enter" && event.shiftKey;
  const move = isBack ? [-1, 0] : !event.shiftKey && moves[event.key]?.(box);
  if (!move) return;
  event.preventDefault();
  goTo(placeOf(box.closest("tr")) + move[0], columns.indexOf(box.dataset.column) + move[1]);
});

// --- Typing and pasting -------------------------------------------------------------------------------------------

sheet.addEventListener("input", (event) => {
  const box = event.target;
  if (!isBox(box)) return;
  if (box.dataset.column === "interest_types") complete(box, event.inputType ?? "");
  changed(box);
});

function changed(box) {
  delete box.dataset.filled;
  form.classList.add("is-changed");
  toCheck.add(box.closest("tr"));
  if (box.dataset.column === "number") proposeNumbers();
  count();
  clearTimeout(timer);
  timer = setTimeout(check, PATIENCE);
}

/** The rest of the interest one has begun stands there selected; going on typing writes over it. */
function complete(box, inputType) {
  const start = box.value.lastIndexOf(",") + 1;
  const before = box.value.slice(0, start) + (start ? " " : "");
  for (const [index, option] of [...interests.options].entries()) option.value = before + facts.interests[index];
  const typed = box.value.length;
  const begun = box.value.slice(start).trimStart().toLocaleLowerCase("da");
  if (!begun || !inputType.startsWith("insert") || box.selectionStart !== typed) return;
  const match = facts.interests.find((name) => name.toLocaleLowerCase("da").startsWith(begun));
  if (!match || match.length === begun.length) return;
  box.value += match.slice(begun.length);
  box.setSelectionRange(typed, box.value.length);
}

sheet.addEventListener("paste", (event) => {
  const box = event.target;
  const pasted = isBox(box) && cellsIn(event.clipboardData.getData("text/plain"));
  if (!pasted) return;
  event.preventDefault();
  const [top, left] = [placeOf(box.closest("tr")), columns.indexOf(box.dataset.column)];
  for (const [down, texts] of pasted.entries()) {
    const row = body.rows[top + down] ?? addRow();
    if (!row) break;
    boxesOf(row).slice(left, left + texts.length).forEach((target, right) => write(target, texts[right]));
  }
  proposeNumbers();
});

function write(box, value) {
  box.value = box.matches("textarea") ? value : value.replace(/\s*\n\s*/g, " ").trim();
  changed(box);
}

// --- What the server makes of it ----------------------------------------------------------------------------------

async function check() {
  const rows = [...toCheck].slice(0, facts.atOnce);
  rows.forEach((row) => toCheck.delete(row));
  if (!rows.length) return;
  const sent = new Map(rows.map((row) => [placeOf(row), textsOf(row)]));
  const headers = { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
  try {
    const response = await fetch(facts.check, { method: "POST", headers, body: JSON.stringify([...sent]) });
    if (!response.ok) return;
    const told = new Map((await response.json()).rows.map((each) => [each.place, each]));
    for (const [place, texts] of sent) {
      const row = body.rows[place];
      if (String(textsOf(row)) === String(texts)) take(row, told.get(place));
    }
  } catch {
    return; // offline: saving says so, nothing typed is lost
  }
  [...body.rows].forEach(show);
  if (toCheck.size) check();
}

function take(row, told) {
  if (told) known.set(row, told);
  else known.delete(row);
  for (const [column, value] of Object.entries(told?.tidied ?? {})) {
    const box = boxOf(row, column);
    const isFilledIn = column === "city" && (!box.value.trim() || "filled" in box.dataset);
    if (box === document.activeElement || (!box.value.trim() && !isFilledIn)) continue;
    box.value = value;
    if (isFilledIn) box.dataset.filled = "";
  }
}

/** Put into the row what is wrong, odd or known of it, also seen beside the rows above. */
function show(row) {
  const told = known.get(row);
  const above = told ? sharedAbove(row, told.marks) : {};
  const { number, ...shared } = above;
  const errors = { ...told?.errors, ...(number && { number: { text: said("number", { row: number }) } }) };
  for (const box of boxesOf(row)) {
    const { column } = box.dataset;
    const isEarly = column === "name" && row.contains(document.activeElement) && !box.value.trim();
    mark(row, box, isEarly ? null : errors[column], told?.warnings[column]);
  }
  const twins = Object.entries(shared).map(([kind, place]) => ({ text: said(kind, { row: place }) }));
  list(row, [...twins, ...(told?.duplicates ?? [])]);
}

function sharedAbove(row, marks) {
  const found = {};
  for (const other of body.rows) {
    if (other === row) break;
    const theirs = known.get(other)?.marks ?? {};
    for (const kind of Object.keys(marks)) if (marks[kind] === theirs[kind]) found[kind] ??= placeOf(other) + 1;
  }
  return found;
}

function mark(row, box, error, warning) {
  const remark = error ?? (warning && { text: warning });
  const present = box.parentElement.querySelector("p");
  if ((present?.textContent ?? "") === (remark?.text ?? "")) return;
  present?.remove();
  for (const name of ["aria-invalid", "aria-describedby"]) box.removeAttribute(name);
  if (!remark) return;
  const paragraph = document.createElement("p");
  paragraph.className = error ? "cell-error" : "cell-warning";
  paragraph.id = `${box.id}.said`;
  paragraph.append(linked(remark));
  box.after(paragraph);
  box.setAttribute("aria-describedby", paragraph.id);
  if (!error) return;
  box.setAttribute("aria-invalid", "true");
  announce(said("error", { row: placeOf(row) + 1, reason: error.text }));
}

function list(row, remarks) {
  const place = row.querySelector(".fair-duplicates");
  const sentences = remarks.map((remark) => remark.text);
  if (sentences.join() === [...place.children].map((item) => item.textContent).join()) return;
  place.replaceChildren(...remarks.map((remark) => {
    const item = document.createElement("li");
    item.append(linked(remark));
    return item;
  }));
  if (remarks.length) announce(said("duplicate", { row: placeOf(row) + 1, reason: sentences[0] }));
}

function linked({ text, url }) {
  if (!url) return text;
  const link = document.createElement("a");
  Object.assign(link, { href: url, target: "_blank", textContent: text, tabIndex: -1 });
  return link;
}

// --- Sending: one field instead of thousands ----------------------------------------------------------------------

form.addEventListener("formdata", ({ formData }) => {
  const rows = [...body.rows].map((row) => (isBlank(row) ? [] : textsOf(row)));
  while (rows.length && !rows.at(-1).length) rows.pop();
  for (const row of body.rows) boxesOf(row).forEach((box) => formData.delete(box.name));
  formData.set("sheet", JSON.stringify(rows));
});

for (const row of body.rows) if (!isBlank(row)) toCheck.add(row);
check();
count();
if (!document.querySelector("[data-error-summary]")) boxOf(body.rows[0], "name").focus();
