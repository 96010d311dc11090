// An address ends in #comment-7, and this page of the thread doesn't hold it, as after somebody else's order was shared:
// the permalink knows the page that does. Where the comment is gone, the reader stays here.
import { isBack } from "./more.js";

async function land() {
  await isBack;
  const number = /^#comment-(\d+)$/.exec(location.hash)?.[1];
  if (!number || document.querySelector(location.hash)) return;
  const answer = await fetch(`/comments/${number}/`).catch(() => null);
  const here = location.href.split("#")[0];
  if (answer?.ok && answer.url !== here) location.replace(answer.url + location.hash);
}

addEventListener("hashchange", land);
land();
