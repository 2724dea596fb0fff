// The palette: the arrows move the chosen line, Enter opens it, the focus stays in the box.

export function start() {
  document.addEventListener("keydown", (event) => {
    const box = event.target.closest("#palette-text");
    if (!box) return;
    const lines = [...document.querySelectorAll("#palette-results .palette-line")];
    const chosen = lines.findIndex((line) => line.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose(box, lines, (chosen + step + lines.length) % lines.length);
    } else if (event.key === "Enter" && lines.length) {
      event.preventDefault();
      lines[Math.max(chosen, 0)].click();
    }
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (!["palette-results", "dialog"].includes(event.detail.target?.id)) return;
    const box = document.getElementById("palette-text");
    if (box) choose(box, [...document.querySelectorAll("#palette-results .palette-line")], 0);
  });
}

function choose(box, lines, index) {
  lines.forEach((line, place) => {
    line.id = `palette-line-${place}`;
    line.setAttribute("aria-selected", String(place === index));
  });
  if (!lines[index]) return box.removeAttribute("aria-activedescendant");
  box.setAttribute("aria-activedescendant", lines[index].id);
  lines[index].scrollIntoView({ block: "nearest" });
}
