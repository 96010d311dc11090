// "Show more": further comments and replies come into the page, where without a script they are pages of their own.
import { load, say } from "./send.js";

const isThere = (node) => node.id && document.getElementById(node.id);

function putIn(nodes, place) {
  const added = nodes.filter((node) => !isThere(node)).map((node) => document.adoptNode(node));
  place(added);
  const first = added.find((node) => node.matches("article"));
  if (first) {
    first.tabIndex = -1;
    first.focus({ preventScroll: true });
  }
  document.dispatchEvent(new Event("thread:grown"));
  say("shown", false);
}

async function showReplies(link) {
  const page = await load(link.dataset.replies);
  putIn([...page.body.children], (nodes) => link.closest(".more").replaceWith(...nodes));
}

async function showComments(link) {
  const page = await load(link.href);
  const next = page.querySelector("#comments > .pages:has([data-more])");
  putIn([...page.querySelectorAll("#comments > .thread > *")], (nodes) =>
    document.querySelector("#comments > .thread").append(...nodes),
  );
  const pages = link.closest(".pages");
  if (next) pages.replaceWith(document.adoptNode(next));
  else pages.remove();
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest("#comments :is([data-replies], [data-more])");
  // A new tab or window is the browser's own business.
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (link.ariaBusy === "true") return;
  link.ariaBusy = "true";
  try {
    await (link.dataset.replies ? showReplies(link) : showComments(link));
  } catch {
    // The page that holds them says by itself what is wrong.
    location.assign(link.href);
  }
});
