// Where in a box a character stands, which browsers tell of every text but one that is being typed.
const COPIED = [
  "direction", "fontFamily", "fontSize", "fontStyle", "fontWeight", "letterSpacing", "lineBreak", "lineHeight", "overflowWrap",
  "paddingBottom", "paddingLeft", "paddingRight", "paddingTop", "tabSize", "textAlign", "wordBreak", "wordSpacing",
];

// { left, bottom } of the character `at`, in the window: found in a copy of the box that is a plain text.
export function caretPlace(box, at) {
  const copy = document.createElement("div");
  const style = getComputedStyle(box);
  for (const name of COPIED) copy.style[name] = style[name];
  Object.assign(copy.style, { position: "absolute", visibility: "hidden", whiteSpace: "pre-wrap", width: `${box.clientWidth}px` });
  const mark = document.createElement("span");
  mark.textContent = box.value.slice(at, at + 1);
  copy.append(box.value.slice(0, at), mark, box.value.slice(at + 1));
  document.body.append(copy);
  const [from, place] = [copy.getBoundingClientRect(), mark.getBoundingClientRect()];
  copy.remove();
  const { left, top } = box.getBoundingClientRect();
  return {
    left: left + box.clientLeft + place.left - from.left,
    bottom: top + box.clientTop + place.bottom - from.top - box.scrollTop,
  };
}
