// Following the discussion, and stopping it, in place.
import { say, send } from "./send.js";

document.addEventListener("click", async (event) => {
  const button = event.target.closest("#comments .follow");
  if (!button) return;
  event.preventDefault();
  const answer = await send(button.formAction, { value: button.value });
  if (answer.label) {
    button.value = answer.value;
    button.textContent = answer.label;
  }
  if (answer.message) say(answer.message);
});
