// What only those need who write is loaded when somebody enters a box to write in.
document.addEventListener("focusin", ({ target }) => {
  if (target.matches("form[data-names] textarea[name=text]")) import("./names.js");
});
