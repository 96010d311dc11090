// Whoever comes back to a page, by the browser's Back or by a reload, finds the comments that they had asked for, and stands
// where they stood. What was shown is told by the history's entry; where one stood, by the tab.
const name = () => `place ${location.pathname}${location.search}`;
const comments = () => [...document.querySelectorAll("#comments > .thread > article")];
let shown = history.state?.shown ?? [];
let hasMoved = false;

const write = () => shown.length && history.replaceState({ shown }, "");

// Notes that `what` was shown on this page.
export function note(what) {
  shown = [...shown, what];
  write();
}

// Shows with `again` what was shown before, one after the other; then goes to the place.
export async function comeBack(again) {
  if (!shown.length) return;
  for (const what of shown) await again(what);
  const { id, top } = JSON.parse(sessionStorage.getItem(name()) ?? "{}");
  const comment = document.getElementById(id);
  if (comment && !hasMoved) scrollBy({ top: comment.getBoundingClientRect().top - top, behavior: "instant" });
}

addEventListener("pagehide", () => {
  const first = shown.length && comments().find((comment) => comment.getBoundingClientRect().bottom > 0);
  if (first) sessionStorage.setItem(name(), JSON.stringify({ id: first.id, top: first.getBoundingClientRect().top }));
});
// A jump within the page is an entry of its own.
addEventListener("hashchange", write);
// After an act the thread stands as the site shows it.
document.addEventListener("thread:renewed", () => (shown = []));
for (const event of ["wheel", "touchmove", "keydown"]) addEventListener(event, () => (hasMoved = true), { once: true, passive: true });
