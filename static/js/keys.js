// Keys of the thread: j and k go to the next comment and the one before, u and d vote, r replies, ? shows them all.
// The page loads this only for readers who haven't switched them off (WCAG 2.1.4).
import { say } from "./send.js";

const FIELDS = "input, textarea, select, [contenteditable], dialog[open]";
const dialog = document.getElementById("keys");
const comments = () => [...document.querySelectorAll("#comments > .thread > article")].filter((comment) => comment.checkVisibility());

// The comment that has the focus, or in which something has it.
const current = () => document.activeElement.closest("#comments > .thread > article");

// Without one, the first that can be seen from its beginning.
const inView = () => comments().find((comment) => comment.getBoundingClientRect().top >= 0);

function go(step) {
  const [all, here] = [comments(), current()];
  const next = here ? all[all.indexOf(here) + step] : inView();
  if (!next) return;
  next.tabIndex = -1;
  next.focus();
}

// Presses the button of the current comment, if it is there to be pressed.
function press(selector) {
  const button = current()?.querySelector(selector);
  if (!button?.checkVisibility()) return;
  if (button.disabled) say("own");
  else button.click();
}

const KEYS = {
  j: () => go(1),
  k: () => go(-1),
  u: () => press(".vote.up"),
  d: () => press(".vote.down"),
  r: () => press("button[formaction$='/reply/']"),
  "?": () => dialog.showModal(),
};

// By delegation, as for all of the thread: it is renewed after each act.
document.addEventListener("click", ({ target }) => target.id === "show-keys" && dialog.showModal());
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
  if (!Object.hasOwn(KEYS, event.key) || event.target.closest(FIELDS)) return;
  // A form is on its way here: these may be its first letters.
  if (document.querySelector("#comments [aria-busy=true]")) return;
  event.preventDefault();
  // Held down, j and k go on; nothing else is done twice.
  if (!event.repeat || "jk".includes(event.key)) KEYS[event.key]();
});
