// What is typed is kept on the site as a draft: a moment after, and on leaving. Out of reach, this browser keeps it.
import { forget, keep, placeOf } from "./copies.js";
import { said, say, send } from "./send.js";

const PAUSE = 1_500; // milliseconds without a key
const waiting = new Map(); // form → timer
const saving = new Map(); // form → the end of the savings under way

// Who writes; after a login in another tab it's somebody else.
export const reader = () => said.dataset.reader;
export const forms = () => document.querySelectorAll("form:has([data-draft])");
export const boxOf = (form) => form.querySelector("textarea, input[type=text]");

// The fields that the form sends along and the lines below it, as the site's answer has them.
export function show(form, { draft }) {
  if (!draft) return;
  const had = form.querySelector(".elsewhere");
  form.querySelector("[data-draft]").outerHTML = draft;
  if (!had && form.querySelector(".elsewhere")) say("elsewhere");
}

// Why the site doesn't have it.
function tell(form, sentence) {
  const lines = form.querySelector("[data-draft]");
  const line = lines.querySelector(".kept") ?? lines.appendChild(document.createElement("p"));
  line.className = "kept";
  line.textContent = said.dataset[sentence];
}

function stop(form) {
  clearTimeout(waiting.get(form));
  waiting.delete(form);
}

async function saveNow(form, name = "save", value = "1") {
  stop(form);
  const [place, text, fields] = [placeOf(form, reader()), boxOf(form).value, new FormData(form)];
  fields.set(name, value);
  const isHere = keep(place, text);
  const answer = await send(form.action, fields, { isQuiet: true });
  if (answer.draft) {
    forget(place, text);
    show(form, answer);
  } else if (text.trim() && answer.code === "large") tell(form, "large");
  else if (text.trim() && isHere) tell(form, "here");
  return answer;
}

// One after the other: each tells the site which version it has seen.
export function save(form, name, value) {
  const end = (saving.get(form) ?? Promise.resolve()).then(() => saveNow(form, name, value));
  saving.set(form, end);
  return end;
}

// Resolves when nothing of the form is being saved any more, as it must be before it is sent.
export async function settled(form) {
  stop(form);
  await saving.get(form);
}

// The form was sent: this browser need keep nothing of it.
export function sent(form) {
  forget(placeOf(form, reader()), boxOf(form)?.value ?? "");
}

// At once: the page may be gone before an answer comes.
const leave = () => [...waiting.keys()].forEach((form) => saveNow(form));

function saveSoon(form) {
  stop(form);
  waiting.set(form, setTimeout(save, PAUSE, form));
}

document.addEventListener("input", ({ target }) => {
  const form = target.closest("form:has([data-draft])");
  if (form && target === boxOf(form)) saveSoon(form);
});
// What was typed while this was on its way here.
for (const form of forms()) if (boxOf(form) && boxOf(form).value !== boxOf(form).defaultValue) saveSoon(form);
document.addEventListener("submit", ({ target }) => stop(target));
document.addEventListener("visibilitychange", () => document.hidden && leave());
addEventListener("pagehide", leave);
