// Votes: shown when the site has counted them. A pressed button, pressed again, takes the vote back.
import { say, send } from "./send.js";

const sending = new Set();

function count(tally, { tally: words, up, down }) {
  // Where the site hides the counts, there are words only.
  if (up === undefined) return tally.replaceChildren(words);
  const score = document.createElement("b");
  score.textContent = up - down;
  tally.replaceChildren(score, ` ( +${up} / -${down} )`);
}

function show(comment, answer) {
  const { value, message } = answer;
  count(comment.querySelector(".tally"), answer);
  for (const button of comment.querySelectorAll(".vote")) {
    button.ariaPressed = String(Number(button.value) === value);
  }
  comment.querySelector(".waits")?.remove();
  if (!message) return;
  const waits = document.createElement("p");
  waits.className = "waits";
  waits.textContent = message;
  comment.querySelector("footer").append(waits);
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("#comments .vote");
  if (!button) return;
  event.preventDefault();
  const comment = button.closest("article");
  if (sending.has(comment.id)) return;
  sending.add(comment.id);
  const value = button.ariaPressed === "true" ? "0" : button.value;
  const answer = await send(button.formAction, { value });
  sending.delete(comment.id);
  if ("value" in answer) {
    show(comment, answer);
    say(answer.message || (answer.value ? "voted" : "unvoted"), false);
  } else if (answer.message) {
    say(answer.message);
  }
});
