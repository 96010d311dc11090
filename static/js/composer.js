// What only those need who write is loaded when somebody enters a box to write in.
document.addEventListener("focusin", ({ target }) => {
  // Names can be typed without it, as where the page is being left.
  if (target.matches("form[data-names] textarea[name=text]")) import("./names.js").catch(() => {});
});
