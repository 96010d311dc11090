// Slots in order by dragging: each row gets a handle, and the places are numbered anew among the rows of its page. Nothing is kept
// until "Save" is pressed. By keyboard: the arrow keys on a handle, or the number itself.

const table = document.querySelector("#result_list tbody");
const words = document.querySelector(".slot-help")?.dataset.move;
let dragged = null;

const placeOf = (row) => row.querySelector("[name$=-position]");
const pageOf = (row) => row.querySelector(".field-page")?.textContent;

function number(page) {
  let place = 0;
  for (const row of table.rows) if (pageOf(row) === page) placeOf(row).value = place += 1;
}

const isBelow = (row, to) => row.compareDocumentPosition(to) & Node.DOCUMENT_POSITION_FOLLOWING;

function move(row, to) {
  if (!to || to === row || pageOf(to) !== pageOf(row)) return false;
  // The others move around it: a row that is taken out of the page loses the pointer.
  if (isBelow(row, to)) while (isBelow(row, to)) row.before(row.nextElementSibling);
  else while (!isBelow(row, to)) row.after(row.previousElementSibling);
  number(pageOf(row));
  return true;
}

// Past the middle of the other row only: else the two would change places for as long as the pointer is over either.
function follow(row, x, y) {
  const to = document.elementFromPoint(x, y)?.closest("#result_list tbody tr");
  if (!to) return;
  const { top, height } = to.getBoundingClientRect();
  if (isBelow(row, to) ? y > top + height / 2 : y < top + height / 2) move(row, to);
}

function equip(row) {
  const place = placeOf(row);
  if (!place) return;
  const handle = document.createElement("button");
  handle.type = "button";
  handle.className = "slot-handle";
  handle.textContent = "↕";
  handle.setAttribute("aria-label", `${words}: ${row.querySelector(".field-article")?.textContent ?? ""}`);
  handle.addEventListener("pointerdown", (event) => {
    dragged = row;
    row.classList.add("is-dragged");
    handle.setPointerCapture(event.pointerId);
  });
  handle.addEventListener("pointermove", (event) => {
    if (dragged === row) follow(row, event.clientX, event.clientY);
  });
  for (const end of ["pointerup", "pointercancel"]) {
    handle.addEventListener(end, () => {
      dragged = null;
      row.classList.remove("is-dragged");
    });
  }
  handle.addEventListener("keydown", (event) => {
    const to = { ArrowUp: row.previousElementSibling, ArrowDown: row.nextElementSibling }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    if (move(row, to)) handle.focus();
  });
  place.before(handle);
}

if (table) [...table.rows].forEach(equip);
