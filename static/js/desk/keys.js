// Keys of the moderators' desk: j and k go to the next comment and the one before, a approves, h hides, s sanctions, f goes to
// the next that is free, z undoes. Each presses what the page has for it, so that nothing is done that a form couldn't do.
// The page loads this only for moderators who haven't switched the keys off (WCAG 2.1.4).

const FIELDS = "input, textarea, select, [contenteditable], dialog[open]";
const rows = () => [...document.querySelectorAll("[data-row]")];
const here = () => document.activeElement.closest("[data-row]");

// In a list: to the next row or the one before; past the last to the next page.
function go(step) {
  const all = rows();
  const next = here() ? all[all.indexOf(here()) + step] : all[0];
  if (next) next.focus();
  else document.querySelector(`.queue-pages a[rel=${step > 0 ? "next" : "prev"}]`)?.click();
}

// What stands for the key: of the row that has the focus, or else of the page.
const named = (key) => (scope) => scope.querySelector(`[data-key="${CSS.escape(key)}"]`);

function press(key) {
  const found = (here() && named(key)(here())) ?? (rows().length ? outside(key) : named(key)(document));
  if (!found?.checkVisibility()) return false;
  if (found.matches("input")) found.select();
  found.focus();
  if (!found.matches("input")) found.click();
  return true;
}

// A decision is never taken on a row that nobody has chosen.
const outside = (key) => [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find((one) => !one.closest("[data-row]"));

let isLeaving = false;
addEventListener("submit", () => (isLeaving = true));
addEventListener("pageshow", () => (isLeaving = false));
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
  if (event.key === "Escape" && event.target.matches("#reason")) return event.target.blur();
  if (event.target.closest(FIELDS)) return;
  // On a button or a link Enter is the browser's own.
  if (event.key === "Enter" && !event.target.matches("[data-row]")) return;
  if (rows().length && "jk".includes(event.key)) {
    event.preventDefault();
    go(event.key === "j" ? 1 : -1);
  } else if (/^[ahsfzjk]$|^Enter$/.test(event.key) && !event.repeat && !isLeaving && press(event.key)) event.preventDefault();
});

// After a decision in the list: on with the next row. On a screen: into the reason, where that is what was asked for.
const target = document.getElementById(location.hash.slice(1));
if (target?.matches("[data-row]")) target.focus();
if (target?.matches("input")) target.select();
