// The board: a card is dragged by its grip or its body, or picked up by Enter and carried by the arrow keys.
// Moving is always a press on the card's own menu, so what the menu cannot do, dragging cannot either.
import { announce } from "../core/page.js";

const FAR_ENOUGH = 6;
const facts = JSON.parse(document.getElementById("board-facts").textContent);
const part = document.getElementById("rows");
let picked = null; // { card, lane }: carried by keyboard
let dragged = null; // { card, lane, ghost, x, y, dx, dy }: carried by pointer
let moved = ""; // the id of the card that is to have the focus again
let wasDragged = false; // the click that ends a drag is none

const said = (name, values) => facts[name].replace(/%\((\w+)\)s/g, (_match, key) => values[key]);
const lanes = () => [...part.querySelectorAll("[data-lane]")].filter((lane) => lane.offsetParent !== null);
const cardsOf = (lane) => [...lane.querySelectorAll("[data-card]")];
const gripOf = (card) => card.querySelector("[data-grip]");

function mark(lane) {
  for (const each of lanes()) each.classList.toggle("is-over", each === lane);
}

function put(card, lane) {
  if (!lane || lane === card.closest(".lane")) {
    announce(said("kept", { card: card.dataset.name }));
    return;
  }
  moved = card.id;
  unfold(card);
  const isEnd = lane.dataset.lane === "close";
  card.querySelector(isEnd ? "[data-close]" : `button[name=stage][value="${CSS.escape(lane.dataset.lane)}"]`).click();
  if (!isEnd) announce(said("dropped", { card: card.dataset.name, lane: lane.dataset.name }));
}

// Each card gets its menu when it is first wanted: hundreds of menus would be most of the page.
function unfold(card) {
  const place = card.querySelector("[data-menu]");
  if (!place || place.querySelector("form")) return;
  const menu = document.getElementById("board-menu").content.cloneNode(true);
  for (const each of menu.querySelectorAll("form, [data-close]")) {
    for (const name of ["action", "href", "hx-post", "hx-get"]) {
      if (each.hasAttribute(name)) each.setAttribute(name, each.getAttribute(name).replace("/0/", `/${card.id.slice(5)}/`));
    }
  }
  menu.querySelector("[name=version]").value = card.dataset.version;
  menu.querySelector("[name=idempotency_key]").value = card.dataset.key;
  const here = card.closest(".lane").dataset.lane;
  if (here) menu.querySelector(`[name=stage][value="${CSS.escape(here)}"]`)?.closest("li").remove();
  place.append(menu);
  const button = place.querySelector("button");
  button.dataset.bsPopperConfig = '{"strategy": "fixed"}';
  button.dataset.bsToggle = "dropdown"; // only now: what opens it looks for the menu once
  window.htmx.process(place);
}

for (const kind of ["pointerdown", "focusin"]) {
  part.addEventListener(kind, (event) => {
    const place = event.target.closest("[data-menu]");
    if (place) unfold(place.closest("[data-card]"));
  });
}

// --- Keyboard -----------------------------------------------------------------------------------------------------

function pick(card) {
  picked = { card, lane: card.closest(".lane") };
  card.classList.add("is-picked");
  gripOf(card).setAttribute("aria-pressed", "true");
  mark(picked.lane);
  announce(said("picked", { card: card.dataset.name }));
}

function letGo() {
  const { card, lane } = picked;
  picked = null;
  card.classList.remove("is-picked");
  gripOf(card).setAttribute("aria-pressed", "false");
  mark(null);
  return { card, lane };
}

function carry(step) {
  const all = lanes();
  const next = all[all.indexOf(picked.lane) + step];
  if (!next) return;
  picked.lane = next;
  mark(next);
  next.scrollIntoView({ block: "nearest", inline: "nearest" });
  announce(said("over", { lane: next.dataset.name, count: cardsOf(next).length }));
}

