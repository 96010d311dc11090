// Shows what a comment will look like, as the site itself would show it, under the box in which it is written.
import { settled, show } from "./drafts.js";
import { say, send } from "./send.js";

document.addEventListener("submit", async (event) => {
  if (event.submitter?.name !== "preview") return;
  const form = event.target.closest("#comments form[data-inline]");
  if (!form) return;
  event.preventDefault();
  const { submitter } = event;
  await settled(form);
  const answer = await send(form.action, new FormData(form, submitter));
  if (!answer.draft) return say(answer.message ?? "failed");
  show(form, answer);
  // That it is too long; what else was refused before is seen again at the next sending.
  form.querySelector("[role=alert]").textContent = answer.message ?? "";
  const comment = document.createElement("div");
  comment.className = "comment";
  // Cleaned by the site as every comment is, and the page's policy runs no script from markup.
  comment.innerHTML = `<div class="text" dir="auto">${answer.preview}</div>`;
  form.querySelector("[data-preview]").replaceChildren(...(answer.preview ? [comment] : []));
});
