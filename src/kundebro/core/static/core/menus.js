// The left menu on a phone, and <details data-popover> that close like menus.

const menu = () => document.getElementById("menu");
const others = () => document.querySelectorAll("#main, .bottombar");

export function start() {
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-menu-open]")) {
      event.preventDefault();
      openMenu();
    } else if (event.target.closest("[data-menu-close]") || !event.target.closest("#menu")) {
      if (closeMenu()) event.preventDefault();
    }
    for (const popover of document.querySelectorAll("details[data-popover][open]")) {
      if (!popover.contains(event.target)) popover.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    closeMenu();
    const popover = event.target.closest("details[data-popover][open]");
    if (!popover) return;
    popover.open = false;
    popover.querySelector("summary").focus();
  });
}

function openMenu() {
  menu().classList.add("is-open");
  for (const other of others()) other.inert = true;
  menu().focus();
}

function closeMenu() {
  if (!menu()?.classList.contains("is-open")) return false;
  menu().classList.remove("is-open");
  for (const other of others()) other.inert = false;
  document.querySelector("[data-menu-open]").focus();
  return true;
}
