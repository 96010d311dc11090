// Shows the thread as it is after an act, with the focus where the act was done.
import { close, composer } from "./inline.js";
import { load } from "./send.js";

// The comment itself, or one before it where it is gone.
function nearest(comment) {
  for (let node = comment; node; node = node.previousElementSibling) {
    const there = node.id && document.getElementById(node.id);
    if (there) return there;
  }
}

function land(comment) {
  if (!comment) return;
  if (comment.matches("article")) comment.classList.add("is-here");
  comment.tabIndex = -1;
  comment.focus({ preventScroll: true });
  comment.scrollIntoView({ block: "nearest" });
}

function showCounts(page) {
  const counts = page.querySelectorAll("[data-comment-count]");
  document.querySelectorAll("[data-comment-count]").forEach((count, place) => {
    count.textContent = counts[place]?.textContent ?? count.textContent;
  });
  const queue = page.querySelector(".to-queue");
  if (queue) document.querySelector(".to-queue")?.replaceWith(document.adoptNode(queue));
}

// `address` names the comment to go to, or only the thread: then the focus stays as near as it can.
export async function showThread(address) {
  const page = await load(address).catch(() => null);
  const fresh = page?.getElementById("comments");
  if (!fresh) return location.assign(address);
  close();
  const [old, from] = [composer(), document.activeElement.closest("#comments article")];
  showCounts(page);
  document.getElementById("comments").replaceWith(document.adoptNode(fresh));
  // What is being written under the article goes on in the same box.
  if (old?.elements.text.value.trim()) composer() ? composer().replaceWith(old) : fresh.append(old);
  document.dispatchEvent(new Event("thread:grown"));
  document.dispatchEvent(new Event("thread:renewed"));
  history.replaceState(null, "", address);
  const named = document.getElementById(new URL(address, location.href).hash.slice(1));
  land(named?.matches("article") ? named : (nearest(from) ?? named));
}
