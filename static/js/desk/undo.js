// The last decision can be undone for some seconds: shows how many are left, and takes the button away when they are over.
const form = document.querySelector(".queue-undo");
const ends = performance.now() + Number(form?.dataset.left) * 1000;
const left = form?.querySelector("button").appendChild(document.createElement("span"));

function tick() {
  const seconds = Math.ceil((ends - performance.now()) / 1000);
  if (seconds <= 0) return form.remove();
  left.textContent = seconds;
  setTimeout(tick, 250);
}

if (form) {
  left.className = "queue-left";
  left.ariaHidden = "true";
  tick();
}
