// Says quietly when there are new comments, and never moves what is being read. It asks less and less often while nothing
// comes, not at all in a hidden tab, and without the reader's cookie, so that the answer is one that all readers share.
import { said, say } from "./send.js";

const FIRST = 30_000; // milliseconds
const LAST = 480_000;
const SLOWER = 1.5;

const section = document.getElementById("comments");
const bar = document.getElementById("news");
let count = Number(section?.dataset.count);
let pause = FIRST;
let askedAt = Date.now();
let timer = 0;

function show(now) {
  const [fresh, isFirst] = [now - count, bar.hidden];
  bar.hidden = fresh < 1;
  if (bar.hidden) return;
  const words = said.dataset[fresh === 1 ? "news" : "manyNews"].replace("%s", fresh);
  bar.firstElementChild.textContent = words;
  // Read out once, not with each comment that comes.
  if (isFirst) say(words, false);
}

async function ask() {
  askedAt = Date.now();
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

function wait(time = pause) {
  clearTimeout(timer);
  if (!document.hidden) timer = setTimeout(ask, time);
}

// What the reader posts is no news to them.
document.addEventListener("thread:renewed", () => {
  count = Number(document.getElementById("comments").dataset.count);
  bar.hidden = true;
});
// Who comes back hears at once what came meanwhile.
document.addEventListener("visibilitychange", () => {
  pause = FIRST;
  wait(Math.max(0, askedAt + FIRST - Date.now()));
});
// Where the news is shown already a browser would only jump to it, and not fetch what is newer.
bar?.addEventListener("click", (event) => {
  const { href } = bar.firstElementChild;
  if (event.ctrlKey || event.metaKey || event.shiftKey || href.split("#")[0] !== location.href.split("#")[0]) return;
  event.preventDefault();
  history.replaceState(null, "", href);
  history.scrollRestoration = "manual";
  location.reload();
});
if (section?.dataset.news && bar) wait();
