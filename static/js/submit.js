// Sends the forms and the buttons of the thread.
import { sent, settled, show } from "./drafts.js";
import { composer, finish } from "./inline.js";
import { say, send } from "./send.js";
import { showThread } from "./thread.js";

async function submit(form) {
  const alert = form.querySelector("[role=alert]");
  alert.textContent = "";
  await settled(form);
  const answer = await send(form.action, new FormData(form));
  if (!answer.url) {
    // With a fresh key where the old one was used already, as after going back in the browser: the next press posts.
    show(form, answer);
    // The comment that was answered is gone: the next press posts the text as a comment of its own.
    if (answer.code === "parent") form.elements.parent?.remove();
    alert.textContent = answer.message ?? "";
    return;
  }
  sent(form);
  if (form === composer()) form.elements.text.value = "";
  finish(form);
  if (answer.id) await showThread(answer.url);
  say(answer.message ?? "posted");
}

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("#comments form[data-inline]");
  // What has a name asks for something else than to be sent.
  if (!form || event.submitter?.name) return;
  event.preventDefault();
  const button = event.submitter ?? form.querySelector("button[type=submit]:not(.quiet)");
  // Where the reader may not write the form can't be sent, and says why.
  if (!button || button.disabled) return;
  button.disabled = true;
  await submit(form);
  button.disabled = false;
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("#comments button[form=act]:not(.vote, .follow)");
  if (!button) return;
  event.preventDefault();
  const answer = await send(button.formAction, button.name ? { [button.name]: button.value } : {});
  if (answer.url) await showThread(answer.url);
  say(answer.message);
});

document.addEventListener("keydown", (event) => {
  const sends = event.key === "Enter" && (event.ctrlKey || event.metaKey);
  if (sends) event.target.closest("#comments form[data-inline]")?.requestSubmit();
});
