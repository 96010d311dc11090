// Counts beside what was just written how long it can still be changed without a mark. The time stands there in words for
// everybody; the counting is for the eye alone, so that no screen reader is interrupted each second.
const ends = new WeakMap(); // line → when it ends, by the clock of this page
let timer = 0;

function end(line) {
  if (line.dataset.after) line.textContent = line.dataset.after;
  else line.remove();
  line.removeAttribute("data-left");
}

function show(line, left) {
  let counter = line.querySelector("[aria-hidden]");
  if (!counter) {
    counter = document.createElement("b");
    counter.ariaHidden = "true";
    line.append(counter);
  }
  counter.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
}

function count() {
  const lines = document.querySelectorAll("[data-left]");
  for (const line of lines) {
    if (!ends.has(line)) ends.set(line, performance.now() + 1_000 * line.dataset.left);
    const left = Math.ceil((ends.get(line) - performance.now()) / 1_000);
    if (left > 0) show(line, left);
    else end(line);
  }
  clearTimeout(timer);
  if (lines.length) timer = setTimeout(count, 1_000);
}

document.addEventListener("thread:grown", count);
// A form that was lifted into the page gets the focus.
document.addEventListener("focusin", ({ target }) => target.closest("form:has([data-left])") && count());
count();
