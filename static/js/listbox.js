// The list of names below a line of a box: what it offers, which of them is chosen, where it stands.
import { caretPlace } from "./caret.js";
import { said } from "./send.js";

export const list = document.createElement("ul");
list.id = "names";
list.className = "names";
list.role = "listbox";
list.ariaLabel = said.dataset.names;
// The press itself leaves the focus in the box, and so the keyboard of a phone where it is.
list.addEventListener("pointerdown", (event) => event.preventDefault());

export const chosen = () => list.querySelector("[aria-selected=true]");

function choose(box, option) {
  chosen()?.setAttribute("aria-selected", "false");
  if (!option) return box.removeAttribute("aria-activedescendant");
  option.ariaSelected = "true";
  box.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

export const chooseNext = (box) => choose(box, chosen()?.nextElementSibling ?? list.firstElementChild);
export const choosePrevious = (box) => choose(box, chosen()?.previousElementSibling ?? list.lastElementChild);

function optionOf({ name, is_here: isHere }, place, people) {
  const option = document.createElement("li");
  [option.id, option.role, option.ariaSelected, option.dataset.name] = [`name-${place}`, "option", "false", name];
  option.appendChild(document.createElement("bdi")).textContent = name;
  // Of use only to tell some from others.
  if (isHere && !people.every((person) => person.is_here)) {
    option.appendChild(document.createElement("small")).textContent = said.dataset.talksHere;
  }
  return option;
}

// Offers `people` for the name that begins at the character `at`; the first is chosen where one `hasBegun` to type it.
export function show(box, at, people, hasBegun) {
  list.replaceChildren(...people.map(optionOf));
  if (!list.isConnected) box.closest("label").after(list);
  box.setAttribute("aria-controls", list.id);
  const [form, place] = [box.form.getBoundingClientRect(), caretPlace(box, at)];
  list.style.top = `${place.bottom - form.top}px`;
  list.style.left = `${Math.max(0, Math.min(place.left - form.left, form.width - list.offsetWidth))}px`;
  choose(box, hasBegun ? list.firstElementChild : null);
  list.scrollIntoView({ block: "nearest" });
}

export function hide(box) {
  list.remove();
  box?.removeAttribute("aria-controls");
  box?.removeAttribute("aria-activedescendant");
}
