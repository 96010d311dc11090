// A box at once, for who begins to type while the form of an act is still on its way here. A phone opens its keyboard only
// so: for a box that has the focus by the press itself. What was typed goes on in the form.

// Below the button's comment, as in `composer`: { typed, asked, isLeft, remove }. Nothing for other forms than a reply's, which
// alone begins empty.
export function earlyBox(button, address, composer) {
  const label = /\/reply\/$/.test(address) && composer?.querySelector("label:has(textarea)").cloneNode(true);
  if (!label) return null;
  const [place, box] = [document.createElement("div"), label.querySelector("textarea")];
  // Letters that are being composed, as of Japanese, are one word with those to come.
  let composed = null;
  box.addEventListener("compositionstart", () => {
    composed = new Promise((resolve) => box.addEventListener("compositionend", resolve, { once: true }));
  });
  // What the form's own keys ask for is done when it is there.
  let asked = null;
  box.addEventListener("keydown", ({ key, ctrlKey, metaKey, isComposing }) => {
    if (isComposing) return;
    if (key === "Escape") {
      asked = "close";
      place.remove();
      button.focus();
    } else if (key === "Enter" && (ctrlKey || metaKey)) asked = "send";
  });
  place.className = "composer";
  box.value = "";
  place.append(label);
  button.closest("article").append(place);
  box.focus();
  return {
    async typed() {
      await composed;
      return box.value;
    },
    asked: () => asked,
    isLeft: () => document.activeElement !== box,
    remove: () => place.remove(),
  };
}

// Types `text` at the caret of `box`, as its writer would.
export function type(box, text) {
  if (!text) return;
  box.setRangeText(text, box.selectionStart, box.selectionEnd, "end");
  box.dispatchEvent(new Event("input", { bubbles: true }));
}
