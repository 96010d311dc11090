// Says once that the article was read: it was before somebody's eyes for a while. Without cookies, so that it says nothing of who.
const ENOUGH = 5_000; // milliseconds

const address = document.querySelector("[data-reads]")?.dataset.reads;
let left = ENOUGH;
let since = 0;
let timer = 0;

function look() {
  if (document.hidden && timer) {
    clearTimeout(timer);
    timer = 0;
    left -= Date.now() - since;
  } else if (!document.hidden && !timer) {
    since = Date.now();
    timer = setTimeout(tell, Math.max(0, left));
  }
}

function tell() {
  document.removeEventListener("visibilitychange", look);
  // Who is offline isn't counted; that is no failure of theirs.
  fetch(address, { method: "POST", credentials: "omit", keepalive: true }).catch(() => {});
}

if (address) {
  document.addEventListener("visibilitychange", look);
  look();
}
