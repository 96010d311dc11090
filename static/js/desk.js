// Names the boxes of the desk that Django and the rich-text field leave nameless: by the label of their row, by the head of
// their column, by the legend around them. They come late and in rows that are added, so the page is watched.

const BOXES = [
  ".ProseMirror[contenteditable]",
  ".select2-selection",
  ".select2-selection__rendered[role=textbox]",
  "td :is(input:not([type=hidden]), select, textarea)",
  "fieldset > .flex-container > input[type=file]",
];

const words = (element) => element?.textContent.trim().replace(/:$/, "");

function columnOf(box) {
  const cell = box.closest("td");
  const field = cell?.className.match(/\bfield-(\S+)/)?.[1];
  return cell?.closest("table").querySelector(field ? `thead .column-${field}` : "thead th:last-child");
}

function nameOf(box) {
  return words(columnOf(box)) || words(box.closest(".form-row")?.querySelector("label, legend"));
}

function nameAll() {
  for (const box of document.querySelectorAll(BOXES.map((box) => `${box}:not([aria-label])`).join())) {
    const name = !box.labels?.length && nameOf(box);
    if (name) box.setAttribute("aria-label", name);
    // It would come first, and names nothing but what is chosen so far.
    if (name && box.role === "combobox") box.removeAttribute("aria-labelledby");
  }
}

nameAll();
new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true });
