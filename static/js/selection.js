// What is selected within one comment can be quoted: by a small button beside the selection, the next that the Tab key comes
// to, or by the comment's own button. What it takes to quote is loaded when either is pressed.
import { said, say } from "./send.js";

const button = document.createElement("button");
button.type = "button";
button.className = "quote-selection";
let kept = null;

// { text, range } of the comment in which something is selected, cut to its words: three clicks select a little more.
function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0).cloneRange();
  const { startContainer: start } = range;
  const from = (start.closest ? start : start.parentElement)?.closest("#comments > .thread > article");
  const text = from?.querySelector(":scope > .text, :scope > .folded > .text");
  if (!text || !from.contains(range.endContainer) || !range.intersectsNode(text)) return null;
  const whole = document.createRange();
  whole.selectNodeContents(text);
  if (range.compareBoundaryPoints(Range.START_TO_START, whole) < 0) range.setStart(text, 0);
  if (range.compareBoundaryPoints(Range.END_TO_END, whole) > 0) range.setEnd(text, text.childNodes.length);
  return String(range).trim() ? { text, range } : null;
}

function show() {
  if (document.activeElement === button) return;
  kept = selected();
  const quotes = kept?.text.closest("article").querySelector(".quote");
  if (!quotes) return button.remove();
  const comment = kept.text.closest("article");
  button.textContent = quotes.textContent;
  button.ariaLabel = said.dataset.quoteSelection.replace("%s", comment.querySelector(".name").textContent);
  if (button.previousElementSibling !== kept.text) kept.text.after(button);
  const [place, end] = [comment.getBoundingClientRect(), [...kept.range.getClientRects()].at(-1)];
  button.style.top = `${end.bottom - place.top + 4}px`;
  button.style.left = `${Math.max(0, Math.min(end.right, place.right - button.offsetWidth) - place.left)}px`;
}

let frame = 0;
document.addEventListener("selectionchange", () => {
  cancelAnimationFrame(frame);
  frame = requestAnimationFrame(show);
});
// From the words themselves the Tab key would go on to wherever the browser takes their beginning to be.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Tab" || event.shiftKey || !button.isConnected) return;
  if (document.activeElement.matches("a, button, input, textarea, select, summary")) return;
  event.preventDefault();
  button.focus();
});
// The press itself mustn't take the selection away, as it does on touch screens.
document.addEventListener("pointerdown", (event) => event.target === button && event.preventDefault());
document.addEventListener("click", async (event) => {
  const own = event.target.closest("#comments > .thread .quote");
  if (event.target !== button && !own) return;
  event.preventDefault();
  const presses = own ?? button.closest("article").querySelector(".quote");
  const range = presses.closest("article").contains(kept?.text) ? kept.range : null;
  button.remove();
  kept = null;
  try {
    const { quote } = await import("./quoting.js");
    await quote(presses, range);
  } catch {
    say("failed");
  }
});
