// Reply, report and hide open below their comment: the form of the act's own page, lifted into this one.
// One form is open at a time; what was typed into it waits, when it is closed, for its button to be pressed again.
import { earlyBox, type } from "./early.js";
import { bring } from "./elsewhere.js";
import { load, say } from "./send.js";

const kept = new Map();
const gap = document.createComment("the composer, while another form is open");
let open = null;
let aside = null;
const coming = new Map(); // address → the form that is on its way here
// What was pressed last, and the box of the form that is on its way: of two presses shortly, the later one's is shown.
let pressed = null;
let early = null;

export const composer = () => document.querySelector("#comments > .composer");

export function close() {
  const { form, button } = open ?? {};
  open = null;
  form?.remove();
  early?.remove();
  early = null;
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
  if (!form) throw new Error("login");
  form.removeAttribute("id");
  return document.adoptNode(form);
}

// Once for all presses that wait for it.
function fetchForm(address) {
  const form = coming.get(address) ?? lift(address).finally(() => coming.delete(address));
  coming.set(address, form);
  return form;
}

// Who went on to something else meanwhile, as to select what is to be quoted, `isLeft` where they are.
function place(form, button, isLeft = false) {
  open = { form, button };
  button.closest("article").append(form);
  if (form.matches(":has([data-draft])")) bring(form);
  // Where nothing is to be filled in, as before deleting, the way back is nearest.
  const field = form.querySelector("textarea[name=text], input:not([type=hidden])") ?? form.querySelector("[data-cancel]");
  if (!isLeft) field.focus();
  if (field.name === "text") field.setSelectionRange(field.value.length, field.value.length);
  if (!isLeft) form.scrollIntoView({ block: "nearest" });
}

// Another was pressed meanwhile: what was begun waits in the form, and is kept as a draft, for its button's next press.
function lay(form, button, typed) {
  const isOpen = form === open?.form;
  if (!isOpen) button.closest("article").append(form);
  type(form.elements.text, typed);
  if (!isOpen) form.remove();
}

async function show(address, button, press) {
  makeRoom();
  pressed = press;
  if (kept.has(address)) return place(kept.get(address), button);
  const mine = earlyBox(button, address, aside);
  early = mine;
  const form = await fetchForm(address).catch((error) => error);
  const typed = await mine?.typed();
  const isShown = pressed === press;
  if (form instanceof Error) {
    if (isShown) close();
    // What was begun stays: there is one box now.
    const rest = composer() ?? aside;
    if (rest) type(rest.elements.text, typed);
    throw form;
  }
  kept.set(address, form);
  if (!isShown) return lay(form, button, typed);
  const isLeft = mine?.isLeft();
  early?.remove();
  early = null;
  place(form, button, isLeft);
  type(form.elements.text, typed);
  if (mine?.asked() === "send") form.requestSubmit();
  else if (mine?.asked() === "close") close();
}

// Opens the form that stands at `address` below the button's comment; the form, or nothing where it can't be had or
// another was asked for meanwhile.
export async function openBelow(button, address = button.formAction) {
  // Pressed twice.
  if (button.ariaBusy === "true" && pressed?.button === button && early?.asked() !== "close") return null;
  button.ariaBusy = "true";
  const press = { button };
  await show(address, button, press).catch(({ message }) => {
    if (message === "login") location.assign(address);
    else say(message === "gone" ? "gone" : "failed");
  });
  button.ariaBusy = String(coming.has(address));
  return pressed === press ? open?.form : null;
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
