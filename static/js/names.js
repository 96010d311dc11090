// Completes an @name while it is typed: a list below its line. The box stays a plain box: while no list is there, each key
// does what it always does.
import { caretPlace } from "./caret.js";
import { ask, said, say } from "./send.js";

const PAUSE = 150; // milliseconds without a key
// Scripts that set no space between words: a name may begin and end in the midst of them (comments/mentions.py).
const UNSPACED = "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3005-\\u30ff\\u3400-\\u9fff";
const NAME = new RegExp(`(?:(?<![\\p{L}\\p{N}/@])|(?<=[${UNSPACED}]))@([\\p{L}\\p{N}\\p{M}_.-]{0,30})$`, "u");
const GOES_ON = new RegExp(`^(?![${UNSPACED}])[\\p{L}\\p{N}\\p{M}_]`, "u");

const list = document.createElement("ul");
list.id = "names";
list.className = "names";
list.role = "listbox";
list.ariaLabel = said.dataset.names;
const known = new Map(); // address → people
let box = null; // the one that the list belongs to, while it is there
let word = null; // { start, begins } of the name that is being typed
let timer = 0;

function typed(target) {
  const { value, selectionStart: caret, selectionEnd } = target;
  const found = caret === selectionEnd && !GOES_ON.test(value.slice(caret)) && NAME.exec(value.slice(0, caret));
  return found ? { start: found.index, begins: found[1] } : null;
}

function close() {
  clearTimeout(timer);
  list.remove();
  for (const name of ["aria-controls", "aria-activedescendant"]) box?.removeAttribute(name);
  box = word = null;
}

function choose(option) {
  const { value, selectionEnd: caret } = box;
  const space = /^\s/.test(value.slice(caret)) ? "" : " ";
  const [target, { start }] = [box, word];
  close();
  target.setRangeText(`@${option.dataset.name}${space}`, start, caret, "end");
  target.dispatchEvent(new Event("input", { bubbles: true }));
}

function activate(option) {
  list.querySelector("[aria-selected=true]")?.setAttribute("aria-selected", "false");
  option?.setAttribute("aria-selected", "true");
  if (option) box.setAttribute("aria-activedescendant", option.id);
  else box.removeAttribute("aria-activedescendant");
  option?.scrollIntoView({ block: "nearest" });
}

function optionOf({ name, is_here: isHere }, place, people) {
  const option = document.createElement("li");
  [option.id, option.role, option.ariaSelected, option.dataset.name] = [`name-${place}`, "option", "false", name];
  const words = option.appendChild(document.createElement("bdi"));
  words.textContent = name;
  // Of use only to tell some from others.
  if (isHere && !people.every((person) => person.is_here)) option.appendChild(document.createElement("small")).textContent = said.dataset.talksHere;
  return option;
}

function show(target, found, people) {
  const isNew = box !== target;
  if (isNew) close();
  [box, word] = [target, found];
  list.replaceChildren(...people.map(optionOf));
  if (isNew) {
    target.closest("label").after(list);
    target.setAttribute("aria-controls", list.id);
    say(said.dataset[people.length === 1 ? "oneName" : "manyNames"].replace("%s", people.length), false);
  }
  const [form, at] = [target.form.getBoundingClientRect(), caretPlace(target, found.start)];
  list.style.top = `${at.bottom - form.top}px`;
  list.style.left = `${Math.max(0, Math.min(at.left - form.left, form.width - list.offsetWidth))}px`;
  // After a bare @ Enter still makes a new line: nobody has begun a name.
  activate(found.begins ? list.firstElementChild : null);
  list.scrollIntoView({ block: "nearest" });
}

async function offer(target) {
  const found = typed(target);
  if (!found) return close();
  const address = `${target.form.dataset.names}?begins=${encodeURIComponent(found.begins)}`;
  if (!known.has(address)) {
    const { people } = await ask(address);
    if (people) known.set(address, people);
  }
  const now = typed(target);
  if (document.activeElement !== target || now?.start !== found.start || now.begins !== found.begins) return;
  const people = known.get(address) ?? [];
  const isDone = people.length === 1 && people[0].name === found.begins;
  if (people.length && !isDone) show(target, found, people);
  else close();
}

const isBox = (target) => target.matches("form[data-names] textarea[name=text]");

function later(target) {
  clearTimeout(timer);
  if (!typed(target)) close();
  else timer = setTimeout(offer, PAUSE, target);
}

const KEYS = {
  ArrowDown: (option) => activate(option?.nextElementSibling ?? list.firstElementChild),
  ArrowUp: (option) => activate(option?.previousElementSibling ?? list.lastElementChild),
  Enter: (option) => choose(option),
  Tab: (option) => choose(option),
  Escape: () => close(),
};

// Before all others: while the list is there, Escape closes it and not the form.
document.addEventListener(
  "keydown",
  (event) => {
    // While an input method composes, its keys are its own.
    if (event.target !== box || event.isComposing || event.keyCode === 229) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const option = list.querySelector("[aria-selected=true]");
    const chooses = event.key === "Enter" || event.key === "Tab";
    if (Object.hasOwn(KEYS, event.key) && (option || !chooses)) {
      event.preventDefault();
      event.stopPropagation();
      KEYS[event.key](option);
    } else if (/^(Arrow|Home|End|Page)/.test(event.key)) close();
  },
  { capture: true },
);
document.addEventListener("input", (event) => isBox(event.target) && !event.isComposing && later(event.target));
document.addEventListener("compositionstart", ({ target }) => target === box && close());
document.addEventListener("compositionend", ({ target }) => isBox(target) && later(target));
document.addEventListener("focusout", ({ target }) => target === box && close());
document.addEventListener("click", ({ target }) => {
  const option = target.closest(".names > [role=option]");
  if (option) choose(option);
  else if (target === box) close();
});
// The press itself leaves the focus in the box, and so the keyboard of a phone where it is.
list.addEventListener("pointerdown", (event) => event.preventDefault());
// Who types quickly may have begun before this was loaded.
if (isBox(document.activeElement)) later(document.activeElement);
