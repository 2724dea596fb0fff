// The Alpine components of all pages (CSP build: expressions are names and calls only).

document.addEventListener("alpine:init", () => {
  // x-data="fold": shows fewer or more fields, remembered per form in this tab.
  window.Alpine.data("fold", () => ({
    isOpen: false,
    init() {
      this.isOpen = sessionStorage.getItem(this.name()) === "open";
    },
    name() {
      return `fold:${this.$root.id}`;
    },
    toggle() {
      this.isOpen = !this.isOpen;
      sessionStorage.setItem(this.name(), this.isOpen ? "open" : "closed");
    },
    isClosed() {
      return !this.isOpen;
    },
  }));
});
