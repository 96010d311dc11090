// Folding a branch away, and jumping to the comment that is answered and back. The list is flat: `data-parent` tells the tree.
import { said } from "./send.js";

const comments = () => document.querySelectorAll("#comments > .thread > article");
const number = (comment) => comment.id.slice("comment-".length);

function* below(comment) {
  const branch = new Set([number(comment)]);
  for (let node = comment.nextElementSibling; node && branch.has(node.dataset.parent); node = node.nextElementSibling) {
    if (node.id) branch.add(number(node));
    yield node;
  }
}

function fold(comment, folded) {
  comment.classList.toggle("is-folded", folded);
  const button = comment.querySelector(":scope > header > .fold");
  button.ariaExpanded = String(!folded);
  for (const node of below(comment)) node.hidden = folded;
  if (folded) return;
  // What was folded inside stays so.
  for (const inner of below(comment)) {
    if (inner.classList.contains("is-folded")) for (const node of below(inner)) node.hidden = true;
  }
}

function offer() {
  for (const comment of comments()) {
    const header = comment.querySelector(":scope > header");
    if (!header || header.querySelector(".fold") || below(comment).next().done) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "fold";
    button.ariaExpanded = "true";
    button.ariaLabel = said.dataset.fold.replace("%s", header.querySelector(".name").textContent);
    header.prepend(button);
  }
}

function unfoldAround(comment) {
  for (const folded of document.querySelectorAll("#comments .is-folded")) {
    if ([...below(folded)].includes(comment)) fold(folded, false);
  }
}

function jump(link) {
  // Out of its thread a comment leads to the page of the one that it answers.
  const target = link.hash && document.querySelector(link.hash);
  if (!target) return;
  unfoldAround(target);
  target.querySelector(":scope > header > .back")?.remove();
  const back = document.createElement("a");
  back.className = "back";
  back.href = `#${link.closest("article").id}`;
  back.textContent = said.dataset.back;
  target.querySelector(":scope > header")?.append(back);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("#comments .fold");
  if (button) fold(button.closest("article"), button.ariaExpanded === "true");
  const link = event.target.closest("#comments :is(.to, .back)");
  if (link?.matches(".to")) jump(link);
  else link?.remove();
});
document.addEventListener("thread:grown", offer);
// Who follows a link to a comment has asked for it, also where its votes have folded it.
function arrive() {
  const target = /^#comment-\d+$/.test(location.hash) && document.querySelector(location.hash);
  if (!target) return;
  unfoldAround(target);
  const line = target.matches(".is-below") && target.querySelector(":scope > .folded");
  if (line) line.open = true;
}

addEventListener("hashchange", arrive);
offer();
arrive();
