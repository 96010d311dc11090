// Reply, quote, report and hide open below their comment: the form of the act's own page, lifted into this one.
// One form is open at a time; what was typed into it waits, when it is closed, for its button to be pressed again.
import { load, say } from "./send.js";

const kept = new Map();
let open = null;

export const composer = () => document.querySelector("#comments > .composer");

export function close() {
  if (!open) return;
  const { form, button, aside, gap } = open;
  open = null;
  form.remove();
  if (aside) gap.replaceWith(aside);
  button.focus();
}

// Closes `form` for good: it was sent.
export function finish(form) {
  for (const [address, other] of kept) if (other === form) kept.delete(address);
  if (open?.form === form) close();
}

function show(form, address, button) {
  close();
  // The composer under the thread steps aside for a reply, so that there is one box to write in.
  const aside = form.elements.text ? composer() : null;
  const gap = document.createComment("");
  aside?.replaceWith(gap);
  open = { form, button, aside, gap };
  kept.set(address, form);
  button.closest("article").append(form);
  const field = form.querySelector("textarea[name=text], input:not([type=hidden])");
  field.focus();
  if (field.name === "text") field.setSelectionRange(field.value.length, field.value.length);
  form.scrollIntoView({ block: "nearest" });
}

async function lift(address, button) {
  const page = await load(address);
  if (!page) return say("gone");
  const form = page.querySelector("form[data-inline]");
  // No form: the login stands there, as the session has ended meanwhile.
  if (!form) return location.assign(address);
  form.removeAttribute("id");
  show(document.adoptNode(form), address, button);
}

document.addEventListener("click", async (event) => {
  if (event.target.closest("#comments [data-cancel]")) {
    event.preventDefault();
    close();
  }
  const button = event.target.closest("#comments button[form=go]");
  if (!button) return;
  event.preventDefault();
  if (button.ariaBusy === "true") return;
  const address = button.formAction;
  if (kept.has(address)) return show(kept.get(address), address, button);
  button.ariaBusy = "true";
  await lift(address, button).catch(() => say("failed"));
  button.ariaBusy = "false";
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && open?.form.contains(event.target)) close();
});
