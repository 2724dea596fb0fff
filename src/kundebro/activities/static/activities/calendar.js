// Drag an entry of the calendar to another day or hour; the button beside it asks the same in a dialog.
const FAR = 6;

let drag = null;

document.addEventListener("pointerdown", (event) => {
  const entry = event.target.closest("[data-calendar] [data-entry]");
  if (!entry || event.button !== 0 || event.pointerType === "touch" || event.target.closest(".calendar-move")) return;
  drag = { entry, x: event.clientX, y: event.clientY, pointer: event.pointerId, target: null, isMoving: false };
});

document.addEventListener("pointermove", (event) => {
  if (!drag || event.pointerId !== drag.pointer) return;
  if (!drag.isMoving) {
    if (Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < FAR) return;
    drag.isMoving = true;
    drag.entry.classList.add("is-dragged");
    drag.entry.setPointerCapture(drag.pointer);
  }
  aim(document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-calendar] [data-day]") ?? null);
});

document.addEventListener("pointerup", (event) => {
  if (!drag || event.pointerId !== drag.pointer) return;
  const { entry, target, isMoving } = drag;
  end();
  if (!isMoving) return;
  document.addEventListener("click", swallow, true);
  setTimeout(() => document.removeEventListener("click", swallow, true));
  if (target && target !== entry.closest("[data-day]")) drop(entry, target);
});

document.addEventListener("pointercancel", end);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && drag) end();
});

/** The click that ends a drag opens nothing. */
function swallow(click) {
  click.preventDefault();
  click.stopPropagation();
}

function aim(target) {
  if (drag.target === target) return;
  drag.target?.classList.remove("is-target");
  target?.classList.add("is-target");
  drag.target = target;
}

function end() {
  drag?.entry.classList.remove("is-dragged");
  drag?.target?.classList.remove("is-target");
  drag = null;
}

/** A name for this one drop, so that it counts once however often it is sent. */
function newKey() {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (number) => number.toString(36)).join("");
}

/** Send the form of the dialog: what it refuses is shown there. */
function drop(entry, target) {
  const { hour } = target.dataset;
  const minutes = entry.dataset.at.split(".")[1] ?? "00";
  let time = entry.dataset.at;
  if (hour !== undefined) time = `${hour.padStart(2, "0")}.${minutes}`;
  if (target.dataset.allDay !== undefined) time = "";
  window.htmx.ajax("POST", entry.dataset.entry, {
    target: "#dialog",
    values: { day: target.dataset.day, time, version: entry.dataset.version, idempotency_key: newKey() },
  });
}
