// The lists of Word, which it paints as paragraphs with bullets and numbers, made lists.

const LEVEL = /mso-list:[^;]*level(\d)/;
// "1." and "a)" before a line of a list; what else stands there is a bullet.
const NUMBER = /^\s*(?:\d+|[a-z]{1,3})[.)]/i;

export function renamed(element, name) {
  const other = document.createElement(name);
  other.append(...element.childNodes);
  element.replaceWith(other);
  return other;
}

// Word's line of a list: a paragraph whose bullet or number stands in a part that lists "ignore". One of a deeper level stands in
// the last item of the list above.
export function listLine(line) {
  const mark = line.querySelector("[data-style*='mso-list:Ignore'], [data-style*='mso-list: Ignore']");
  const name = NUMBER.test(mark?.textContent ?? "") ? "ol" : "ul";
  mark?.remove();
  const level = Number(line.dataset.style.match(LEVEL)?.[1] ?? 1);
  listOf(line, level, name).append(renamed(line, "li"));
}

function newList(name) {
  const list = document.createElement(name);
  list.dataset.fromWord = name;
  return list;
}

function listOf(line, level, name) {
  let list = line.previousElementSibling;
  let place = (made) => line.before(made);
  if (list?.dataset.fromWord) {
    place = (made) => list.after(made);
    for (let depth = 1; depth < level; depth += 1) {
      const item = list.lastElementChild;
      list = item.lastElementChild;
      if (!list?.dataset.fromWord) {
        place = (made) => item.append(made);
        break;
      }
    }
  }
  if (list?.dataset.fromWord === name) return list;
  const made = newList(name);
  place(made);
  return made;
}
