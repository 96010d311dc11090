// Keeps what is typed into an article's form on the server, as a copy that is its editor's alone, and says how that stands. What
// is seen changes at each copy; what is heard only when it ceases to work and when it works again.
import { renew } from "./token.js";

const TICK = 2000; // milliseconds between two looks at the form; who pauses that long has it kept
const LONGEST = 5; // looks after which it is kept without a pause
const PATIENCE = 10000; // milliseconds until a server that doesn't answer counts as away
const MOST_AT_THE_END = 60000; // letters that a browser sends for a page that is closed

const form = document.querySelector("form:has([data-copies])");
const shown = form.querySelector("[data-copies]");
const heard = form.querySelector(".copy-heard");

let kept = given();
let before = held();
let looks = 0;
let worked = true;
let sending = null;
let over = false;
let isOut = false;

function held() {
  return new URLSearchParams(new FormData(form)).toString();
}

// What the site sent, for something may have been typed while this was on its way.
function given() {
  const fields = new URLSearchParams(held());
  for (const field of form.querySelectorAll("input[type=text], textarea")) {
    if (field.value !== field.defaultValue) fields.set(field.name, field.defaultValue);
  }
  return fields.toString();
}

function say(words, works) {
  shown.textContent = words;
  shown.classList.toggle("copy-failed", !works);
  if (works !== worked) heard.textContent = words;
  worked = works;
}

async function keep(typed, isRenewed = false) {
  const sent = { method: "POST", body: new FormData(form), redirect: "manual", signal: AbortSignal.timeout(PATIENCE) };
  try {
    const answer = await fetch(shown.dataset.copies, sent);
    isOut = answer.type === "opaqueredirect" || answer.status === 403;
    if (isOut && !isRenewed && (await renew(form))) return await keep(held(), true);
    if (answer.ok || answer.status === 409) {
      kept = typed;
      const words = answer.ok ? shown.dataset.kept : shown.dataset.moved;
      say(words.replace("{}", (await answer.json()).at), answer.ok);
    } else {
      say(isOut ? shown.dataset.out : shown.dataset.failed, false);
    }
  } catch {
    say(shown.dataset.away, false);
  }
}

function look() {
  const now = held();
  looks = now === kept ? 0 : looks + 1;
  const isDue = looks && (now === before || looks >= LONGEST);
  before = now;
  if (!isDue || sending || over) return;
  looks = 0;
  sending = keep(now).finally(() => (sending = null));
}

setInterval(look, TICK);
// The editor writes its text its own way before anything is typed into it; elsewhere something may have been.
form.addEventListener("prose-editor:ready", ({ target }) => {
  const fields = new URLSearchParams(kept);
  fields.set(target.name, new FormData(form).get(target.name));
  kept = fields.toString();
  before = held();
});

form.addEventListener("submit", (event) => {
  // A copy that is still on its way would be there again after the save that ends it. And who is logged out would be led to the login,
  // without what they typed since: they stay here until they are in again.
  over = !sending && !isOut;
  if (over) return;
  event.preventDefault();
  sending ??= keep(held()).finally(() => (sending = null));
  sending.finally(() => isOut || form.requestSubmit(event.submitter));
});

addEventListener("pagehide", () => {
  const now = held();
  if (over || now === kept || now.length > MOST_AT_THE_END) return;
  navigator.sendBeacon(shown.dataset.copies, new FormData(form));
});
