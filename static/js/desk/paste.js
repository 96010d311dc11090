// Makes of what is pasted from Word or the web what an article holds: headings of two ranks, lists that Word paints with bullets,
// links for what would be played in a frame, and no picture that lies on another site. What else is foreign the editor drops.

import { mark } from "./marks.js";
import { listLine, renamed } from "./word_lists.js";

const GONE = "script, title, meta, link, template, xml, svg, input, button, [data-style*='mso-hide']";
const RENAMED = { H1: "h2", H4: "h3", H5: "h3", H6: "h3" };
const FRAMES = "iframe[src], embed[src], video[src], object[data]";

function linkInPlaceOf(frame) {
  const address = frame.getAttribute("src") ?? frame.getAttribute("data");
  if (!/^https?:/.test(address)) return frame.remove();
  const card = document.createElement("p");
  const link = document.createElement("a");
  link.href = address;
  link.textContent = frame.title || address;
  card.append(link);
  frame.replaceWith(card);
}

// What stood below a picture that is gone is words like others.
function withoutFrame(figure) {
  for (const words of figure.querySelectorAll("figcaption")) renamed(words, "p");
  figure.replaceWith(...figure.childNodes);
}

function clean(html) {
  // The policy forbids styles, so that a browser complains of each that it reads; those of lists are looked at under another name.
  const named = html.replace(/\sstyle\s*=/gi, " data-style=").replace(/<(\/?)style\b/gi, "<$1template");
  const pasted = new DOMParser().parseFromString(named, "text/html").body;
  for (const element of pasted.querySelectorAll(GONE)) element.remove();
  for (const frame of pasted.querySelectorAll(FRAMES)) linkInPlaceOf(frame);
  for (const picture of pasted.querySelectorAll("img")) {
    if (new URL(picture.src, location.href).origin !== location.origin) picture.remove();
  }
  for (const figure of pasted.querySelectorAll("figure:not(:has(img, table))")) withoutFrame(figure);
  for (const line of pasted.querySelectorAll("p[data-style*='mso-list']")) listLine(line);
  mark(pasted);
  for (const heading of pasted.querySelectorAll(Object.keys(RENAMED).join())) renamed(heading, RENAMED[heading.tagName]);
  for (const paragraph of pasted.querySelectorAll("p, h2, h3")) {
    if (!paragraph.textContent.trim() && !paragraph.querySelector("img")) paragraph.remove();
  }
  return pasted.innerHTML;
}

function listen(editor) {
  editor.setOptions({ editorProps: { transformPastedHTML: clean } });
}

const editor = document.querySelector(".field-body .ProseMirror")?.editor;
if (editor) listen(editor);
else document.addEventListener("prose-editor:ready", (event) => listen(event.detail.editor), { once: true });
