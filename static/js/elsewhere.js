// What was written for the same composer elsewhere: in another tab, on another device, in this browser out of reach.
import { copies, forget, placeOf } from "./copies.js";
import { boxOf, forms, reader, save, show } from "./drafts.js";
import { say, send } from "./send.js";

// In a discussion that was closed since there is a box only where something was begun.
function showBox(form) {
  const box = boxOf(form);
  form.hidden = box.readOnly && !box.value.trim();
}

async function go(form, button) {
  const answer = await save(form, button.name, button.value);
  const box = boxOf(form);
  if (!answer.draft) say(answer.message ?? "failed");
  else if (box.value !== answer.text) box.value = answer.text;
  showBox(form);
  box.focus();
}

function sendAlone(form, { text, at }) {
  const fields = new FormData(form);
  const age = Math.max(0, Math.round((Date.now() - at) / 1_000)); // seconds
  const own = { [boxOf(form).name]: text, key: "", seen: 0, save: 1, age };
  for (const [name, value] of Object.entries(own)) fields.set(name, value);
  return send(form.action, fields, { isQuiet: true });
}

// What this browser kept goes to the site as a draft of its own; and into the box, where that is empty or holds what is older
// than it and was left alone since.
export async function bring(form) {
  const box = boxOf(form);
  const savedAt = Date.parse(form.querySelector(".kept time")?.dateTime ?? "");
  for (const place of [placeOf(form, reader()), placeOf(form, "")]) {
    // The newest last, for what is brought last is what the site has as the newest.
    for (const copy of copies(place).reverse()) {
      const { text } = copy;
      const isNewer = copy.at > savedAt && box.value === box.defaultValue;
      if (!box.defaultValue.includes(text.trim())) {
        const answer = await sendAlone(form, copy);
        if (!answer.draft) continue;
        if (box.value.trim() && !isNewer) await save(form);
        else if (answer.seen) {
          box.value = box.defaultValue = text;
          showBox(form);
          show(form, answer);
        }
      }
      forget(place, text);
    }
  }
}

document.addEventListener("submit", (event) => {
  if (!["use", "discard"].includes(event.submitter?.name)) return;
  event.preventDefault();
  go(event.target, event.submitter);
});
addEventListener("online", () => forms().forEach(bring));
forms().forEach(bring);
