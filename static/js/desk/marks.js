// Google's Docs says in styles what is bold, leaning, raised or lowered, and wraps all of it in a bold that isn't bold. Here the marks
// that mean something become elements, and that one goes. Styles are read as `data-style`: see paste.js.

const MARKS = [
  ["strong", /(?:^|[;\s])font-weight:\s*(?:bold|[6-9]00)/i],
  ["em", /(?:^|[;\s])font-style:\s*italic/i],
  ["sub", /(?:^|[;\s])vertical-align:\s*sub\b/i],
  ["sup", /(?:^|[;\s])vertical-align:\s*super\b/i],
];
const NOT_BOLD = /(?:^|[;\s])font-weight:\s*(?:normal|[1-5]00)/i;
const HEADINGS = "h1, h2, h3, h4, h5, h6";
const BLOCKS = `p, ul, ol, table, blockquote, figure, hr, div, ${HEADINGS}`;
// Where Docs' links lead first.
const DETOUR = "a[href^='https://www.google.com/url?']";

function wrapped(element, name) {
  const mark = document.createElement(name);
  mark.append(...element.childNodes);
  element.append(mark);
}

// A line's end after a block is an empty paragraph otherwise.
function isIdle(lineEnd) {
  const before = lineEnd.previousElementSibling;
  return before?.matches(BLOCKS) && !(lineEnd.previousSibling.nodeType === Node.TEXT_NODE && lineEnd.previousSibling.data.trim());
}

export function mark(pasted) {
  for (const bold of pasted.querySelectorAll("b[data-style]")) {
    if (NOT_BOLD.test(bold.dataset.style)) bold.replaceWith(...bold.childNodes);
  }
  for (const span of pasted.querySelectorAll("span[data-style]")) {
    for (const [name, style] of MARKS) {
      // A heading is bold by itself.
      if (style.test(span.dataset.style) && !(name === "strong" && span.closest(HEADINGS))) wrapped(span, name);
    }
  }
  for (const link of pasted.querySelectorAll(DETOUR)) {
    const address = new URL(link.href).searchParams.get("q") ?? "";
    if (/^https?:/.test(address)) link.href = address;
  }
  for (const lineEnd of pasted.querySelectorAll(":scope > br")) if (isIdle(lineEnd)) lineEnd.remove();
}
