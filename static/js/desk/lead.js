// The picture at an article's head: one that is dragged onto the form, or chosen there, is in the library at once and stands in
// the form by its number. Without this it goes with the form.
import { listen, upload } from "./upload.js";

const number = document.querySelector("[name=photo]");
const file = document.querySelector("[name=photo_file]");
const alt = document.querySelector("[name=photo_alt]");
const shown = document.querySelector(".lead-picture");

// Another number was chosen: what the page says of the one before is true no more.
function forget() {
  shown.replaceChildren();
  number.closest(".form-row").querySelector("strong")?.remove();
}

// What it shows may be typed while it is on its way.
let before = "";
function send(files) {
  before = alt.value;
  return upload(files, take);
}

function take(photo) {
  number.value = photo.id;
  forget();
  const picture = Object.assign(document.createElement("img"), { className: "thumbnail", src: photo.thumbnail, alt: photo.alt });
  shown.replaceChildren(picture);
  if (photo.alt || alt.value === before) alt.value = photo.alt;
  if (!alt.value) alt.focus();
}

if (file) {
  // The admin's own lookup tells jQuery alone.
  window.django.jQuery(number).on("change", forget);
  listen((dropped) => send([...dropped].slice(0, 1)));
  file.addEventListener("change", async () => {
    await send(file.files);
    // It has gone already.
    file.value = "";
  });
}
