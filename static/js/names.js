// Completes an @name while it is typed. The box stays a plain box: while no list is there, each key does what it always does.
import { chooseNext, choosePrevious, chosen, hide, list, show } from "./listbox.js";
import { ask, said, say } from "./send.js";

const PAUSE = 150; // milliseconds without a key
// Scripts that set no space between words: a name may begin and end in the midst of them (comments/mentions.py).
const UNSPACED = "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3005-\\u30ff\\u3400-\\u9fff";
const NAME = new RegExp(`(?:(?<![\\p{L}\\p{N}/@])|(?<=[${UNSPACED}]))@([\\p{L}\\p{N}\\p{M}_.-]{0,30})$`, "u");
const GOES_ON = new RegExp(`^(?![${UNSPACED}])[\\p{L}\\p{N}\\p{M}_]`, "u");

const known = new Map(); // address → people
let box = null; // the one that the list stands in, while it is there
let timer = 0;

const isBox = (target) => target.matches("form[data-names] textarea[name=text]");

// The name that is being typed: where its @ stands, and how it begins.
function typed({ value, selectionStart: caret, selectionEnd: end }) {
  const found = caret === end && !GOES_ON.test(value.slice(caret)) && NAME.exec(value.slice(0, caret));
  return found ? { start: found.index, begins: found[1] } : null;
}

function close() {
  clearTimeout(timer);
  hide(box);
  box = null;
}

function putIn(option) {
  const [target, { start }, { selectionEnd: caret }] = [box, typed(box), box];
  const space = /^\s/.test(target.value.slice(caret)) ? "" : " ";
  close();
  target.setRangeText(`@${option.dataset.name}${space}`, start, caret, "end");
  target.dispatchEvent(new Event("input", { bubbles: true }));
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
  if (!people.length || (people.length === 1 && people[0].name === found.begins)) return close();
  // Said once, not with each letter.
  if (!box) say(said.dataset[people.length === 1 ? "oneName" : "manyNames"].replace("%s", people.length), false);
  box = target;
  show(box, found.start, people, found.begins);
}

function later(target) {
  clearTimeout(timer);
  if (typed(target)) timer = setTimeout(offer, PAUSE, target);
  else close();
}

const KEYS = {
  ArrowDown: () => chooseNext(box),
  ArrowUp: () => choosePrevious(box),
  Enter: () => putIn(chosen()),
  Tab: () => putIn(chosen()),
  Escape: close,
};

function press(event) {
  // While an input method composes, its keys are its own.
  if (event.target !== box || event.isComposing || event.keyCode === 229) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  // After a bare @ none is chosen, and Enter still makes a new line.
  const isOurs = Object.hasOwn(KEYS, event.key) && (chosen() || !/Enter|Tab/.test(event.key));
  if (!isOurs) return /^(Arrow|Home|End|Page)/.test(event.key) && close();
  event.preventDefault();
  event.stopPropagation();
  KEYS[event.key]();
}

// Before all others: while the list is there, Escape closes it and not the form.
document.addEventListener("keydown", press, { capture: true });
document.addEventListener("input", (event) => isBox(event.target) && !event.isComposing && later(event.target));
document.addEventListener("compositionstart", ({ target }) => target === box && close());
document.addEventListener("compositionend", ({ target }) => isBox(target) && later(target));
document.addEventListener("focusout", ({ target }) => target === box && close());
document.addEventListener("click", ({ target }) => target === box && close());
list.addEventListener("click", ({ target }) => target.closest("[role=option]") && putIn(target.closest("[role=option]")));
// Who types quickly may have begun before this was loaded.
if (isBox(document.activeElement)) later(document.activeElement);
