/* Side panel focus, keys in tables, search key. The page works without it. */
"use strict";
(() => {
  let opener = null;

  document.addEventListener("click", (event) => {
    const close = event.target.closest("[data-close-panel]");
    if (close) {
      event.preventDefault();
      closePanel();
    }
    const why = event.target.closest("a.why");
    if (why) opener = why;
  });

  const closePanel = () => {
    const panel = document.getElementById("panel");
    if (!panel || !panel.firstElementChild) return false;
    panel.replaceChildren();
    if (opener && opener.isConnected) opener.focus();
    return true;
  };

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id !== "panel") return;
    const heading = event.target.querySelector("h1, h2");
    if (heading) {
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    }
  });

  // Addresses stay short: filters left empty are not sent.
  document.addEventListener("htmx:configRequest", (event) => {
    const sent = event.detail.parameters;
    for (const name of Object.keys(sent)) if (sent[name] === "") delete sent[name];
  });

  document.addEventListener("htmx:responseError", (event) => {
    const link = event.detail.requestConfig;
    if (link && link.verb === "get") location.assign(link.path);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && closePanel()) return;
    const typing = event.target.closest("input, textarea, select");
    if (event.key === "/" && !typing) {
      const search = document.getElementById("search-text");
      if (search) {
        event.preventDefault();
        search.focus();
      }
      return;
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const row = event.target.closest("tbody tr");
    if (!row || typing) return;
    const next = event.key === "ArrowDown" ? row.nextElementSibling : row.previousElementSibling;
    const index = [...row.querySelectorAll("a")].indexOf(event.target);
    const target = next && (next.querySelectorAll("a")[index] || next.querySelector("a"));
    if (target) {
      event.preventDefault();
      target.focus();
    }
  });
})();
