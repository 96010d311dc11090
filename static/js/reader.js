// What the page knows of this reader, shown in a thread that is the same for everybody.

export function mark() {
  const data = document.getElementById("reader-data");
  if (!data) return;
  const { votes, own } = JSON.parse(data.textContent);
  for (const button of document.querySelectorAll("#comments .vote")) {
    const number = button.closest("article").id.slice("comment-".length);
    button.ariaPressed = String(votes[number] === Number(button.value));
  }
  for (const number of own) {
    const acts = document.querySelectorAll(`#comment-${number} :is(.vote, .report)`);
    for (const button of acts) button.disabled = true;
  }
}
