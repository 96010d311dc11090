// A press on the picture writes where its focal point lies into the two boxes that say it in percent; the point and the cuts follow
// these. A file that was just chosen is shown the same way.

const frame = document.querySelector(".focal");
const picture = frame.querySelector(".focal-picture");
const point = frame.querySelector(".focal-point");
const cuts = frame.querySelectorAll(".cut");
const across = document.querySelector("[name=focus_x]");
const down = document.querySelector("[name=focus_y]");
const file = document.querySelector("[name=image]");

const percent = (box) => Math.min(100, Math.max(0, Number(box.value) || 0));

function show() {
  const [x, y] = [percent(across), percent(down)];
  point.style.left = `${x}%`;
  point.style.top = `${y}%`;
  // As the shapes are cut (pictures.cut_to_jpeg): so many percent of what is too much go on one side.
  for (const cut of cuts) cut.style.objectPosition = `${x}% ${y}%`;
}

function open() {
  for (const cut of cuts) cut.src = picture.src;
  frame.hidden = false;
  show();
}

picture.addEventListener("click", (event) => {
  const { left, top, width, height } = picture.getBoundingClientRect();
  across.value = Math.round(((event.clientX - left) / width) * 100);
  down.value = Math.round(((event.clientY - top) / height) * 100);
  show();
});
for (const box of [across, down]) box.addEventListener("input", show);

file?.addEventListener("change", () => {
  if (!file.files[0]) return;
  const reader = new FileReader();
  reader.addEventListener("load", () => (picture.src = reader.result));
  reader.readAsDataURL(file.files[0]);
  picture.removeAttribute("width");
  picture.removeAttribute("height");
});
picture.addEventListener("load", open);
// What the browser can't show the server says better.
picture.addEventListener("error", () => (frame.hidden = true));
if (picture.complete && picture.naturalWidth) open();
