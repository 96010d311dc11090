// Says quietly when there are new comments, and never moves what is being read. It asks less and less often while nothing
// comes, not at all in a hidden tab, and without the reader's cookie, so that the answer is one that all readers share.
import { said } from "./send.js";

const FIRST = 30_000; // milliseconds
const LAST = 480_000;
const SLOWER = 1.5;

const section = document.getElementById("comments");
const bar = document.getElementById("news");
let count = Number(section?.dataset.count);
let pause = FIRST;
let timer = 0;

function show(now) {
  const fresh = now - count;
  bar.hidden = fresh < 1;
  if (fresh > 0) bar.firstElementChild.textContent = said.dataset[fresh === 1 ? "news" : "manyNews"].replace("%s", fresh);
}

async function ask() {
  try {
    const response = await fetch(section.dataset.news, { credentials: "omit", cache: "no-cache" });
    const now = response.ok ? (await response.json()).count : count;
    pause = now > count && bar.hidden ? FIRST : Math.min(pause * SLOWER, LAST);
    show(now);
  } catch {
    pause = Math.min(pause * SLOWER, LAST);
  }
  wait();
}

function wait() {
  clearTimeout(timer);
  if (!document.hidden) timer = setTimeout(ask, pause);
}

// What the reader posts is no news to them.
document.addEventListener("thread:renewed", () => {
  count = Number(document.getElementById("comments").dataset.count);
  bar.hidden = true;
});
document.addEventListener("visibilitychange", () => {
  pause = FIRST;
  wait();
});
if (section?.dataset.news && bar) wait();
