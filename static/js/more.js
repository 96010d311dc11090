// "Show more": further comments and replies come into the page, where without a script they are pages of their own.
import { comeBack, note } from "./back.js";
import { load, say } from "./send.js";

const isThere = (node) => node.id && document.getElementById(node.id);

function putIn(nodes, place) {
  const added = nodes.filter((node) => !isThere(node)).map((node) => document.adoptNode(node));
  place(added);
  document.dispatchEvent(new Event("thread:grown"));
  return added.find((node) => node.matches("article"));
}

async function showReplies(link) {
  const page = await load(link.dataset.replies);
  return putIn([...page.body.children], (nodes) => link.closest(".more").replaceWith(...nodes));
}

async function showComments(link) {
  const page = await load(link.href);
  const next = page.querySelector("#comments > .pages:has([data-more])");
  const first = putIn([...page.querySelectorAll("#comments > .thread > *")], (nodes) =>
    document.querySelector("#comments > .thread").append(...nodes),
  );
  const pages = link.closest(".pages");
  if (next) pages.replaceWith(document.adoptNode(next));
  else pages.remove();
  return first;
}

// The first comment of those that `link` leads to, now in the page.
const show = (link) => (link.dataset.replies ? showReplies(link) : showComments(link));

// What a link shows, whatever else has come meanwhile: more replies to a comment, or more comments ("").
const whatOf = (link) => link.dataset.replies?.split("?")[0] ?? "";

document.addEventListener("click", async (event) => {
  const link = event.target.closest("#comments :is([data-replies], [data-more])");
  // A new tab or window is the browser's own business.
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (link.ariaBusy === "true") return;
  link.ariaBusy = "true";
  try {
    const what = whatOf(link);
    const first = await show(link);
    note(what);
    if (first) {
      first.tabIndex = -1;
      first.focus({ preventScroll: true });
    }
    say("shown", false);
  } catch {
    // The page that holds them says by itself what is wrong.
    location.assign(link.href);
  }
});

// Resolves when all stands again that stood here before.
export const isBack = comeBack(async (what) => {
  const link = [...document.querySelectorAll("#comments :is([data-replies], [data-more])")].find((one) => whatOf(one) === what);
  if (link) await show(link);
}).catch(() => {});
