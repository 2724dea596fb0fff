// Takes apart what a spreadsheet puts on the clipboard: tabs or semicolons, quoted boxes with line breaks in them.

/** The rows of boxes; null for a single box, which the browser pastes itself. */
export function cellsIn(pasted) {
  const text = pasted.replace(/\r\n?/g, "\n").replace(/\n+$/, "");
  const separator = text.includes("\t") ? "\t" : text.includes("\n") && everyLineHas(text, ";") ? ";" : "\t";
  if (!text.includes(separator) && !text.includes("\n")) return null;
  return split(text, separator);
}

function everyLineHas(text, sign) {
  return text.replace(/"[^"]*"/g, "").split("\n").every((line) => line.includes(sign));
}

function split(text, separator) {
  const rows = [[]];
  let at = 0;
  while (at <= text.length) {
    const [cell, end] = text[at] === '"' ? quoted(text, at, separator) : plain(text, at, separator);
    rows.at(-1).push(cell);
    if (text[end] === "\n") rows.push([]);
    at = end + 1;
  }
  return rows;
}

function plain(text, start, separator) {
  let end = start;
  while (end < text.length && text[end] !== separator && text[end] !== "\n") end += 1;
  return [text.slice(start, end), end];
}

/** A box in quotation marks, doubled inside; marks that do not end a box are letters like any other. */
function quoted(text, start, separator) {
  let cell = "";
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] !== '"') cell += text[at];
    else if (text[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else if (at + 1 === text.length || text[at + 1] === separator || text[at + 1] === "\n") return [cell, at + 1];
    else break;
  }
  return plain(text, start, separator);
}
