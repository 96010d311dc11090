// Puts a quote into what is being written, and where nothing is, into a reply. What is typed there already stays as it is.
import { composer, openBelow } from "./inline.js";
import { markdown } from "./markdown.js";
import { ask, say } from "./send.js";

function boxInUse() {
  const below = document.querySelector("#comments article > .composer textarea[name=text]");
  const last = composer()?.elements.text;
  return below ?? (last?.value.trim() ? last : null);
}

// A quote stands in lines of its own: after the one with the caret, or before it where the caret is at its beginning.
function insert(box, quote) {
  const { value, selectionEnd } = box;
  // Where nobody has been yet, the caret is nowhere that was chosen.
  const caret = box === document.activeElement || selectionEnd ? selectionEnd : value.length;
  const isAtStart = !caret || value[caret - 1] === "\n";
  const end = value.indexOf("\n", caret);
  const at = isAtStart ? caret : end < 0 ? value.length : end;
  const before = value.slice(0, at);
  const above = !before.trim() || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const below = value.slice(at).startsWith("\n") ? "\n" : "\n\n";
  box.setRangeText(above + quote + below, at, at, "end");
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

// `button` is the comment's own; `range` what of it is to be quoted, or nothing for the whole.
export async function quote(button, range) {
  const { head, body, message } = await ask(button.formAction);
  if (!head) return message && say(message);
  const lines = [head, "", ...(range ? markdown(range.cloneContents()) : body).split("\n")];
  const quoted = lines.map((line) => `> ${line}`.trimEnd()).join("\n");
  const box = boxInUse() ?? (await openBelow(button, button.formAction.replace(/quote\/$/, "reply/")))?.elements.text;
  if (!box) return;
  if (!box.value.includes(quoted)) insert(box, quoted);
  box.focus();
  box.closest(".composer").scrollIntoView({ block: "nearest" });
  say("quoted", false);
}
