// Reply, report and hide open below their comment: the form of the act's own page, lifted into this one.
// One form is open at a time; what was typed into it waits, when it is closed, for its button to be pressed again.
import { bring } from "./elsewhere.js";
import { load, say } from "./send.js";

const kept = new Map();
const gap = document.createComment("the composer, while another form is open");
let open = null;
let aside = null;

export const composer = () => document.querySelector("#comments > .composer");

export function close() {
  const { form, button } = open ?? {};
  open = null;
  form?.remove();
  if (aside) gap.replaceWith(aside);
  aside = null;
  button?.focus();
}

// Closes `form` for good: it was sent.
export function finish(form) {
  for (const [address, other] of kept) if (other === form) kept.delete(address);
  if (open?.form === form) close();
}

// The composer under the thread steps aside, at once, so that there is never a second box to write in.
function makeRoom() {
  close();
  aside = composer();
  aside?.replaceWith(gap);
}

async function lift(address) {
  const page = await load(address);
  if (!page) throw new Error("gone");
  const form = page.querySelector("form[data-inline]");
  // No form: the login stands there, as the session has ended meanwhile.
  if (!form) return location.assign(address);
  form.removeAttribute("id");
  kept.set(address, form);
  return document.adoptNode(form);
}

async function show(address, button) {
  makeRoom();
  const form = kept.get(address) ?? (await lift(address));
  if (!form) return;
  open = { form, button };
  button.closest("article").append(form);
  if (form.matches(":has([data-draft])")) bring(form);
  // Where nothing is to be filled in, as before deleting, the way back is nearest.
  const field = form.querySelector("textarea[name=text], input:not([type=hidden])") ?? form.querySelector("[data-cancel]");
  field.focus();
  if (field.name === "text") field.setSelectionRange(field.value.length, field.value.length);
  form.scrollIntoView({ block: "nearest" });
}

// Opens the form that stands at `address` below the button's comment; the form, or nothing where it can't be had.
export async function openBelow(button, address = button.formAction) {
  if (document.querySelector("#comments [aria-busy=true]")) return null;
  button.ariaBusy = "true";
  await show(address, button).catch((error) => {
    close();
    say(error.message === "gone" ? "gone" : "failed");
  });
  button.ariaBusy = "false";
  return open?.form;
}

document.addEventListener("click", (event) => {
  if (event.target.closest("#comments [data-cancel]")) {
    event.preventDefault();
    close();
  }
  const button = event.target.closest("#comments button[form=go]:not(.quote)");
  if (!button) return;
  event.preventDefault();
  openBelow(button);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && open?.form.contains(event.target)) close();
});
