// A decision can be undone for some seconds, and the page says until when. Shows how many are left, counted from when the page
// came; when they are over says so, takes the button away, and shows what can be done from then on.
const came = performance.getEntriesByType("navigation")[0]?.responseStart ?? 0;

function end(until, button) {
  until.textContent = until.dataset.over;
  if (button === document.activeElement) {
    until.tabIndex = -1;
    until.focus();
  }
  button.remove();
  for (const then of until.closest("form").querySelectorAll("[hidden]")) then.hidden = false;
}

function countDown(until) {
  const button = until.closest("form").querySelector("button");
  const left = button.appendChild(document.createElement("span"));
  left.className = "undo-left";
  left.ariaHidden = "true";
  const ends = came + Number(until.dataset.left) * 1000;
  const tick = () => {
    const seconds = Math.ceil((ends - performance.now()) / 1000);
    if (seconds <= 0) return end(until, button);
    left.textContent = seconds;
    setTimeout(tick, 250);
  };
  tick();
}

document.querySelectorAll(".undo-until").forEach(countDown);
