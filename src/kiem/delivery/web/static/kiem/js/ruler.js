/* The time ruler's hand: drag it, or use the arrow keys; the page follows on release.
   Without this script the months are links and the date is a form. */
"use strict";
(() => {
  const ruler = document.querySelector(".ruler");
  if (!ruler) return;
  const band = ruler.querySelector(".ruler-band > svg");
  const thumb = ruler.querySelector(".ruler-thumb");
  const words = ruler.querySelector(".ruler-words");
  const field = ruler.querySelector("#ruler-on");
  const language = document.documentElement.lang;
  const DAY = 86400000;
  const first = Date.parse(ruler.dataset.first);
  const last = Date.parse(ruler.dataset.last);
  const days = Math.round((last - first) / DAY) + 1;
  const started = thumb.dataset.day;
  let shown = Date.parse(started);
  let timer = 0;

  const iso = (moment) => new Date(moment).toISOString().slice(0, 10);

  const go = () => {
    clearTimeout(timer);
    if (iso(shown) === started) return;
    const there = new URL(ruler.dataset.href || location.pathname, location.href);
    if (iso(shown) !== ruler.dataset.today) there.searchParams.set("on", iso(shown));
    ruler.classList.add("is-moving");
    location.assign(there);
  };

  const show = (moment) => {
    shown = Math.min(last, Math.max(first, moment));
    const text = new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" }).format(shown);
    thumb.setAttribute("x", `${(100 * (shown - first)) / DAY / days}%`);
    thumb.setAttribute("aria-valuenow", String(Number(thumb.getAttribute("aria-valuemin")) + Math.round((shown - first) / DAY)));
    thumb.setAttribute("aria-valuetext", text);
    words.textContent = text;
    field.value = iso(shown).split("-").reverse().join("/");
  };

  const monthsOn = (count) => {
    const then = new Date(shown);
    const wanted = then.getUTCDate();
    then.setUTCDate(1);
    then.setUTCMonth(then.getUTCMonth() + count);
    const length = new Date(Date.UTC(then.getUTCFullYear(), then.getUTCMonth() + 1, 0)).getUTCDate();
    then.setUTCDate(Math.min(wanted, length));
    return then.getTime();
  };

  const dayAt = (event) => {
    const box = band.getBoundingClientRect();
    return first + Math.floor(((event.clientX - box.left) / box.width) * days) * DAY;
  };

  thumb.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    thumb.setPointerCapture(event.pointerId);
    thumb.focus();
    const move = (moved) => show(dayAt(moved));
    const end = () => {
      thumb.removeEventListener("pointermove", move);
      go();
    };
    thumb.addEventListener("pointermove", move);
    thumb.addEventListener("pointerup", end, { once: true });
    thumb.addEventListener("pointercancel", end, { once: true });
  });

  const moves = {
    ArrowLeft: () => shown - DAY,
    ArrowDown: () => shown - DAY,
    ArrowRight: () => shown + DAY,
    ArrowUp: () => shown + DAY,
    PageDown: () => monthsOn(-1),
    PageUp: () => monthsOn(1),
    Home: () => first,
    End: () => last,
  };
  thumb.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      go();
      return;
    }
    const move = moves[event.key];
    if (!move || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    show(move());
    clearTimeout(timer);
    sessionStorage.setItem("kiem-ruler", "focus");
    timer = setTimeout(go, 700);
  });

  if (sessionStorage.getItem("kiem-ruler")) {
    sessionStorage.removeItem("kiem-ruler");
    thumb.focus({ preventScroll: true });
  }
})();