function walk(card, aside, along) {
  const all = lanes().filter((lane) => cardsOf(lane).length);
  const lane = card.closest(".lane");
  const place = cardsOf(lane).indexOf(card);
  const cards = aside ? cardsOf(all[all.indexOf(lane) + aside] ?? lane) : cardsOf(lane);
  gripOf(cards[Math.min(Math.max(place + along, 0), cards.length - 1)]).focus();
}

const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

part.addEventListener("keydown", (event) => {
  const grip = event.target.closest("[data-grip]");
  if (!grip || event.ctrlKey || event.metaKey || event.altKey) return;
  const card = grip.closest("[data-card]");
  if (event.key === "Enter" || event.key === " ") {
    if (picked) {
      const { lane } = letGo();
      put(card, lane);
    } else pick(card);
  } else if (event.key === "Escape" && picked) {
    letGo();
    announce(said("kept", { card: card.dataset.name }));
  } else if (arrows[event.key]) {
    const [aside, along] = arrows[event.key];
    if (picked) carry(aside);
    else walk(card, aside, along);
  } else return;
  event.preventDefault();
});

part.addEventListener("focusout", (event) => {
  if (picked && event.target === gripOf(picked.card)) letGo();
});

// --- Mouse and finger ---------------------------------------------------------------------------------------------

part.addEventListener("pointerdown", (event) => {
  const card = event.target.closest("[data-card]");
  const isGrip = event.target.closest("[data-grip]") !== null;
  if (!card || !gripOf(card) || event.button !== 0 || (!isGrip && event.target.closest("button, form"))) return;
  if (event.pointerType !== "mouse" && !isGrip) return; // elsewhere a finger scrolls
  dragged = { card, lane: null, ghost: null, x: event.clientX, y: event.clientY };
});

document.addEventListener("pointermove", (event) => {
  if (!dragged) return;
  if (!dragged.ghost) {
    if (Math.hypot(event.clientX - dragged.x, event.clientY - dragged.y) < FAR_ENOUGH) return;
    lift();
  }
  event.preventDefault();
  dragged.ghost.style.left = `${event.clientX - dragged.dx}px`;
  dragged.ghost.style.top = `${event.clientY - dragged.dy}px`;
  dragged.lane = document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-lane]") ?? null;
  mark(dragged.lane);
});

function lift() {
  getSelection().removeAllRanges();
  const box = dragged.card.getBoundingClientRect();
  dragged.dx = dragged.x - box.left;
  dragged.dy = dragged.y - box.top;
  dragged.ghost = dragged.card.cloneNode(true);
  dragged.ghost.removeAttribute("id");
  dragged.ghost.setAttribute("aria-hidden", "true");
  dragged.ghost.classList.add("deal-ghost");
  dragged.ghost.style.width = `${box.width}px`;
  document.body.append(dragged.ghost);
  dragged.card.classList.add("is-dragged");
  document.documentElement.classList.add("is-dragging");
}

function drop() {
  const { card, lane, ghost } = dragged;
  dragged = null;
  if (!ghost) return null;
  wasDragged = true;
  setTimeout(() => {
    wasDragged = false;
  });
  ghost.remove();
  card.classList.remove("is-dragged");
  document.documentElement.classList.remove("is-dragging");
  mark(null);
  return { card, lane };
}

document.addEventListener("pointerup", () => {
  if (!dragged) return;
  const dropped = drop();
  if (dropped?.lane) put(dropped.card, dropped.lane);
});
document.addEventListener("click", (event) => {
  if (!wasDragged || !event.isTrusted) return; // our own press on the menu is no click of the hand
  event.preventDefault();
  event.stopPropagation();
}, true);
document.addEventListener("pointercancel", () => dragged && drop());
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && dragged?.ghost) drop();
});

// --- Afterwards ---------------------------------------------------------------------------------------------------

part.addEventListener("submit", (event) => {
  moved = event.target.closest("[data-card]")?.id ?? moved;
}, true);

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target !== part || !moved) return;
  const card = document.getElementById(moved);
  moved = "";
  if (card) gripOf(card)?.focus();
});
